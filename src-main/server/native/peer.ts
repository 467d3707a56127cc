import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { Channel } from '../../filesystem/native/channel.ts';
import { authenticationProof } from '../../filesystem/native/greeting.ts';
import { decodeCredit, encodeCredit } from '../../protocol/native/credit.ts';
import { firstWindow, flowWindow, isFar } from '../../filesystem/native/flowWindow.ts';
import { Connection } from '../../net/connection.ts';
import { ReadBuffer } from '../../net/readBuffer.ts';
import type { TLSSocket } from 'node:tls';
import { violation } from '../../protocol/bytes.ts';
import type { FrameHeader } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { encodeError } from '../../protocol/native/errorMessage.ts';
import { decodeHello, encodeWelcome, exporterLabel } from '../../protocol/native/hello.ts';
import { greetingLimit, isCounted, opcodes, payloadLimit } from '../../protocol/native/opcodes.ts';
import { decodeRequest, type Request } from '../../protocol/native/requests.ts';
import type { Attempts } from '../attempts.ts';
import { answer } from './operations.ts';
import type { JoinableLanes } from './joinableLanes.ts';
import { OpenRequest } from './openRequest.ts';
import { ServerWatches } from './serverWatches.ts';
import { type JoinableLane, type ServerLane, ServerReadLane, ServerWriteLane } from './serverLanes.ts';
import { welcomeOf } from './welcome.ts';

export interface NativePeerOptions {
  readonly socket: TLSSocket;
  readonly fileSystem: FileSystem;
  readonly token: string;
  readonly attempts: Attempts;
  /** Of all clients of the server. */
  readonly joinable: JoinableLanes;
  /** By performance.now(): when a client that has not said a valid hello is sent away. */
  readonly helloBefore: number;
  /** Milliseconds; 0 on this computer. */
  readonly roundTrip: number;
  authenticated(): void;
  activity(path: string | undefined): void;
}

/** One client: hello and authentication, then requests and lanes until the connection ends. */
export class NativePeer {
  readonly connection: Connection;
  readonly closed: Promise<void>;
  readonly #channel: Channel;
  readonly #options: NativePeerOptions;
  readonly #exported: Buffer;
  readonly #requests = new Map<number, OpenRequest>();
  /** Requests that take a place among those at a time. */
  #counted = 0;
  readonly #lanes = new Map<number, ServerLane>();
  #lanesClosing = 0;
  readonly #watches: ServerWatches;
  readonly #clock: NodeJS.Timeout;
  #state: 'hello' | 'ready' = 'hello';
  /** What the client understands. */
  #features = 0;
  /** Bytes both ways when `reassure` was last called. */
  #traffic = { received: 0, sent: 0 };

  constructor(options: NativePeerOptions) {
    this.#options = options;
    this.#exported = options.socket.exportKeyingMaterial(32, exporterLabel, Buffer.alloc(0));
    this.connection = new Connection(options.socket, { pauseWhenCongested: true, readBuffer: ReadBuffer.of(options.socket) });
    if (isFar(options.roundTrip)) this.connection.beginWithSmallRecords(options.socket);
    this.#channel = new Channel(this.connection);
    this.#watches = new ServerWatches(options.fileSystem, this.#channel);
    const wait = Math.max(0, options.helloBefore - performance.now());
    this.#clock = setTimeout(() => this.#channel.end(new AppError('timeout', 'no hello in time')), wait);
    this.#channel.handOver({
      payloadLimit: (opcode) => (this.#state === 'ready' ? payloadLimit(opcode) : greetingLimit(opcode)),
      frame: (header, payload) => this.#frame(header, payload),
      content: (id, bytes) => this.#content(id, bytes),
      drained: () => {
        for (const lane of this.#lanes.values()) lane.drained();
      },
    });
    this.closed = this.connection.closed.then(() => this.#end());
  }

  async #end(): Promise<void> {
    clearTimeout(this.#clock);
    for (const request of this.#requests.values()) request.cancel();
    this.#requests.clear();
    this.#watches.close();
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  #frame(header: FrameHeader, payload: Buffer): void {
    if (this.#state === 'hello') {
      this.#hello(header, payload);
      return;
    }
    const lane = this.#lanes.get(header.id);
    switch (header.opcode) {
      case opcodes.records:
        // A lane the server has ended, or refused to open, may still be written to for a round trip.
        lane?.records(payload);
        return;
      case opcodes.window:
        this.#credit(header.id, decodeCredit(payload));
        return;
      case opcodes.cancel:
        this.#cancel(header.id);
        return;
      case opcodes.goodbye:
        this.connection.close();
        return;
      default:
        this.#request(header, payload);
    }
  }

  #credit(id: number, bytes: number): void {
    this.#lanes.get(id)?.credit(bytes);
    this.#requests.get(id)?.credit(bytes);
  }

  #content(id: number, bytes: Buffer): void {
    this.#lanes.get(id)?.content(bytes);
  }

