import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { featureBits } from '../../protocol/native/features.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import type { DataRecord } from '../../protocol/native/records.ts';
import { checkWirePath, keyToBytes } from '../../protocol/native/requests.ts';
import { type DirectoryTime, forGood, kept, type WriteLane, type WriteRequest, type WriteSink } from '../lane.ts';
import type { NativeClient } from './client.ts';
import { ClientStripes, type MoreConnections } from './clientStripes.ts';
import { ContentSender } from './contentSender.ts';
import { fixedWindow } from './flowWindow.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { LaneInbox } from './laneInbox.ts';
import { LaneOutbox } from './laneOutbox.ts';
import type { StripedLane } from './stripe.ts';

interface Sent {
  readonly path: string;
  readonly directory: boolean;
  /** Where the contents end that were given so far. */
  size: number;
  /** All were given; `sha256` is what they are. */
  sealed: boolean;
  sha256: Uint8Array | undefined;
}

/** Sends files to the server, which writes, hashes, compares, syncs and answers with receipts. */
export class NativeWriteLane implements WriteLane, LaneEndpoint, StripedLane {
  readonly #sink: WriteSink;
  readonly #stripes: ClientStripes;
  #client: NativeClient | undefined;
  #id = 0;
  #inbox: LaneInbox | undefined;
  #outbox: LaneOutbox | undefined;
  #sender: ContentSender | undefined;
  /** Opened and not ended. */
  readonly #open = new Map<number, Sent>();
  /** Calls made before the connection was there. */
  #early: (() => void)[] = [];
  #current: number | undefined;
  #closed = false;
  #waitingForClient = true;

  constructor(sink: WriteSink, more?: MoreConnections) {
    this.#sink = sink;
    this.#stripes = new ClientStripes(this, more);
  }

  attach(client: NativeClient): void {
    if (this.#closed) return;
    client.openLane(opcodes.openWriteLane, this.#stripes.key, (id) => {
      this.#client = client;
      this.#id = id;
      this.#inbox = new LaneInbox(client.channel, id, fixedWindow(limits.window), {
        record: (record) => this.#result(record),
        content: () => this.striped(),
        striped: () => this.striped(),
        ready: true,
      });
      this.#outbox = new LaneOutbox(client.channel, id, client.terms.window, () => this.#sink.drained());
      this.#sender = new ContentSender(this.#outbox, client.terms.features);
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
    const offset = request.key === undefined ? 0 : (request.offset ?? 0);
    this.#open.set(ticket, { path, directory: false, size: offset, sealed: false, sha256: undefined });
    this.#current = ticket;
    this.#stripes.begin(request.attributes.size - offset);
    const target = { path, existing: request.existing, key: request.key, offset };
    this.#whenAttached(() => this.#sender?.open(ticket, request.attributes, offset, target, request.basis));
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    if (this.#current !== ticket || bytes.length === 0) return;
    const contents = this.#waitingForClient ? kept(bytes, release) : bytes;
    const given = this.#waitingForClient ? (release ?? forGood) : release;
    this.#whenAttached(() => {
      const sent = this.#open.get(ticket);
      if (sent === undefined) return;
      sent.size += contents.length;
      this.#sender?.data(contents, given);
    });
  }

  hole(ticket: number, length: number): void {
    if (this.#current !== ticket || length === 0) return;
    this.#whenAttached(() => {
      const sent = this.#open.get(ticket);
      if (sent === undefined) return;
      sent.size += length;
      this.#sender?.hole(ticket, length);
    });
  }

  reuse(ticket: number, offset: number, length: number): void {
    if (this.#current !== ticket) return;
    this.#whenAttached(() => {
      const sent = this.#open.get(ticket);
      if (sent === undefined) return;
      sent.size += length;
      this.#sender?.reuse(ticket, offset, length);
    });
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    if (this.#current !== ticket) return;
    this.#current = undefined;
    this.#whenAttached(() => {
      const sent = this.#open.get(ticket);
      if (sent === undefined) return;
      sent.sealed = true;
      sent.sha256 = sha256;
      this.#sender?.end(ticket, sha256);
    });
  }

  abort(ticket: number, keep: boolean): void {
    if (this.#current !== ticket) return;
    this.#current = undefined;
    const path = this.#open.get(ticket)?.path;
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
    this.#open.set(ticket, { path, directory: true, size: 0, sealed: true, sha256: undefined });
    this.#whenAttached(() => this.#outbox?.record({ kind: 'makeDirectory', ticket, path }));
  }

  directoryTimes(times: readonly DirectoryTime[]): void {
    this.#whenAttached(() => {
      const features = this.#client?.terms.features ?? 0;
      if ((features & featureBits.directoryTimes) !== 0) this.#outbox?.record({ kind: 'directoryTimes', ticket: 0, times });
    });
  }

  flush(): void {
    this.#whenAttached(() => this.#outbox?.record({ kind: 'flush', ticket: 0 }));
  }

  #result(record: DataRecord): void {
    const { ticket } = record;
    if (this.#closed) return; // all were given up here while the answer was on its way
    const sent = this.#open.get(ticket);
    if (sent === undefined) throw violation('an answer about a file that was not sent, or has its answer');
    const { path } = sent;
    switch (record.kind) {
      case 'acknowledged':
        if (record.bytes > sent.size) throw violation('more was acknowledged than was sent');
        this.#sink.acknowledged(ticket, record.bytes);
        return;
      case 'committed': {
        if (!sent.sealed) throw violation('a receipt for a file that was not sent whole');
        this.#finish(ticket);
        const sha256 = sent.directory ? '' : Buffer.from(record.sha256).toString('hex');
        if (isReceiptFor(sent, record)) this.#sink.committed(ticket, { size: record.size, sha256, verified: record.verified });
        else
          this.#sink.failed(ticket, new AppError('integrity-mismatch', 'the server has something else than was sent', { path }));
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

  striped(): void {
    throw violation('contents on a write lane’s way back');
  }

  came(stripe: number, bytes: number): void {
    this.#outbox?.came(stripe, bytes);
  }

  stripeEnded(reason: AppError): void {
    this.#client?.closeLane(this.#id);
    this.ended(reason);
  }

  credit(bytes: number): void {
    const [client, outbox] = [this.#client, this.#outbox];
    if (client !== undefined) this.#stripes.moved(bytes, client, (stripe) => outbox?.join(stripe, client.terms.roundTrip));
    outbox?.grant(bytes);
  }

  drained(): void {
    this.#outbox?.pump();
  }

  ended(reason: AppError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stripes.close();
    this.#failAll(reason);
    this.#sink.broken(reason);
  }

  #failAll(reason: AppError): void {
    this.#outbox?.close();
    this.#early = [];
    this.#current = undefined;
    const open = [...this.#open];
    this.#open.clear();
    for (const [ticket, { path }] of open)
      this.#sink.failed(ticket, new AppError(reason.code, reason.message, { path, cause: reason }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stripes.close();
    this.#outbox?.flush();
    this.#client?.closeLane(this.#id);
    this.#failAll(new AppError('cancelled', 'cancelled'));
  }
}

/** What the server says it has must be what was sent. */
function isReceiptFor(sent: Sent, receipt: { readonly size: number; readonly sha256: Uint8Array }): boolean {
  if (receipt.size !== sent.size) return false;
  return sent.sha256 === undefined || Buffer.from(sent.sha256).equals(receipt.sha256);
}
