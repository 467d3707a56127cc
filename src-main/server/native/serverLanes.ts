import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { listedSize } from '../../filesystem/chunks.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { forGood, type FileAttributes, type ReadLane, type WriteLane } from '../../filesystem/lane.ts';
import type { Channel } from '../../filesystem/native/channel.ts';
import { ContentSender } from '../../filesystem/native/contentSender.ts';
import { fixedWindow, type FlowWindow } from '../../filesystem/native/flowWindow.ts';
import type { LaneEndpoint } from '../../filesystem/native/laneEndpoint.ts';
import { LaneInbox } from '../../filesystem/native/laneInbox.ts';
import { LaneOutbox } from '../../filesystem/native/laneOutbox.ts';
import type { Stripe, StripedLane } from '../../filesystem/native/stripe.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { chunkRow, type DataRecord, type WriteTarget } from '../../protocol/native/records.ts';
import { checkWirePath } from '../../protocol/native/requests.ts';
import { TicketSums } from './ticketSums.ts';

/** The server's side of an open lane, or of a stripe of one. */
export interface ServerLane extends LaneEndpoint {
  /** The client closed it: everything under way is dropped. */
  close(): Promise<void>;
}

/** A lane that further connections may join. */
export interface JoinableLane extends ServerLane, StripedLane {
  /** From now on contents may come, or go, on this connection, too. */
  joined(stripe: Stripe): void;
}

/** What a lane is doing, for whoever watches the server; undefined when nothing. */
export type Activity = (path: string | undefined) => void;

export interface ServerLaneOptions {
  readonly fileSystem: FileSystem;
  readonly channel: Channel;
  readonly id: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  readonly activity: Activity;
  /** The lane can't go on: a stripe of it has ended. */
  readonly stripeEnded: (reason: AppError) => void;
  readonly closed: () => void;
}

/** The client reads: records ask, contents go back as fast as the window and the connection take them. */
export class ServerReadLane implements JoinableLane {
  readonly #lane: ReadLane;
  readonly #inbox: LaneInbox;
  readonly #outbox: LaneOutbox;
  readonly #roundTrip: number;
  readonly #sender: ContentSender;
  /** Asked for and not ended. */
  readonly #open = new Map<number, string>();
  /** What the client has of the file that it is about to ask for. */
  #basis: { readonly ticket: number; readonly parts: Uint8Array[]; length: number } | undefined;
  /** Listed for files that are not ended. */
  readonly #chunks = new TicketSums();
  /** Of what the client has of files that are not ended. */
  readonly #prefixes = new TicketSums();
  readonly #activity: Activity;
  readonly stripeEnded: (reason: AppError) => void;
  readonly #whenClosed: () => void;

