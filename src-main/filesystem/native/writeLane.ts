import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import type { DataRecord } from '../../protocol/native/records.ts';
import { checkWirePath, keyToBytes } from '../../protocol/native/requests.ts';
import type { WriteLane, WriteRequest, WriteSink } from '../lane.ts';
import type { NativeClient } from './client.ts';
import { ContentSender } from './contentSender.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { LaneInbox } from './laneInbox.ts';
import { LaneOutbox } from './laneOutbox.ts';

/** Sends files to the server, which writes, hashes, compares, syncs and answers with receipts. */
export class NativeWriteLane implements WriteLane, LaneEndpoint {
  readonly #sink: WriteSink;
  #client: NativeClient | undefined;
  #id = 0;
  #inbox: LaneInbox | undefined;
  #outbox: LaneOutbox | undefined;
  #sender: ContentSender | undefined;
  /** Opened and not ended, with their paths. */
  readonly #open = new Map<number, string>();
  /** Calls made before the connection was there. */
  #early: (() => void)[] = [];
  #current: number | undefined;
  #closed = false;
  #waitingForClient = true;

  constructor(sink: WriteSink) {
    this.#sink = sink;
  }

  attach(client: NativeClient): void {
    if (this.#closed) return;
    client.openLane(opcodes.openWriteLane, (id) => {
      this.#client = client;
      this.#id = id;
      this.#inbox = new LaneInbox(client.channel, id, limits.window, {
        record: (record) => this.#result(record),
        content: () => {
          throw violation('contents on a write lane’s way back');
        },
        ready: true,
      });
      this.#outbox = new LaneOutbox(client.channel, id, limits.window, () => this.#sink.drained());
      this.#sender = new ContentSender(this.#outbox);
      return this;
    });
    this.#waitingForClient = false;
    const early = this.#early;
    this.#early = [];
    for (const call of early) call();
    if (early.length > 0 && !this.congested) this.#sink.drained();
  }

  get congested(): boolean {
    if (this.#waitingForClient) return this.#early.length > 64;
    return this.#outbox?.congested === true;
  }

  #whenAttached(call: () => void): void {
    if (this.#waitingForClient) this.#early.push(call);
    else call();
  }

  open(request: WriteRequest): void {
    const { ticket, path } = request;
    if (this.#current !== undefined) this.abort(this.#current, false);
    try {
      if (this.#closed) throw new AppError('cancelled', 'cancelled', { path });
      checkWirePath(path);
      if (request.key !== undefined) keyToBytes(request.key);
    } catch (error) {
      const problem = error instanceof AppError ? error : new AppError('internal', String(error), { path });
      queueMicrotask(() => this.#sink.failed(ticket, problem));
      return;
    }
    this.#open.set(ticket, path);
    this.#current = ticket;
    const offset = request.offset ?? 0;
    const target = { path, existing: request.existing, key: request.key, offset };
    this.#whenAttached(() => this.#sender?.open(ticket, request.attributes, offset, target));
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    if (this.#current !== ticket || bytes.length === 0) return;
    this.#whenAttached(() => {
      if (this.#open.has(ticket)) this.#sender?.data(bytes, release);
    });
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    if (this.#current !== ticket) return;
    this.#current = undefined;
    this.#whenAttached(() => this.#sender?.end(ticket, sha256));
  }

  abort(ticket: number, keep: boolean): void {
    if (this.#current !== ticket) return;
    this.#current = undefined;
    const path = this.#open.get(ticket);
    this.#whenAttached(() => {
      if (this.#sender?.drop() !== true) this.#outbox?.record({ kind: 'abort', ticket, keep });
      else if (this.#open.delete(ticket)) this.#sink.failed(ticket, new AppError('cancelled', 'cancelled', { path }));
    });
  }

  makeDirectory(ticket: number, path: string): void {
    try {
      checkWirePath(path);
      if (this.#closed) throw new AppError('cancelled', 'cancelled', { path });
    } catch (error) {
      const problem = error instanceof AppError ? error : new AppError('internal', String(error), { path });
      queueMicrotask(() => this.#sink.failed(ticket, problem));
      return;
    }
    this.#open.set(ticket, path);
    this.#whenAttached(() => this.#outbox?.record({ kind: 'makeDirectory', ticket, path }));
  }

  flush(): void {
    this.#whenAttached(() => this.#outbox?.record({ kind: 'flush', ticket: 0 }));
  }

  #result(record: DataRecord): void {
    const { ticket } = record;
    const path = this.#open.get(ticket);
    if (path === undefined) return; // it was given up here while the answer was on its way
    switch (record.kind) {
      case 'acknowledged':
        this.#sink.acknowledged(ticket, record.bytes);
        return;
      case 'committed': {
        this.#finish(ticket);
        const sha256 = Buffer.from(record.sha256).toString('hex');
        this.#sink.committed(ticket, { size: record.size, sha256, verified: record.verified });
        return;
      }
      case 'skipped':
        this.#finish(ticket);
        this.#sink.skipped(ticket);
        return;
      case 'failed':
        this.#finish(ticket);
        this.#sink.failed(ticket, new AppError(record.error.code, record.error.message, { path }));
        return;
      default:
        throw violation('a record that does not belong on a write lane’s way back');
    }
  }

  /** The server is through with a ticket, perhaps before all of it was sent: the rest of its contents is not wanted. */
  #finish(ticket: number): void {
    this.#open.delete(ticket);
    if (this.#current !== ticket) return;
    this.#current = undefined;
    this.#sender?.drop();
  }

  records(payload: Buffer): void {
    this.#inbox?.records(payload);
  }

  content(bytes: Buffer): void {
    this.#inbox?.content(bytes);
  }

  credit(bytes: number): void {
    this.#outbox?.grant(bytes);
  }

  drained(): void {
    this.#outbox?.pump();
  }

  ended(reason: AppError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#failAll(reason);
    this.#sink.broken(reason);
  }

  #failAll(reason: AppError): void {
    this.#outbox?.close();
    this.#early = [];
    this.#current = undefined;
    const open = [...this.#open];
    this.#open.clear();
    for (const [ticket, path] of open)
      this.#sink.failed(ticket, new AppError(reason.code, reason.message, { path, cause: reason }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#outbox?.flush();
    this.#client?.closeLane(this.#id);
    this.#failAll(new AppError('cancelled', 'cancelled'));
  }
}
