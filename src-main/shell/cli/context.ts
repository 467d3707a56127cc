import { AppError } from '../../../src-shared/errors.ts';
import type { EndpointId, Location } from '../../../src-shared/model/location.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import type { FirstQuestion } from '../../filesystem/native/connect.ts';
import { defaultUserData } from '../userData.ts';
import { type AskConflict, askAtTerminal } from './conflictQuestion.ts';
import type { RemoteArgument } from './location.ts';
import type { Output } from './output.ts';
import { readSecrets, type SecretOptions } from './secrets.ts';
import { Workspace } from './workspace.ts';

/** Options that every command with a URL has. */
export interface RemoteOptions extends SecretOptions {
  readonly trustOnFirstUse?: boolean;
  readonly userData?: string;
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

export interface CommandContext {
  readonly output: Output;
  readonly input: NodeJS.ReadStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** A place on a server, connected. */
export interface OpenedRemote {
  readonly endpoint: EndpointId;
  readonly fileSystem: FileSystem;
  readonly path: string;
  readonly inside: boolean;
  readonly location: Location;
}

/** Opens a workspace for the time of `work`, and closes it in order whatever comes. */
export async function withWorkspace<T>(
  context: CommandContext,
  options: RemoteOptions,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = await Workspace.open({
    userData: options.userData ?? defaultUserData(),
    secrets: readSecrets(options, context.environment),
    trustOnFirstUse: options.trustOnFirstUse === true,
    timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
    onNotice: (text) => context.output.note(text),
  });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** What a command knows of what it will do with the path at once. */
export interface Ahead {
  readonly asks?: readonly FirstQuestion['ask'][];
  /** Contents are read or written right then. */
  readonly contents?: boolean;
}

/** Milliseconds of connecting after which the server is far: the wait is long enough to prepare what reads and writes here. */
const longConnecting = 40;

export async function openRemote(
  workspace: Workspace,
  { url, inside }: RemoteArgument,
  signal: AbortSignal,
  { asks = [], contents = false }: Ahead = {},
): Promise<OpenedRemote> {
  const first = asks.map((ask) => ({ ask, path: url.path }));
  const preparing = contents ? setTimeout(() => workspace.local.prepareThread(), longConnecting) : undefined;
  const connecting = workspace.connect(url, { first, contentsSoon: contents });
  const endpoint = await abortable(connecting, signal).finally(() => clearTimeout(preparing));
  const { path } = url;
  return { endpoint, fileSystem: workspace.fileSystem(endpoint), path, inside, location: { endpoint, path } };
}

/** Undefined where there is nobody to ask. */
export function asker({ input, output }: CommandContext): AskConflict | undefined {
  return input.isTTY && output.errors.isTTY === true ? askAtTerminal(input, output.errors) : undefined;
}

/** Rejects as soon as the signal is aborted, for what takes none. */
export function abortable<T>(operation: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AppError('cancelled', 'cancelled'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    operation.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
