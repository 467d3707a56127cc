import type { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import type { FrameHeader } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import { takesRequest } from '../../protocol/native/features.ts';
import { opcodes, payloadLimit } from '../../protocol/native/opcodes.ts';
import { encodeRequest, type Request } from '../../protocol/native/requests.ts';
import { decodeNothing } from '../../protocol/native/replies.ts';
import type { Watch } from '../fileSystem.ts';
import type { Channel } from './channel.ts';
import { firstWindow } from './flowWindow.ts';
import { encodeCredit, decodeCredit } from '../../protocol/native/credit.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { Pulse } from './pulse.ts';
import { ReplyPages } from './replyPages.ts';

interface Reply {
  page(payload: Buffer): void;
  done(payload: Buffer): void;
  failed(error: AppError): void;
}

interface OpenRequest extends Reply {
  readonly path: string | undefined;
}

/** A request that was sent, or waits for its turn. */
interface Sent {
  /** After its end this does nothing. */
  cancel(): void;
  /** Lets the server send so many bytes of pages more. */
  grant(bytes: number): void;
}

/** A listing that was asked for before the session was open. */
export interface PrefetchedPages {
  readonly path: string;
  readonly pages: AsyncGenerator<ByteReader>;
  cancel(): void;
}

/** An authenticated connection as the client uses it: requests by id, and lanes. */
export class NativeClient {
  readonly channel: Channel;
  /** Bytes of bulk frames the server lets be on the way to it on each lane. */
  readonly window: number;
  /** What the server understands: `featureBits`. A request that it does not take fails with `unsupported` and is not sent. */
  readonly features: number;
  /** Milliseconds; 0 on this computer. */
  readonly roundTrip: number;
  readonly #requests = new Map<number, OpenRequest>();
  readonly #lanes = new Map<number, LaneEndpoint>();
  /** Cancelled here, not yet ended there. */
  readonly #forgottenRequests = new Set<number>();
  readonly #forgottenLanes = new Set<number>();
  /** Watches that the server has not ended: they stay open for long, and neither count as requests nor as owed. */
  readonly #watches = new Set<number>();
  /** The server takes only so many requests at a time; these are for later. */
  readonly #queued = new Set<() => void>();
  readonly #pulse: Pulse;
  #lastId = 0;
  #peerReason: AppError | undefined;
  #ended: AppError | undefined;
  readonly closed: Promise<AppError | undefined>;

  constructor(channel: Channel, window: number, features: number, roundTrip: number) {
    this.channel = channel;
    this.window = window;
    this.roundTrip = roundTrip;
    this.features = features;
    channel.handOver({
      payloadLimit,
      frame: (header, payload) => this.#frame(header, payload),
      content: (id, bytes) => this.#content(id, bytes),
      drained: () => {
        for (const lane of this.#lanes.values()) lane.drained();
      },
    });
    this.#pulse = new Pulse({
      received: () => channel.connection.received,
      waiting: () => this.#unanswered + this.#lanes.size > 0,
      ask: () => this.#ping(),
      dead: () => channel.connection.destroy(new AppError('timeout', 'the server stopped answering')),
    });
    this.closed = channel.closed.then((reason) => this.#end(reason));
  }

  get open(): boolean {
    return this.channel.connection.open;
  }

  #end(reason: AppError | undefined): AppError | undefined {
    this.#pulse.stop();
    const told = this.#peerReason ?? reason;
    const error = told ?? new AppError('cancelled', 'the connection was closed');
    this.#ended = error;
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    for (const request of requests) request.failed(error);
    for (const start of [...this.#queued]) start();
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    for (const lane of lanes) lane.ended(error);
    return told;
  }

  #ping(): void {
    const request = { opcode: opcodes.ping };
    this.#begin(request.opcode, encodeRequest(request), { path: undefined, page: () => {}, done: () => {}, failed: () => {} });
  }

  /** One reply, with `page` called for each page before it. @throws AppError */
  async call(request: Request, signal?: AbortSignal, page?: (payload: ByteReader) => void): Promise<ByteReader> {
    return await new Promise<ByteReader>((resolve, reject) => {
      const sent = this.#send(
        request,
        {
          page: (payload) => {
            if (page === undefined) throw violation('a page where one reply was due');
            page(new ByteReader(payload));
            sent.grant(payload.length);
          },
          done: (payload) => resolve(new ByteReader(payload)),
          failed: reject,
        },
        signal,
      );
    });
  }

  /** The pages of a reply, as fast as they are taken. @throws AppError */
  async *pages(request: Request, signal?: AbortSignal): AsyncGenerator<ByteReader> {
    const pages = new ReplyPages();
    const sent = this.#send(request, pages, signal);
    yield* readersOf(
      pages.all((bytes) => sent.grant(bytes)),
      () => sent.cancel(),
    );
  }

  /** Resolves when the watch stands; from then on `changed` is called for each notice. @throws AppError */
  async watch(path: string, changed: () => void, signal?: AbortSignal): Promise<Watch> {
    return await new Promise<Watch>((resolve, reject) => {
      let stands = false;
      let end: (reason: AppError | undefined) => void = () => {};
      const ended = new Promise<AppError | undefined>((settle) => {
        end = settle;
      });
      const sent = this.#send(
        { opcode: opcodes.watch, path },
        {
          page: (payload) => {
            decodeNothing(new ByteReader(payload));
            if (stands) changed();
            else resolve({ ended, close: () => sent.cancel() });
            stands = true;
          },
          done: (payload) => {
            decodeNothing(new ByteReader(payload));
            if (!stands) throw violation('a watch ended before it stood');
            changed();
            end(undefined);
          },
          failed: (error) => {
            end(error);
            reject(error);
          },
        },
        signal,
      );
    });
  }

  /**
   * The pages of the request that was sent with id 1 right behind the hello: its answer may stand in the same bytes as the welcome. Must be
   * called before anything else is asked, in the turn of the welcome.
   */
  adopt(request: Request & { readonly path: string }): PrefetchedPages {
    const pages = new ReplyPages();
    const open: OpenRequest = {
      path: request.path,
      page: (bytes) => pages.page(bytes),
      done: (bytes) => pages.done(bytes),
      failed: (error) => pages.failed(error),
    };
    const id = this.#nextId();
    this.#requests.set(id, open);
    const grant = (bytes: number): void => {
      if (this.#requests.get(id) === open) this.channel.send(opcodes.window, id, encodeCredit(bytes));
    };
    const cancel = (): void => {
      if (this.#forget(id, open)) open.failed(new AppError('cancelled', 'cancelled', { path: request.path }));
    };
    return { path: request.path, pages: readersOf(pages.all(grant), cancel), cancel };
  }

  #send(request: Request, reply: Reply, signal?: AbortSignal): Sent {
    const path = 'path' in request ? request.path : undefined;
    const payload = encodeRequest(request);
    let id = 0;
    const finish = (): void => {
      signal?.removeEventListener('abort', cancel);
      this.#queued.delete(start);
    };
    const open: OpenRequest = {
      path,
      page: (bytes) => reply.page(bytes),
      done: (bytes) => {
        finish();
        reply.done(bytes);
      },
      failed: (error) => {
        finish();
        reply.failed(error);
      },
    };
    const start = (): void => {
      this.#queued.delete(start);
      if (this.#ended !== undefined || !this.open) open.failed(this.#ended ?? connectionClosed());
      else id = this.#begin(request.opcode, payload, open);
    };
    const cancel = (): void => {
      if (this.#queued.has(start) || this.#forget(id, open)) open.failed(new AppError('cancelled', 'cancelled', { path }));
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) open.failed(new AppError('cancelled', 'cancelled', { path }));
    else if (!takesRequest(this.features, request.opcode)) {
      open.failed(new AppError('unsupported', 'the server does not know this request', { path }));
    } else if (this.#full && request.opcode !== opcodes.watch) this.#queued.add(start);
    else start();
    return {
      cancel,
      grant: (bytes) => {
        if (this.#requests.get(id) === open) this.channel.send(opcodes.window, id, encodeCredit(bytes));
      },
    };
  }

  get #unanswered(): number {
    return this.#requests.size + this.#forgottenRequests.size - this.#watches.size;
  }

  get #full(): boolean {
    return this.open && this.#unanswered >= limits.requests;
  }

  #begin(opcode: number, payload: Buffer, open: OpenRequest): number {
    const id = this.#nextId();
    this.#requests.set(id, open);
    if (opcode === opcodes.watch) this.#watches.add(id);
    this.channel.send(opcode, id, payload);
    return id;
  }

  /** True when it was under way and now is not. */
  #forget(id: number, open: OpenRequest): boolean {
    if (this.#requests.get(id) !== open) return false;
    this.#requests.delete(id);
    this.#forgottenRequests.add(id);
    this.channel.send(opcodes.cancel, id);
    return true;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId >= 0xffff_fff0 ? 1 : this.#lastId + 1;
    while (
      this.#requests.has(this.#lastId) ||
      this.#lanes.has(this.#lastId) ||
      this.#forgottenRequests.has(this.#lastId) ||
      this.#forgottenLanes.has(this.#lastId)
    );
    return this.#lastId;
  }

  /** Opens a lane at once; the server's word that it could not comes as the lane's end. */
  openLane(opcode: typeof opcodes.openReadLane | typeof opcodes.openWriteLane, create: (id: number) => LaneEndpoint): void {
    const id = this.#nextId();
    const lane = create(id);
    if (this.#ended !== undefined || !this.open) {
      const reason = this.#ended ?? connectionClosed();
      queueMicrotask(() => lane.ended(reason));
      return;
    }
    this.#lanes.set(id, lane);
    this.channel.send(opcode, id, encodeRequest({ opcode, window: firstWindow(this.roundTrip) }));
  }

  closeLane(id: number): void {
    if (!this.#lanes.delete(id)) return;
    this.#forgottenLanes.add(id);
    this.channel.send(opcodes.cancel, id);
  }

  #frame(header: FrameHeader, payload: Buffer): void {
    if (header.opcode === opcodes.goodbye) {
      this.#peerReason = readError(new ByteReader(payload));
      this.channel.connection.close(this.#peerReason);
      return;
    }
    const lane = this.#lanes.get(header.id);
    if (lane !== undefined) this.#laneFrame(lane, header, payload);
    else this.#reply(header, payload);
  }

  #laneFrame(lane: LaneEndpoint, header: FrameHeader, payload: Buffer): void {
    switch (header.opcode) {
      case opcodes.records:
        lane.records(payload);
        return;
      case opcodes.window:
        lane.credit(decodeCredit(payload));
        return;
      case opcodes.error:
        this.#lanes.delete(header.id);
        lane.ended(readError(new ByteReader(payload)));
        return;
      default:
        throw violation('a frame that does not belong on a lane');
    }
  }

  #reply(header: FrameHeader, payload: Buffer): void {
    const { id } = header;
    const final = header.opcode === opcodes.done || header.opcode === opcodes.error;
    if (this.#forgottenLanes.has(id)) {
      if (final) this.#forgottenLanes.delete(id);
      return;
    }
    const request = this.#requests.get(id);
    if (request === undefined && !this.#forgottenRequests.has(id)) throw violation('an answer to nothing that was asked');
    if (!final && header.opcode !== opcodes.page) throw violation('a frame that is no answer');
    if (final) {
      this.#requests.delete(id);
      this.#forgottenRequests.delete(id);
      this.#watches.delete(id);
    }
    if (header.opcode === opcodes.done) this.#done(request, payload);
    else if (header.opcode === opcodes.error) request?.failed(readError(new ByteReader(payload), request.path));
    else request?.page(payload);
    for (const start of this.#queued) {
      if (this.#full) return;
      start();
    }
  }

  /** What the end of a reply says may break the protocol, and nothing else would tell the request of it. */
  #done(request: OpenRequest | undefined, payload: Buffer): void {
    try {
      request?.done(payload);
    } catch (error) {
      request?.failed(error instanceof AppError ? error : new AppError('internal', 'the reply failed', { cause: error }));
      throw error;
    }
  }

  #content(id: number, bytes: Buffer): void {
    const lane = this.#lanes.get(id);
    if (lane !== undefined) lane.content(bytes);
    else if (!this.#forgottenLanes.has(id)) throw violation('contents on no lane');
  }

  close(): void {
    this.channel.connection.close();
  }
}

async function* readersOf(payloads: AsyncGenerator<Buffer>, ended: () => void): AsyncGenerator<ByteReader> {
  try {
    for await (const payload of payloads) yield new ByteReader(payload);
  } finally {
    ended();
  }
}

function connectionClosed(): AppError {
  return new AppError('connection-lost', 'the connection is closed');
}
