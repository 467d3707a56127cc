import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { dial, type Dialled, type DialOptions, type TlsSession } from '../../net/dial.ts';
import { protocolName } from '../../protocol/native/hello.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { checkWirePath } from '../../protocol/native/requests.ts';
import { connectionsAtFirst } from './bulkConnections.ts';
import type { EarlyRequest } from './earlyAnswer.ts';
import { greet, greetAgain } from './greeting.ts';
import { NativeFileSystem } from './nativeFileSystem.ts';

/** What will be asked first of a path, when that is known beforehand. */
export interface FirstQuestion {
  readonly ask: 'list' | 'stat' | 'walk';
  readonly path: string;
}

export interface NativeConnectOptions {
  readonly host: string;
  readonly port: number;
  /** The identity the server must have. Without it the server is unknown. */
  readonly pin?: string | undefined;
  readonly token?: string | undefined;
  /** Take an unknown server's identity as it comes; it is in the result's `pin`. */
  readonly trustOnFirstUse?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** They are asked together with the authentication, which saves a round trip, and answer the first such call. */
  readonly first?: readonly FirstQuestion[] | undefined;
  /** Contents will be read or written at once: the connections for them are dialled beside this one. */
  readonly contentsSoon?: boolean | undefined;
}

/**
 * Opens a session with a native server. Nothing secret is sent before its identity has been compared.
 * @throws AppError `identity-unknown` and `identity-changed` with the pin it showed, `auth-failed`, `unreachable`, `timeout`,
 * `cancelled`, `version-unsupported`, `protocol-violation`, `busy`
 */
export async function connectNative(options: NativeConnectOptions): Promise<NativeFileSystem> {
  const { token, timeoutMs = 15_000, signal } = options;
  const early = (options.first ?? []).map(requestOf);
  const givenUp = new AbortController();
  const ahead: Promise<Dialled>[] = [];
  const dialAhead = (roundTrip: number): void => {
    if (options.contentsSoon !== true) return;
    while (ahead.length < connectionsAtFirst(roundTrip)) {
      const dialling = dialPinned({ ...options, signal: eitherOf(givenUp.signal, signal) });
      dialling.catch(() => undefined); // the first connection tells what is wrong
      ahead.push(dialling);
    }
  };
  dialAhead(0);
  try {
    const dialled = await dialPinned({ ...options, connected: dialAhead });
    const { pin, tlsSession } = dialled;
    const { client, welcome } = await greet(dialled, { token, timeoutMs, signal, early });
    const same = { ...options, pin };
    const fileSystem = new NativeFileSystem({
      client,
      welcome,
      pin,
      listedEarly: options.first?.find(({ ask }) => ask === 'list')?.path,
      openBulk: async (stop) => {
        stop.addEventListener('abort', () => givenUp.abort(), { once: true });
        const further = await takeAhead(ahead.shift(), pin);
        return greetAgain(further ?? (await dialPinned({ ...same, signal: stop }, tlsSession())), { token, client });
      },
    });
    if (ahead.length > 0) fileSystem.prepareLanes();
    letGo(ahead); // the server was not as far as it seemed
    return fileSystem;
  } catch (error) {
    letGo(ahead);
    givenUp.abort();
    throw error;
  }
}

/** Ends connections that nobody will use. */
function letGo(unused: Promise<Dialled>[]): void {
  for (const dialling of unused.splice(0)) dialling.then(({ socket }) => socket.destroy()).catch(() => undefined);
}

function eitherOf(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}

function requestOf({ ask, path }: FirstQuestion): EarlyRequest {
  return { opcode: opcodes[ask], path: checkWirePath(path) };
}

/** A connection that was dialled beside the first, if it came about. */
async function takeAhead(ahead: Promise<Dialled> | undefined, pin: string): Promise<Dialled | undefined> {
  const dialled = await ahead?.catch(() => undefined);
  if (dialled === undefined || (dialled.pin === pin && !dialled.socket.destroyed)) return dialled;
  dialled.socket.destroy();
  return undefined;
}

/** @throws AppError also when it is not who was expected */
async function dialPinned(options: NativeConnectOptions & Pick<DialOptions, 'connected'>, resume?: TlsSession): Promise<Dialled> {
  const { host, port, signal, timeoutMs = 15_000, connected } = options;
  const dialled = await dial({ host, port, signal, timeoutMs, protocol: protocolName, connected, resume });
  const problem = identityProblem(dialled.pin, options);
  if (problem === undefined) return dialled;
  dialled.socket.destroy();
  throw problem;
}

function identityProblem(shown: string, options: NativeConnectOptions): AppError | undefined {
  if (options.pin === undefined) {
    if (options.trustOnFirstUse === true) return undefined;
    return new AppError('identity-unknown', 'the server is not known yet', { pin: shown });
  }
  const expected = Buffer.from(options.pin);
  const actual = Buffer.from(shown);
  if (expected.length === actual.length && timingSafeEqual(expected, actual)) return undefined;
  return new AppError('identity-changed', 'the server has another identity than the one expected', { pin: shown });
}
