import { Buffer } from 'node:buffer';
import { ByteReader } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { type DataRecord, readRecord } from '../../protocol/native/records.ts';
import { ByteQueue } from './byteQueue.ts';

export interface OrderedHandler {
  record(record: DataRecord): void;
  /** `bytes` is only lent. */
  content(bytes: Buffer): void;
  /** Contents are announced that come on this stripe. @throws AppError `protocol-violation` when they can't */
  striped(stripe: number): void;
}

/** Of what waits: the kind of a frame and its length stand before it. */
const kinds = { records: 0, content: 1 } as const;
const headLength = 5;

/**
 * Puts what several connections bring of one lane into the order in which it was sent. The lane's own connection tells that order: a
 * `striped` record stands for bytes that come on another one. What comes too early waits, as bytes: a peer decides how many records
 * and pieces they are.
 */
export class LaneOrder {
  readonly #handler: OrderedHandler;
  #due: { readonly stripe: number; left: number } | undefined;
  /** What stands behind the announcement of that in its frame; it was understood when it came. */
  #rest = new ByteReader(nothing);
  /** What the lane's own connection brought behind it. */
  readonly #late = new ByteQueue();
  readonly #early = new Map<number, ByteQueue>();

  constructor(handler: OrderedHandler) {
    this.#handler = handler;
  }

  /** Bytes that wait. */
  get held(): number {
    let held = this.#rest.remaining + this.#late.length;
    for (const { length } of this.#early.values()) held += length;
    return held;
  }

  /** A frame is carried out when all of it has been understood, or not at all. @throws AppError `protocol-violation` */
  records(payload: Buffer): void {
    const records = readRecords(payload);
    if (this.#due === undefined) this.#carryOutAll(payload, records);
    else this.#wait(kinds.records, payload);
  }

  content(bytes: Buffer): void {
    if (this.#due === undefined) this.#handler.content(bytes);
    else this.#wait(kinds.content, bytes);
  }

  striped(stripe: number, bytes: Buffer): void {
    const due = this.#due;
    let taken = 0;
    if (due?.stripe === stripe) {
      taken = Math.min(due.left, bytes.length);
      due.left -= taken;
      this.#handler.content(bytes.subarray(0, taken));
    }
    if (taken < bytes.length) this.#earlyOf(stripe).append(bytes.subarray(taken));
    if (due?.left === 0) this.#proceed();
  }

  #earlyOf(stripe: number): ByteQueue {
    const known = this.#early.get(stripe);
    if (known !== undefined) return known;
    const early = new ByteQueue();
    this.#early.set(stripe, early);
    return early;
  }

  #wait(kind: number, bytes: Buffer): void {
    if (bytes.length === 0) return;
    const head = Buffer.allocUnsafe(headLength);
    head.writeUInt8(kind);
    head.writeUInt32BE(bytes.length, 1);
    this.#late.append(head);
    this.#late.append(bytes);
  }

  #carryOutAll(payload: Buffer, records: readonly DataRecord[]): void {
    for (const [index, record] of records.entries()) {
      if (this.#carryOut(record)) continue;
      this.#rest = behind(payload, index + 1);
      return;
    }
  }

  /** False when what it announces has not come yet. */
  #carryOut(record: DataRecord): boolean {
    if (record.kind !== 'striped') {
      this.#handler.record(record);
      return true;
    }
    this.#handler.striped(record.stripe);
    this.#due = { stripe: record.stripe, left: record.length };
    return this.#settleDue();
  }

  /** Goes on as far as what has come allows. */
  #proceed(): void {
    while (this.#settleDue()) {
      if (this.#rest.remaining > 0) {
        this.#carryOut(readRecord(this.#rest));
      } else if (this.#late.length > 0) {
        const head = this.#late.take(headLength);
        const bytes = this.#late.take(head.readUInt32BE(1));
        if (head.readUInt8() === kinds.content) this.#handler.content(bytes);
        else this.#rest = new ByteReader(bytes);
      } else return;
    }
  }

  /** False while some of what is due has not come. */
  #settleDue(): boolean {
    const due = this.#due;
    if (due === undefined) return true;
    const early = this.#earlyOf(due.stripe);
    while (due.left > 0 && early.length > 0) {
      const some = early.take(Math.min(due.left, early.length, limits.bulkPayload));
      due.left -= some.length;
      this.#handler.content(some);
    }
    if (due.left > 0) return false;
    this.#due = undefined;
    return true;
  }
}

const nothing = Buffer.alloc(0);

function readRecords(payload: Buffer): DataRecord[] {
  const records: DataRecord[] = [];
  for (const reader = new ByteReader(payload); reader.remaining > 0; ) records.push(readRecord(reader));
  return records;
}

/** What stands behind the first `count` records of a frame. */
function behind(payload: Buffer, count: number): ByteReader {
  const reader = new ByteReader(payload);
  for (let index = 0; index < count; index += 1) readRecord(reader);
  return reader;
}
