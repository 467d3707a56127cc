import type { FileSystem } from '../fileSystem.ts';
import { ClassicFileSystem } from './classicFileSystem.ts';
import { dial } from './dial.ts';
import { ClassicLink } from './link.ts';

export interface ClassicConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
  /** How long connecting may take; 20 s by default. */
  readonly timeoutMs?: number | undefined;
  /** How long the server may leave any later question without an answer; 20 s by default. */
  readonly silenceMs?: number | undefined;
}

/**
 * Connects to a classic server, the original or one like it. Nothing is encrypted and nobody is who they say.
 * @throws AppError `busy` when the server takes the connection and does not answer, `unreachable`, `timeout`,
 *   `protocol-violation` when something else answers, `cancelled`
 */
export async function connectClassic(options: ClassicConnectOptions): Promise<FileSystem> {
  const { host, port, signal, timeoutMs = 20_000, silenceMs = 20_000 } = options;
  const connection = await dial({ host, port, signal, timeoutMs, silenceMs });
  return new ClassicFileSystem(new ClassicLink({ host, port, timeoutMs, silenceMs }, connection));
}
