import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import type { FrameHeader } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { encodeRequest, type Request } from '../../protocol/native/requests.ts';
import type { Channel } from './channel.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { readCredit } from './laneInbox.ts';

interface OpenRequest {
  page(payload: Buffer): void;
  done(payload: Buffer): void;
  failed(error: AppError): void;
  readonly path: string | undefined;
  lastHeard: number;
}

/** An authenticated connection as the client uses it: requests by id, and lanes. */
export class NativeClient {
  readonly channel: Channel;
  readonly #requests = new Map<number, OpenRequest>();
  readonly #lanes = new Map<number, LaneEndpoint>();
  /** Cancelled here, not yet ended there. */
  readonly #forgotten = new Set<number>();
  readonly #clock: NodeJS.Timeout;
  #lastId = 0;
  #peerReason: AppError | undefined;
  #ended: AppError | undefined;
  readonly closed: Promise<AppError | undefined>;

  constructor(channel: Channel) {
    this.channel = channel;
    channel.handOver({
      frame: (header, payload) => this.#frame(header, payload),
      content: (id, bytes) => this.#content(id, bytes),
      drained: () => {
        for (const lane of this.#lanes.values()) lane.drained();
      },
    });
    this.#clock = setInterval(() => this.#tick(), 5_000);
    this.#clock.unref();
    this.closed = channel.closed.then((reason) => this.#end(reason));
  }

  get open(): boolean {
    return this.channel.connection.open;
  }

  #end(reason: AppError | undefined): AppError | undefined {
    clearInterval(this.#clock);
    const told = this.#peerReason ?? reason;
    const error = told ?? new AppError('cancelled', 'the connection was closed');
    this.#ended = error;
    for (const request of [...this.#requests.values()]) request.failed(error);
    this.#requests.clear();
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    for (const lane of lanes) lane.ended(error);
    return told;
  }

  /** A silent request is given up; an idle connection is tried, so that a dead one is found out and a live one stays. */
  #tick(): void {
    const now = performance.now();
    for (const request of this.#requests.values()) {
      const heard = Math.max(request.lastHeard, this.#lanes.size > 0 ? this.channel.connection.lastActivity : 0);
      if (now - heard > limits.requestTime) {
        this.channel.connection.destroy(new AppError('timeout', 'the server stopped answering'));
        return;
      }
    }
    if (now - this.channel.connection.lastActivity > limits.idle / 4) this.call({ opcode: opcodes.ping }).catch(() => {});
  }

  /** One reply. @throws AppError */
  async call(request: Request, signal?: AbortSignal): Promise<ByteReader> {
    return await new Promise<ByteReader>((resolve, reject) => {
      this.#send(
        request,
        {
          page: () => reject(violation('a page where one reply was due')),
          done: (payload) => resolve(new ByteReader(payload)),
          failed: reject,
        },
        signal,
      );
    });
  }

  /** Pages, then the last reply as the final one. @throws AppError */
  async *pages(request: Request, signal?: AbortSignal): AsyncGenerator<ByteReader> {
    const queue: Buffer[] = [];
    let over = false;
    let error: AppError | undefined;
    let wake: () => void = () => {};
    const cancel = this.#send(
      request,
      {
        page(payload) {
          queue.push(payload);
          wake();
        },
        done(payload) {
          over = true;
          if (payload.length > 0) queue.push(payload);
          wake();
        },
        failed(reason) {
          over = true;
          error = reason;
          wake();
        },
      },
      signal,
    );
    try {
      for (let at = 0; ; ) {
        const payload = queue[at];
        if (payload !== undefined) {
          at += 1;
          if (at === 64) {
            queue.splice(0, at);
            at = 0;
          }
          yield new ByteReader(payload);
        } else if (error !== undefined) {
          throw error;
        } else if (over) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      cancel();
    }
  }

  /** Returns what cancels it; after its end that does nothing. */
  #send(request: Request, reply: Omit<OpenRequest, 'path' | 'lastHeard'>, signal?: AbortSignal): () => void {
    const path = 'path' in request ? request.path : undefined;
    if (this.#ended !== undefined || !this.open) {
      reply.failed(this.#ended ?? new AppError('connection-lost', 'the connection is closed'));
      return () => {};
    }
    if (signal?.aborted === true) {
      reply.failed(new AppError('cancelled', 'cancelled', { path }));
      return () => {};
    }
    const payload = encodeRequest(request);
    const id = this.#nextId();
    const cancel = (): void => {
      const open = this.#requests.get(id);
      if (open === undefined) return;
      this.#requests.delete(id);
      this.#forgotten.add(id);
      this.channel.send(opcodes.cancel, id);
      open.failed(new AppError('cancelled', 'cancelled', { path }));
    };
    const finish = (): void => signal?.removeEventListener('abort', cancel);
    this.#requests.set(id, {
      path,
      lastHeard: performance.now(),
      page: (bytes) => reply.page(bytes),
      done: (bytes) => {
        finish();
        reply.done(bytes);
      },
      failed: (error) => {
        finish();
        reply.failed(error);
      },
    });
    signal?.addEventListener('abort', cancel);
    this.channel.send(request.opcode, id, payload);
    return cancel;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId >= 0xffff_fff0 ? 1 : this.#lastId + 1;
    while (this.#requests.has(this.#lastId) || this.#lanes.has(this.#lastId) || this.#forgotten.has(this.#lastId));
    return this.#lastId;
  }

  /** Opens a lane at once; the server's word that it could not comes as the lane's end. */
  openLane(opcode: typeof opcodes.openReadLane | typeof opcodes.openWriteLane, create: (id: number) => LaneEndpoint): void {
    const id = this.#nextId();
    const lane = create(id);
    if (this.#ended !== undefined || !this.open) {
      const reason = this.#ended ?? new AppError('connection-lost', 'the connection is closed');
      queueMicrotask(() => lane.ended(reason));
      return;
    }
    this.#lanes.set(id, lane);
    this.channel.send(opcode, id, encodeRequest({ opcode, window: limits.window }));
  }

  closeLane(id: number): void {
    if (!this.#lanes.delete(id)) return;
    this.#forgotten.add(id);
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
        lane.credit(readCredit(payload));
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
    const final = header.opcode === opcodes.done || header.opcode === opcodes.error;
    if (this.#forgotten.has(header.id)) {
      if (final) this.#forgotten.delete(header.id);
      return;
    }
    const request = this.#requests.get(header.id);
    if (request === undefined) throw violation('an answer to nothing that was asked');
    request.lastHeard = performance.now();
    if (final) this.#requests.delete(header.id);
    if (header.opcode === opcodes.done) request.done(payload);
    else if (header.opcode === opcodes.error) request.failed(readError(new ByteReader(payload), request.path));
    else if (header.opcode === opcodes.page) request.page(payload);
    else throw violation('a frame that is no answer');
  }

  #content(id: number, bytes: Buffer): void {
    const lane = this.#lanes.get(id);
    if (lane !== undefined) lane.content(bytes);
    else if (!this.#forgotten.has(id)) throw violation('contents on no lane');
  }

  close(): void {
    this.channel.connection.close();
  }
}