  constructor(options: ServerLaneOptions, window: number, features: number) {
    const { fileSystem, channel, id, roundTrip, activity, stripeEnded, closed } = options;
    this.#roundTrip = roundTrip;
    this.#activity = activity;
    this.stripeEnded = stripeEnded;
    this.#whenClosed = closed;
    this.#inbox = new LaneInbox(channel, id, fixedWindow(Number.POSITIVE_INFINITY), {
      record: (record) => this.#record(record),
      content: () => this.striped(),
      striped: () => this.striped(),
      ready: true,
    });
    this.#outbox = new LaneOutbox(channel, id, window, () => this.#lane.resume());
    this.#sender = new ContentSender(this.#outbox, features);
    this.#lane = fileSystem.openReadLane({
      opened: (ticket, attributes, offset) => this.#sender.open(ticket, attributes, offset, undefined),
      data: (_ticket, bytes, release) => {
        this.#sender.data(bytes, release);
        this.#holdBack();
      },
      hole: (ticket, length) => {
        this.#sender.hole(ticket, length);
        this.#holdBack();
      },
      reuse: (ticket, offset, length) => {
        this.#sender.reuse(ticket, offset, length);
        this.#holdBack();
      },
      ended: (ticket, sha256) => {
        this.#sender.end(ticket, sha256);
        this.#ended(ticket);
        this.#holdBack();
      },
      failed: (ticket, error) => {
        this.#sender.drop();
        this.#outbox.record({ kind: 'failed', ticket, error });
        this.#ended(ticket);
        this.#holdBack();
      },
      broken: () => {},
    });
  }

  #holdBack(): void {
    if (this.#outbox.congested) this.#lane.pause();
  }

  #ended(ticket: number): void {
    this.#open.delete(ticket);
    this.#chunks.remove(ticket);
    this.#prefixes.remove(ticket);
    if (this.#open.size === 0) this.#activity(undefined);
  }

  #record(record: DataRecord): void {
    const { ticket } = record;
    if (record.kind === 'cancelRead') {
      this.#lane.cancel(ticket);
      return;
    }
    if (record.kind === 'basis') {
      this.#addBasis(ticket, record.bytes);
      return;
    }
    if (record.kind !== 'read') throw violation('a record that does not belong on a read lane’s way in');
    const basis = this.#takeBasis(ticket);
    if (this.#open.has(ticket)) throw violation('a ticket is used twice');
    if (this.#open.size >= limits.readsOnLane) throw violation('too many files asked for at a time');
    if (this.#outbox.backlog > limits.window) throw violation('answers are asked for and not taken');
    const prefixes = record.resume?.prefixes.length ?? 0;
    if (this.#prefixes.total + prefixes > limits.prefixesOnLane) throw violation('more prefixes at a time than allowed');
    this.#prefixes.add(ticket, prefixes);
    this.#open.set(ticket, record.path);
    this.#activity(record.path);
    try {
      checkWirePath(record.path);
      this.#lane.request({ ticket, path: record.path, resume: record.resume, basis });
    } catch (error) {
      this.#outbox.record({ kind: 'failed', ticket, error: asAppError(error) });
      this.#ended(ticket);
    }
  }

  #addBasis(ticket: number, rows: Uint8Array): void {
    this.#basis ??= { ticket, parts: [], length: 0 };
    const basis = this.#basis;
    if (basis.ticket !== ticket || this.#open.has(ticket)) throw violation('a basis of no file that is asked for');
    basis.parts.push(rows);
    basis.length += rows.length;
    if (this.#chunks.total + basis.length / chunkRow > limits.chunks) throw violation('more chunks at a time than allowed');
  }

  #takeBasis(ticket: number): Uint8Array | undefined {
    const basis = this.#basis;
    if (basis === undefined) return undefined;
    this.#basis = undefined;
    if (basis.ticket !== ticket) throw violation('a basis of another file');
    const list = Buffer.concat(basis.parts, basis.length);
    if (listedSize(list) === undefined) throw violation('a basis that can not be');
    if (this.#open.has(ticket)) return undefined;
    this.#chunks.add(ticket, list.length / chunkRow);
    return list;
  }

  records(payload: Buffer): void {
    this.#inbox.records(payload);
  }

  content(bytes: Buffer): void {
    this.#inbox.content(bytes);
  }

  joined(stripe: Stripe): void {
    this.#outbox.join(stripe, this.#roundTrip);
  }

  striped(): void {
    throw violation('contents on a read lane’s way in');
  }

  came(stripe: number, bytes: number): void {
    this.#outbox.came(stripe, bytes);
  }

  credit(bytes: number): void {
    this.#outbox.grant(bytes);
  }

  drained(): void {
    this.#outbox.pump();
  }

  ended(): void {
    void this.close();
  }

  async close(): Promise<void> {
    this.#whenClosed();
    this.#outbox.close();
    this.#activity(undefined);
    await this.#lane.close();
  }
}

/** The client writes: files come in, acknowledgements, receipts and refusals go back. */
export class ServerWriteLane implements JoinableLane {
  readonly #lane: WriteLane;
  readonly #inbox: LaneInbox;
  readonly #outbox: LaneOutbox;
  readonly #activity: Activity;
  readonly stripeEnded: (reason: AppError) => void;
  readonly #whenClosed: () => void;
  #held = false;
  #current: number | undefined;
  /** What the file takes bytes from that is opened next. */
  #basis: { readonly ticket: number; readonly identity: string } | undefined;
  /** Where the contents of the current file end that have come so far. */
  #size = 0;
  /** How long it is as its opening says: a hole is not believed beyond that. */
  #declared = 0;
  #tickets = 0;

  /** `flow`: its size is what the client was told in the welcome. */
  constructor({ fileSystem, channel, id, activity, stripeEnded, closed }: ServerLaneOptions, flow: FlowWindow) {
    this.#activity = activity;
    this.stripeEnded = stripeEnded;
    this.#whenClosed = closed;
    const holding = (): boolean => this.#holding();
    this.#inbox = new LaneInbox(channel, id, flow, {
      record: (record) => this.#record(record),
      content: (bytes) => this.#data(bytes),
      striped: () => {
        if (this.#current === undefined) throw violation('contents of no file');
      },
      get ready() {
        return !holding();
      },
    });
    this.#outbox = new LaneOutbox(channel, id, Number.POSITIVE_INFINITY, () => {});
    this.#lane = fileSystem.openWriteLane({
      acknowledged: (ticket, bytes) => this.#outbox.record({ kind: 'acknowledged', ticket, bytes }),
      committed: (ticket, receipt) => {
        const sha256 = receipt.sha256 === '' ? noHash : Buffer.from(receipt.sha256, 'hex');
        this.#outbox.record({ kind: 'committed', ticket, size: receipt.size, sha256, verified: receipt.verified });
        this.#ended();
      },
      skipped: (ticket) => {
        this.#outbox.record({ kind: 'skipped', ticket });
        this.#ended();
      },
      failed: (ticket, error) => {
        this.#outbox.record({ kind: 'failed', ticket, error });
        this.#ended();
      },
      drained: () => {
        this.#held = false;
        this.#inbox.release();
      },
      broken: () => {},
    });
  }

  #holding(): boolean {
    this.#held ||= this.#lane.congested;
    return this.#held;
  }

  #ended(): void {
    this.#tickets -= 1;
    if (this.#tickets === 0) this.#activity(undefined);
  }

  #begin(ticket: number, target: WriteTarget | undefined, attributes: FileAttributes): void {
    if (target === undefined) throw violation('a file without a target');
    this.#tickets += 1;
    this.#activity(target.path);
    try {
      checkWirePath(target.path);
    } catch (error) {
      this.#outbox.record({ kind: 'failed', ticket, error: asAppError(error) });
      this.#ended();
      return;
    }
    const { path, existing, key, offset } = target;
    const basis = this.#basis?.ticket === ticket ? this.#basis.identity : undefined;
    this.#basis = undefined;
    this.#lane.open({ ticket, attributes, path, existing, key, offset, basis });
  }

  #record(record: DataRecord): void {
    const { ticket } = record;
    switch (record.kind) {
      case 'open':
        this.#finishedBefore();
        if (record.offset !== (record.target?.offset ?? 0)) throw violation('a file begins at two offsets');
        this.#begin(ticket, record.target, record.attributes);
        this.#current = ticket;
        this.#size = record.offset;
        this.#declared = record.attributes.size;
        return;
      case 'whole':
        this.#finishedBefore();
        this.#begin(ticket, record.target, record.attributes);
        if (record.contents.length > 0) this.#lane.write(ticket, record.contents, forGood);
        this.#lane.commit(ticket, record.sha256);
        return;
      case 'based':
        this.#basis = record;
        return;
      case 'reuse':
        if (this.#current !== ticket) throw violation('reuse in no file');
        this.#size += record.length;
        if (this.#size > this.#declared) throw violation('reuse beyond the end of its file');
        this.#lane.reuse(ticket, record.offset, record.length);
        return;
      case 'hole':
        if (this.#current !== ticket) throw violation('a hole in no file');
        this.#size += record.length;
        if (this.#size > this.#declared) throw violation('a hole beyond the end of its file');
        this.#lane.hole(ticket, record.length);
        return;
      case 'end':
        this.#mustBeCurrent(ticket);
        if (record.size !== this.#size) throw violation('contents are missing, or too many');
        this.#lane.commit(ticket, record.sha256);
        return;
      case 'abort':
        this.#mustBeCurrent(ticket);
        this.#lane.abort(ticket, record.keep);
        return;
      case 'makeDirectory':
        this.#tickets += 1;
        this.#makeDirectory(ticket, record.path);
        return;
      case 'directoryTimes':
        if (!record.times.every(({ path }) => isWirePath(path))) throw violation('the time of a directory that can not be');
        this.#lane.directoryTimes(record.times);
        return;
      case 'flush':
        this.#lane.flush();
        return;
      default:
        throw violation('a record that does not belong on a write lane’s way in');
    }
  }

  /** A client may leave a file that the server has already refused without an end. */
  #finishedBefore(): void {
    if (this.#current !== undefined) this.#lane.abort(this.#current, false);
    this.#current = undefined;
  }

  #mustBeCurrent(ticket: number): void {
    if (this.#current !== ticket) throw violation('the end of a file that is not open');
    this.#current = undefined;
  }

  #makeDirectory(ticket: number, path: string): void {
    try {
      checkWirePath(path);
      this.#lane.makeDirectory(ticket, path);
    } catch (error) {
      this.#outbox.record({ kind: 'failed', ticket, error: asAppError(error) });
      this.#ended();
    }
  }

  #data(bytes: Buffer): void {
    if (this.#current === undefined) throw violation('contents of no file');
    this.#size += bytes.length;
    this.#lane.write(this.#current, bytes);
  }

  records(payload: Buffer): void {
    this.#inbox.records(payload);
  }

  content(bytes: Buffer): void {
    this.#inbox.content(bytes);
  }

  /** Nothing to be done: contents come when they come. */
  joined(): void {}

  striped(stripe: number, bytes: Buffer): void {
    this.#inbox.striped(stripe, bytes);
  }

  came(): void {}

  credit(bytes: number): void {
    this.#outbox.grant(bytes);
  }

  drained(): void {
    this.#outbox.pump();
  }

  ended(): void {
    void this.close();
  }

  async close(): Promise<void> {
    this.#whenClosed();
    this.#outbox.close();
    this.#activity(undefined);
    await this.#lane.close();
  }
}

function isWirePath(path: string): boolean {
  try {
    checkWirePath(path);
    return true;
  } catch {
    return false;
  }
}

const noHash = new Uint8Array(32);

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', 'the request could not be handled', { cause: error });
}
