import type { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { featureBits } from '../../protocol/native/features.ts';
import { chunkRow, type DataRecord } from '../../protocol/native/records.ts';
import { checkWirePath } from '../../protocol/native/requests.ts';
import { forGood, type ReadLane, type ReadRequest, type ReadSink } from '../lane.ts';
import { listedSize } from '../chunks.ts';
import type { NativeClient } from './client.ts';
import { ClientStripes, type MoreConnections } from './clientStripes.ts';
import { flowWindow } from './flowWindow.ts';
import type { LaneEndpoint } from './laneEndpoint.ts';
import { LaneInbox } from './laneInbox.ts';
import { LaneOutbox } from './laneOutbox.ts';
import type { StripedLane } from './stripe.ts';

/** Asks the server for files and hands over what comes; bytes are not hashed here, the writer on this side does that. */
export class NativeReadLane implements ReadLane, LaneEndpoint, StripedLane {
  readonly #sink: ReadSink;
  readonly #stripes: ClientStripes;
  #client: NativeClient | undefined;
  #id = 0;
  #inbox: LaneInbox | undefined;
  #outbox: LaneOutbox | undefined;
  /** Asked for and not ended, with their paths. */
  readonly #open = new Map<number, string>();
  #waiting: ReadRequest[] = [];
  /** Sent and not ended by the server, cancelled ones too: it takes only so many, and may answer no others. */
  readonly #asked = new Set<number>();
  /** What was listed for files that are not answered, and the number of chunks in all. */
  readonly #bases = new Map<number, { readonly rows: number; readonly size: number }>();
  #listed = 0;
  #current: number | undefined;
  /** Where the contents of the current file end that have come so far. */
  #size = 0;
  /** How long it is as its opening says: a hole is not believed beyond that. */
  #declared = 0;
  #paused = false;
  #closed = false;

  constructor(sink: ReadSink, more?: MoreConnections) {
    this.#sink = sink;
    this.#stripes = new ClientStripes(this, more);
  }

  attach(client: NativeClient): void {
    if (this.#closed) return;
    client.openLane(opcodes.openReadLane, this.#stripes.key, (id) => {
      this.#client = client;
      this.#id = id;
      const ready = (): boolean => !this.#paused;
      this.#inbox = new LaneInbox(client.channel, id, flowWindow(client.terms.roundTrip), {
        record: (record) => this.#record(record),
        content: (bytes) => this.#data(bytes),
        striped: (stripe) => {
          if (this.#current === undefined || !this.#stripes.has(stripe)) throw violation('contents of no file, or on no stripe');
        },
        get ready() {
          return ready();
        },
      });
      this.#outbox = new LaneOutbox(client.channel, id, Number.POSITIVE_INFINITY, () => {});
      return this;
    });
    this.#askOn();
  }

  request(request: ReadRequest): void {
    const problem = this.#problem(request);
    if (problem !== undefined) {
      queueMicrotask(() => this.#sink.failed(request.ticket, problem));
      return;
    }
    this.#open.set(request.ticket, request.path);
    this.#waiting.push(request);
    this.#askOn();
  }

  #problem(request: ReadRequest): AppError | undefined {
    if (this.#closed) return new AppError('cancelled', 'cancelled', { path: request.path });
    try {
      checkWirePath(request.path);
      return undefined;
    } catch (error) {
      return error instanceof AppError ? error : new AppError('internal', String(error), { path: request.path });
    }
  }

  #askOn(): void {
    if (this.#outbox === undefined || this.#waiting.length === 0) return;
    const now = this.#waiting.splice(0, limits.readsOnLane - this.#asked.size);
    for (const { ticket, path, resume, basis } of now) {
      this.#asked.add(ticket);
      if (basis !== undefined) this.#sendBasis(ticket, basis);
      this.#outbox.record({ kind: 'read', ticket, path, resume });
    }
  }

  /** A server that knows no basis, or has enough of them, sends all contents. */
  #sendBasis(ticket: number, basis: Uint8Array): void {
    const size = listedSize(basis);
    const rows = basis.length / chunkRow;
    const understood = ((this.#client?.terms.features ?? 0) & featureBits.delta) !== 0;
    if (!understood || size === undefined || size === 0 || this.#listed + rows > limits.chunks) return;
    this.#listed += rows;
    this.#bases.set(ticket, { rows, size });
    const most = limits.basisChunks * chunkRow;
    for (let at = 0; at < basis.length; at += most) {
      this.#outbox?.record({ kind: 'basis', ticket, bytes: basis.subarray(at, at + most) });
    }
  }

  #answered(ticket: number): void {
    this.#mustBeAsked(ticket);
    this.#listed -= this.#bases.get(ticket)?.rows ?? 0;
    this.#bases.delete(ticket);
    this.#asked.delete(ticket);
    this.#askOn();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#inbox?.release();
  }

  /** Ends at once for the caller; what is still on its way is dropped when it comes. */
  cancel(ticket: number): void {
    const path = this.#open.get(ticket);
    if (path === undefined) return;
    this.#open.delete(ticket);
    const waiting = this.#waiting.findIndex((request) => request.ticket === ticket);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    else this.#outbox?.record({ kind: 'cancelRead', ticket });
    queueMicrotask(() => this.#sink.failed(ticket, new AppError('cancelled', 'cancelled', { path })));
  }

  #record(record: DataRecord): void {
    const { ticket } = record;
    const wanted = this.#open.has(ticket);
    switch (record.kind) {
      case 'open':
        this.#mustBe(undefined);
        this.#mustBeAsked(ticket);
        this.#current = ticket;
        this.#size = record.offset;
        this.#declared = record.attributes.size;
        this.#stripes.begin(this.#declared - this.#size);
        if (wanted) this.#sink.opened(ticket, record.attributes, record.offset);
        return;
      case 'whole':
        this.#mustBe(undefined);
        this.#answered(ticket);
        if (!wanted) return;
        this.#sink.opened(ticket, record.attributes, 0);
        if (record.contents.length > 0) this.#sink.data(ticket, record.contents, forGood);
        if (this.#open.delete(ticket)) this.#sink.ended(ticket, record.sha256);
        return;
      case 'hole':
        this.#mustBe(ticket);
        this.#size += record.length;
        if (this.#size > this.#declared) throw violation('a hole beyond the end of its file');
        if (this.#open.has(ticket)) this.#sink.hole(ticket, record.length);
        return;
      case 'reuse':
        this.#mustBe(ticket);
        if (record.offset + record.length > (this.#bases.get(ticket)?.size ?? 0)) throw violation('reuse of what is not there');
        this.#size += record.length;
        if (this.#size > this.#declared) throw violation('reuse beyond the end of its file');
        if (this.#open.has(ticket)) this.#sink.reuse(ticket, record.offset, record.length);
        return;
      case 'end':
        this.#mustBe(ticket);
        if (record.size !== this.#size) throw violation('contents are missing, or too many');
        this.#current = undefined;
        this.#answered(ticket);
        if (this.#open.delete(ticket)) this.#sink.ended(ticket, record.sha256);
        return;
      case 'failed': {
        const path = this.#open.get(ticket);
        if (this.#current === ticket) this.#current = undefined;
        this.#answered(ticket);
        if (!this.#open.delete(ticket)) return;
        this.#sink.failed(ticket, new AppError(record.error.code, record.error.message, { path }));
        return;
      }
      default:
        throw violation('a record that does not belong on a read lane');
    }
  }

  #mustBeAsked(ticket: number): void {
    if (!this.#asked.has(ticket)) throw violation('an answer about a file that was not asked for');
  }

  /** One file ends before the next begins. */
  #mustBe(ticket: number | undefined): void {
    if (this.#current !== ticket) throw violation('files of a lane are mixed up');
  }

  #data(bytes: Buffer): void {
    if (this.#current === undefined) throw violation('contents of no file');
    this.#size += bytes.length;
    if (this.#client !== undefined) this.#stripes.moved(bytes.length, this.#client, () => {});
    if (this.#open.has(this.#current)) this.#sink.data(this.#current, bytes);
  }

  records(payload: Buffer): void {
    this.#inbox?.records(payload);
  }

  content(bytes: Buffer): void {
    this.#inbox?.content(bytes);
  }

  striped(stripe: number, bytes: Buffer): void {
    this.#inbox?.striped(stripe, bytes);
  }

  came(): void {}

  stripeEnded(reason: AppError): void {
    this.#client?.closeLane(this.#id);
    this.ended(reason);
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
    this.#stripes.close();
    this.#failAll(reason);
    this.#sink.broken(reason);
  }

  #failAll(reason: AppError): void {
    this.#outbox?.close();
    const open = [...this.#open];
    this.#open.clear();
    this.#waiting.length = 0;
    for (const [ticket, path] of open)
      this.#sink.failed(ticket, new AppError(reason.code, reason.message, { path, cause: reason }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stripes.close();
    this.#client?.closeLane(this.#id);
    this.#failAll(new AppError('cancelled', 'cancelled'));
  }
}
