import { Buffer } from 'node:buffer';
import { createHash, createHmac } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { AppError } from '../../../src-shared/errors.ts';
import { Connection } from '../../net/connection.ts';
import type { Dialled } from '../../net/dial.ts';
import { isThisComputer } from '../../net/thisComputer.ts';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import { decodeWelcome, encodeHello, exporterLabel, protocolVersion, type Welcome } from '../../protocol/native/hello.ts';
import { clientFeatures } from '../../protocol/native/features.ts';
import { greetingLimit, opcodes } from '../../protocol/native/opcodes.ts';
import { encodeRequest } from '../../protocol/native/requests.ts';
import { Channel } from './channel.ts';
import { NativeClient } from './client.ts';
import type { EarlyRequest } from './earlyAnswer.ts';

/** What proves the token on this connection and on no other. */
export function authenticationProof(token: string, exported: Buffer): Buffer {
  const key = createHash('sha256').update(token, 'utf8').digest();
  return createHmac('sha256', key).update(exported).digest();
}

interface Greeting {
  readonly token: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Sent right behind the hello. */
  readonly early: readonly EarlyRequest[];
}

/** A session's first connection: ready when the server has said welcome. @throws AppError */
export async function greet(dialled: Dialled, greeting: Greeting): Promise<{ client: NativeClient; welcome: Welcome }> {
  const channel = channelOver(dialled);
  const welcomed = untilWelcome(channel, greeting);
  sendHello(channel, dialled.socket, greeting.token);
  for (const [index, request] of greeting.early.entries()) channel.send(request.opcode, index + 1, encodeRequest(request));
  return await welcomed;
}

/**
 * A further connection to the same server. What is wanted goes out right behind the hello: a server that has welcomed the first takes
 * the second, and if it does not, everything asked on it ends with its reason.
 */
export function greetAgain(
  dialled: Dialled,
  { token, client }: { readonly token: string | undefined; readonly client: NativeClient },
): NativeClient {
  const channel = channelOver(dialled);
  sendHello(channel, dialled.socket, token);
  return new NativeClient(channel, { ...client.terms, window: limits.leastWindow, welcomeDue: true });
}

function channelOver({ socket, readBuffer }: Dialled): Channel {
  return new Channel(new Connection(socket, { pauseWhenCongested: false, readBuffer }));
}

function sendHello(channel: Channel, socket: TLSSocket, token = ''): void {
  const exported = socket.exportKeyingMaterial(32, exporterLabel, Buffer.alloc(0));
  const hello = { version: protocolVersion, features: clientFeatures, proof: authenticationProof(token, exported) };
  channel.send(opcodes.hello, 0, encodeHello(hello));
}

/** The client takes the channel over in the very turn of the welcome: answers to what was asked early may follow in the same bytes. */
function untilWelcome(
  channel: Channel,
  { timeoutMs, signal, early }: Greeting,
): Promise<{ client: NativeClient; welcome: Welcome }> {
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
    channel.handOver({
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
        const client = new NativeClient(channel, { window: welcome.window, features: welcome.features, roundTrip });
        client.adopt(early);
        resolve({ welcome, client });
      },
      content() {
        throw violation('contents before the welcome');
      },
      drained() {},
    });
  });
}
