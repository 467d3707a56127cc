import type { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import type { FrameHeader } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import { takesRequest } from '../../protocol/native/features.ts';
import { decodeWelcome } from '../../protocol/native/hello.ts';
import { greetingLimit, isCounted, opcodes, payloadLimit } from '../../protocol/native/opcodes.ts';
import { encodeRequest, type Request } from '../../protocol/native/requests.ts';
import { decodeNothing } from '../../protocol/native/replies.ts';
import type { Watch } from '../fileSystem.ts';
import type { Channel } from './channel.ts';
import { EarlyAnswer, type EarlyRequest, type Reply } from './earlyAnswer.ts';
import { firstWindow } from './flowWindow.ts';
import { encodeCredit, decodeCredit } from '../../protocol/native/credit.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { Pulse } from './pulse.ts';
import { ReplyPages } from './replyPages.ts';

interface OpenRequest extends Reply {
  readonly path: string | undefined;
}

/** What both sides have agreed on. */
export interface Terms {
  /** Bytes of bulk frames the server lets be on the way to it on each lane. */
  readonly window: number;
  /** What the server understands: `featureBits`. A request that it does not take fails with `unsupported` and is not sent. */
  readonly features: number;
  /** Milliseconds; 0 on this computer. */
  readonly roundTrip: number;
  /** The server has not said welcome yet; the terms are those of another connection to it, with the least window. */
  readonly welcomeDue?: boolean;
}

/** A request that was sent, or waits for its turn. */
interface Sent {
  /** After its end this does nothing. */
  cancel(): void;
  /** Lets the server send so many bytes of pages more. */
  grant(bytes: number): void;
}

/** An authenticated connection as the client uses it: requests by id, and lanes. */
export class NativeClient {
  readonly channel: Channel;
  #terms: Terms;
  readonly #requests = new Map<number, OpenRequest>();
  readonly #lanes = new Map<number, LaneEndpoint>();
  /** Cancelled here, not yet ended there. */
  readonly #forgottenRequests = new Set<number>();
  readonly #forgottenLanes = new Set<number>();
  /** Watches that the server has not ended: they stay open for long, and are not owed. */
  readonly #watches = new Set<number>();
  /** These and all else that is not answered and takes no place among the requests. */
  readonly #uncounted = new Set<number>();
  /** The server takes only so many requests at a time; these are for later. */
  readonly #queued = new Set<() => void>();
  readonly #pulse: Pulse;
  /** Asked behind the hello, and not yet by anybody here. */
  #early: EarlyAnswer[] = [];
  #lastId = 0;
  #peerReason: AppError | undefined;
  #ended: AppError | undefined;
  readonly closed: Promise<AppError | undefined>;

  constructor(channel: Channel, terms: Terms) {
    this.channel = channel;
    this.#terms = terms;
    channel.handOver({
      payloadLimit: (opcode) => (this.#terms.welcomeDue === true ? greetingLimit(opcode) : payloadLimit(opcode)),
      frame: (header, payload) => this.#frame(header, payload),
      content: (id, bytes) => this.#content(id, bytes),
      drained: () => {
        for (const lane of this.#lanes.values()) lane.drained();
      },
    });
    this.#pulse = new Pulse({
      received: () => channel.connection.received,
      sent: () => channel.connection.sent,
      waiting: () => this.#unanswered - this.#watches.size + this.#lanes.size > 0,
      ask: () => this.#ping(),
      dead: () => channel.connection.destroy(new AppError('timeout', 'the server stopped answering')),
    });
    this.closed = channel.closed.then((reason) => this.#end(reason));
  }

  get open(): boolean {
    return this.channel.connection.open;
  }

  /** How many are open. */
  get lanes(): number {
    return this.#lanes.size;
  }

  /** How many the server counts: those too that were closed here and that it has not ended yet. */
  get lanesAtServer(): number {
    return this.#lanes.size + this.#forgottenLanes.size;
  }

  get terms(): Terms {
    return this.#terms;
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
    const pages = new ReplyPages((bytes) => sent.grant(bytes));
    const sent = this.#send(request, pages, signal);
    yield* readersOf(pages.all(), () => sent.cancel());
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
   * Takes up the requests that were sent with the ids from 1 on right behind the hello: answers may stand in the same bytes as the
   * welcome. Must be called before anything else is asked, in the turn of the welcome. Whoever asks the same soon gets these answers.
   */
  adopt(requests: readonly EarlyRequest[]): void {
    for (const request of requests) {
      const id = this.#nextId();
      const answer = new EarlyAnswer(request, id);
      this.#early.push(answer);
      this.#requests.set(id, answer.open);
    }
  }

  /** The answer to this request that is on its way already; an earlier one of its kind that is not it is given up. */
  #claim(opcode: number, path: string): EarlyAnswer | undefined {
    const found = this.#early.find((answer) => answer.request.opcode === opcode);
    if (found === undefined) return undefined;
    this.#early = this.#early.filter((answer) => answer !== found);
    if (found.request.path === path && found.isFresh && this.#ended === undefined) return found;
    this.#forget(found.id, found.open);
    return undefined;
  }

  #send(request: Request, reply: Reply, signal?: AbortSignal): Sent {
    const path = 'path' in request ? request.path : undefined;
    const payload = encodeRequest(request);
    let id = 0;
    let early: EarlyAnswer | undefined;
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
      early = path === undefined ? undefined : this.#claim(request.opcode, path);
      if (early !== undefined) id = this.#takeUp(early, open);
      else if (this.#ended !== undefined || !this.open) open.failed(this.#ended ?? connectionClosed());
      else id = this.#begin(request.opcode, payload, open);
    };
    const entry = (): OpenRequest => early?.open ?? open;
    const cancel = (): void => {
      if (this.#queued.has(start) || this.#forget(id, entry())) open.failed(new AppError('cancelled', 'cancelled', { path }));
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) open.failed(new AppError('cancelled', 'cancelled', { path }));
    else if (!takesRequest(this.#terms.features, request.opcode)) {
      open.failed(new AppError('unsupported', 'the server does not know this request', { path }));
    } else if (this.#full && isCounted(request.opcode)) this.#queued.add(start);
    else start();
    return {
      cancel,
      grant: (bytes) => {
        if (this.#requests.get(id) === entry()) this.channel.send(opcodes.window, id, encodeCredit(bytes));
      },
    };
  }

  #takeUp(early: EarlyAnswer, open: OpenRequest): number {
    // Not before the one who asks has what he needs to answer; until then it is held as before, so that it stays in order.
    queueMicrotask(() => {
      if (this.#forgottenRequests.has(early.id)) return;
      try {
        early.giveTo(open);
      } catch (error) {
        const problem = asAppError(error);
        this.#requests.delete(early.id);
        open.failed(problem);
        this.channel.end(problem);
      }
    });
    return early.id;
  }

  get #unanswered(): number {
    return this.#requests.size + this.#forgottenRequests.size;
  }

  get #full(): boolean {
    return this.open && this.#unanswered - this.#uncounted.size >= limits.requests;
  }

  #begin(opcode: number, payload: Buffer, open: OpenRequest): number {
    const id = this.#nextId();
    this.#requests.set(id, open);
    if (opcode === opcodes.watch) this.#watches.add(id);
    if (!isCounted(opcode)) this.#uncounted.add(id);
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

  /** Opens a lane at once; the server's word that it could not comes as the lane's end. `key`: what its stripes name it by. */
  openLane(
    opcode: typeof opcodes.openReadLane | typeof opcodes.openWriteLane,
    key: string,
    create: (id: number) => LaneEndpoint,
  ): void {
    this.#enter({ opcode, window: firstWindow(this.#terms.roundTrip), key }, create);
  }

  /** Makes this connection a stripe of a lane that the server knows already; its end is told as a lane's. */
  joinLane(key: string, stripe: number, create: (id: number) => LaneEndpoint): void {
    this.#enter({ opcode: opcodes.joinLane, key, stripe }, create);
  }

  #enter(request: Request, create: (id: number) => LaneEndpoint): void {
    const id = this.#nextId();
    const lane = create(id);
    if (this.#ended !== undefined || !this.open) {
      const reason = this.#ended ?? connectionClosed();
      queueMicrotask(() => lane.ended(reason));
      return;
    }
    this.#lanes.set(id, lane);
    this.channel.send(request.opcode, id, encodeRequest(request));
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
    if (this.#terms.welcomeDue === true) {
      this.#welcomed(header, payload);
      return;
    }
    const lane = this.#lanes.get(header.id);
    if (lane !== undefined) this.#laneFrame(lane, header, payload);
    else this.#reply(header, payload);
  }

  #welcomed(header: FrameHeader, payload: Buffer): void {
    if (header.opcode !== opcodes.welcome) throw violation('no welcome');
    const { window, features } = decodeWelcome(payload);
    const more = window - this.#terms.window;
    if (more < 0) throw violation('a smaller window than is allowed');
    this.#terms = { window, features, roundTrip: this.#terms.roundTrip };
    if (more > 0) for (const lane of this.#lanes.values()) lane.credit(more);
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
      this.#uncounted.delete(id);
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
      request?.failed(asAppError(error));
      throw error;
    }
  }

  #content(id: number, bytes: Buffer): void {
    const lane = this.#lanes.get(id);
    if (lane !== undefined) lane.content(bytes);
    else if (!this.#forgottenLanes.has(id)) throw violation('contents on no lane');
  }

  /** In order; where nothing is waited for, without a round trip for the server's end. */
  close(): void {
    const isWaiting = this.#requests.size + this.#lanes.size > 0 || this.#terms.welcomeDue === true;
    if (isWaiting) this.channel.connection.close();
    else this.channel.connection.leave();
  }
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'the reply failed', { cause: error });
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
