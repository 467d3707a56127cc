import { Buffer } from 'node:buffer';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { Connection } from '../../net/connection.ts';
import { dial, type TlsSession } from '../../net/dial.ts';
import { isThisComputer } from '../../net/thisComputer.ts';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import {
  decodeWelcome,
  encodeHello,
  exporterLabel,
  protocolName,
  protocolVersion,
  type Welcome,
} from '../../protocol/native/hello.ts';
import { clientFeatures } from '../../protocol/native/features.ts';
import { greetingLimit, opcodes } from '../../protocol/native/opcodes.ts';
import { Channel } from './channel.ts';
import { encodeRequest, checkWirePath, type Request } from '../../protocol/native/requests.ts';
import { NativeClient, type PrefetchedPages } from './client.ts';
import { NativeFileSystem } from './nativeFileSystem.ts';

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
  /**
   * A directory that will be listed first: it is asked for together with the authentication, which saves a round trip. The first
   * `list` of it is answered from that.
   */
  readonly firstListing?: string | undefined;
}

/**
 * Opens a session with a native server. Nothing secret is sent before its identity has been compared.
 * @throws AppError `identity-unknown` and `identity-changed` with the pin it showed, `auth-failed`, `unreachable`, `timeout`,
 * `cancelled`, `version-unsupported`, `protocol-violation`, `busy`
 */
export async function connectNative(options: NativeConnectOptions): Promise<NativeFileSystem> {
  const first = await open(options);
  const same = { ...options, pin: first.pin, firstListing: undefined };
  return new NativeFileSystem({
    client: first.client,
    welcome: first.welcome,
    pin: first.pin,
    roundTrip: first.client.roundTrip,
    firstListing: first.firstListing,
    openBulk: async (signal) => (await open({ ...same, signal }, first.tlsSession())).client,
  });
}

interface Opened {
  readonly client: NativeClient;
  readonly welcome: Welcome;
  readonly pin: string;
  readonly firstListing: PrefetchedPages | undefined;
  readonly tlsSession: () => TlsSession | undefined;
}

async function open(options: NativeConnectOptions, resume?: TlsSession): Promise<Opened> {
  const { host, port, signal, firstListing } = options;
  const prefetch = firstListing === undefined ? undefined : { opcode: opcodes.list, path: checkWirePath(firstListing) };
  const timeoutMs = options.timeoutMs ?? 15_000;
  const { socket, pin, tlsSession } = await dial({ host, port, signal, timeoutMs, protocol: protocolName, resume });
  const problem = identityProblem(pin, options);
  if (problem !== undefined) {
    socket.destroy();
    throw problem;
  }
  const exported = socket.exportKeyingMaterial(32, exporterLabel, Buffer.alloc(0));
  const channel = new Channel(new Connection(socket, { pauseWhenCongested: false }));
  const welcome = welcomed(channel, timeoutMs, signal, prefetch);
  channel.send(
    opcodes.hello,
    0,
    encodeHello({
      version: protocolVersion,
      features: clientFeatures,
      proof: authenticationProof(options.token ?? '', exported),
    }),
  );
  if (prefetch !== undefined) channel.send(prefetch.opcode, firstId, encodeRequest(prefetch));
  return { ...(await welcome), pin, tlsSession };
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

/** What proves the token on this connection and on no other. */
export function authenticationProof(token: string, exported: Buffer): Buffer {
  const key = createHash('sha256').update(token, 'utf8').digest();
  return createHmac('sha256', key).update(exported).digest();
}

/** The id a client's first request has. */
const firstId = 1;

type Listing = Request & { readonly path: string };

/** The client takes the channel over in the very turn of the welcome: the answer to `prefetch` may follow in the same bytes. */
function welcomed(
  channel: Channel,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  prefetch: Listing | undefined,
): Promise<Omit<Opened, 'pin' | 'tlsSession'>> {
  const asked = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(new AppError('timeout', 'the server did not answer in time')),
      Math.min(timeoutMs, limits.helloTime * 2),
    );
    const aborted = (): void => fail(new AppError('cancelled', 'cancelled'));
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    function fail(error: AppError): void {
      finish();
      channel.connection.destroy(error);
      reject(error);
    }
    signal?.addEventListener('abort', aborted);
    void channel.closed.then((reason) => fail(reason ?? new AppError('connection-lost', 'the server closed the connection')));
    channel.start({
      payloadLimit: greetingLimit,
      frame(header, payload) {
        if (header.opcode === opcodes.goodbye) {
          fail(readError(new ByteReader(payload)));
          return;
        }
        if (header.opcode !== opcodes.welcome) throw violation('no welcome');
        const welcome = decodeWelcome(payload);
        finish();
        const roundTrip = isThisComputer(channel.connection.remoteAddress) ? 0 : performance.now() - asked;
        const client = new NativeClient(channel, welcome.window, welcome.features, roundTrip);
        resolve({ welcome, client, firstListing: prefetch === undefined ? undefined : client.adopt(prefetch) });
      },
      content() {
        throw violation('contents before the welcome');
      },
      drained() {},
    });
  });
}