  #hello(header: FrameHeader, payload: Buffer): void {
    if (header.opcode !== opcodes.hello || header.id !== 0) throw violation('no hello');
    const hello = decodeHello(payload);
    clearTimeout(this.#clock);
    const { attempts, token, fileSystem } = this.#options;
    if (!timingSafeEqual(hello.proof, authenticationProof(token, this.#exported))) {
      this.#channel.ignore();
      const wait = attempts.failed(this.connection.remoteAddress);
      setTimeout(() => this.#channel.end(new AppError('auth-failed', 'the key is not accepted')), wait).unref();
      return;
    }
    attempts.succeeded(this.connection.remoteAddress);
    this.#state = 'ready';
    this.#features = hello.features;
    const welcome = welcomeOf(fileSystem.features, firstWindow(this.#options.roundTrip));
    this.#channel.send(opcodes.welcome, 0, encodeWelcome(welcome));
    this.#options.authenticated();
  }

  #request(header: FrameHeader, payload: Buffer): void {
    const { id } = header;
    if (id === 0 || this.#requests.has(id) || this.#lanes.has(id) || this.#watches.has(id))
      throw violation('an id is used twice');
    let request: Request | undefined;
    try {
      request = decodeRequest(header.opcode, payload);
    } catch (error) {
      if (error instanceof AppError && error.code === 'name-invalid') {
        this.#fail(id, error);
        return;
      }
      throw error;
    }
    if (request === undefined) throw violation('a frame that no client may send');
    if (request.opcode === opcodes.openReadLane || request.opcode === opcodes.openWriteLane) this.#openLane(id, request);
    else if (request.opcode === opcodes.joinLane) this.#joinLane(id, request.key, request.stripe);
    else if (request.opcode === opcodes.ping) this.#channel.send(opcodes.done, id);
    else if (request.opcode === opcodes.watch) this.#watches.open(id, request.path);
    else if (isCounted(request.opcode) && this.#counted >= limits.requests)
      this.#fail(id, new AppError('busy', 'too many requests at a time'));
    else void this.#answer(id, request);
  }

  async #answer(id: number, request: Request): Promise<void> {
    const open = new OpenRequest();
    const place = isCounted(request.opcode) ? 1 : 0;
    this.#requests.set(id, open);
    this.#counted += place;
    try {
      const payload = await answer(request, {
        fileSystem: this.#options.fileSystem,
        signal: open.signal,
        page: async (page) => {
          this.#channel.send(opcodes.page, id, page);
          await open.sent(page.length);
          await this.connection.settled();
        },
      });
      this.#ended(id, place);
      this.#channel.send(opcodes.done, id, payload);
    } catch (error) {
      this.#ended(id, place);
      this.#fail(id, error instanceof AppError ? error : new AppError('internal', 'the request failed', { cause: error }));
    }
  }

  #ended(id: number, place: number): void {
    this.#requests.delete(id);
    this.#counted -= place;
  }

  #fail(id: number, error: AppError): void {
    this.#channel.send(opcodes.error, id, encodeError(error));
  }

  #openLane(id: number, request: Request & { readonly window: number; readonly key: string }): void {
    if (this.#lanesInUse >= limits.lanes) {
      this.#fail(id, new AppError('busy', 'too many lanes at a time'));
      return;
    }
    const { fileSystem, joinable } = this.#options;
    const options = {
      fileSystem,
      channel: this.#channel,
      id,
      roundTrip: this.#options.roundTrip,
      activity: (path: string | undefined) => this.#options.activity(path),
      closed: () => joinable.remove(request.key, lane),
      stripeEnded: (reason: AppError) => {
        if (!this.#lanes.delete(id)) return;
        this.#fail(id, reason);
        void this.#closeLane(lane);
      },
    };
    const lane: JoinableLane =
      request.opcode === opcodes.openReadLane
        ? new ServerReadLane(options, request.window, this.#features)
        : new ServerWriteLane(options, flowWindow(this.#options.roundTrip));
    this.#lanes.set(id, lane);
    joinable.add(request.key, lane);
  }

  /** One that still writes what has come takes up its place until it is through. */
  get #lanesInUse(): number {
    return this.#lanes.size + this.#lanesClosing;
  }

  async #closeLane(lane: { close(): Promise<void> }): Promise<void> {
    this.#lanesClosing += 1;
    await lane.close();
    this.#lanesClosing -= 1;
  }

  #joinLane(id: number, key: string, number: number): void {
    try {
      if (this.#lanesInUse >= limits.lanes) throw new AppError('busy', 'too many lanes at a time');
      const stripe = this.#options.joinable.join(key, { number, channel: this.#channel, id }, (reason) => {
        if (this.#lanes.delete(id)) this.#fail(id, reason);
      });
      this.#lanes.set(id, stripe);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'protocol-violation') throw error;
      this.#fail(id, error);
    }
  }

  /** The final word on the id is an answer too: `done` or `error`, as it was ending anyway, or the lane's `done`. */
  #cancel(id: number): void {
    const lane = this.#lanes.get(id);
    if (lane === undefined) {
      this.#requests.get(id)?.cancel();
      this.#watches.cancel(id);
      return;
    }
    this.#lanes.delete(id);
    void this.#closeLane(lane).then(() => this.#channel.send(opcodes.done, id));
  }

  /** Milliseconds since the client said anything. A client that waits for a long operation says something from time to time. */
  get idleFor(): number {
    return performance.now() - this.connection.lastReceived;
  }

  /**
   * Says something on a lane when the client was heard and nothing was said since the last call. What a client has handed to its system can
   * take minutes on a slow link, its PING stands behind that, and it would take so long a silence for the connection's end.
   */
  reassure(): void {
    const { received, sent } = this.connection;
    const [lane] = this.#lanes.keys();
    const isDue = received > this.#traffic.received && sent === this.#traffic.sent;
    if (isDue && lane !== undefined) this.#channel.send(opcodes.window, lane, encodeCredit(0));
    this.#traffic = { received, sent };
  }

  close(reason: AppError): void {
    this.#channel.end(reason);
  }
}
