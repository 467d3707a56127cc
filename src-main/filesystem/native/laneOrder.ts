import { Buffer } from 'node:buffer';
import type { DataRecord } from '../../protocol/native/records.ts';

export interface OrderedHandler {
  record(record: DataRecord): void;
  /** `bytes` is only lent. */
  content(bytes: Buffer): void;
  /** Contents are announced that come on this stripe. @throws AppError `protocol-violation` when they can't */
  striped(stripe: number): void;
}

type Announcement = Extract<DataRecord, { readonly kind: 'striped' }>;

interface Late {
  readonly item: DataRecord | Buffer;
  readonly size: number;
}

/**
 * Puts what several connections bring of one lane into the order in which it was sent. The lane's own connection tells that order: a
 * `striped` record stands for bytes that come on another one. What comes too early waits.
 */
export class LaneOrder {
  readonly #handler: OrderedHandler;
  #due: { readonly stripe: number; left: number } | undefined;
  /** What the lane's own connection brought behind that. */
  #late: Late[] = [];
  readonly #early = new Map<number, Buffer[]>();
  /** Bytes that wait. */
  held = 0;

  constructor(handler: OrderedHandler) {
    this.#handler = handler;
  }

  /** `size`: bytes that are kept as long as the record is. */
  record(record: DataRecord, size: number): void {
    if (this.#due !== undefined) this.#wait(record, size);
    else if (record.kind !== 'striped') this.#handler.record(record);
    else {
      this.#announce(record);
      this.#proceed();
    }
  }

  #announce({ stripe, length }: Announcement): void {
    this.#handler.striped(stripe);
    this.#due = { stripe, left: length };
  }

  content(bytes: Buffer): void {
    if (this.#due === undefined) this.#handler.content(bytes);
    else this.#wait(Buffer.from(bytes), bytes.length);
  }

  #wait(item: DataRecord | Buffer, size: number): void {
    this.#late.push({ item, size });
    this.held += size;
  }

  striped(stripe: number, bytes: Buffer): void {
    const due = this.#due;
    let taken = 0;
    if (due?.stripe === stripe) {
      taken = Math.min(due.left, bytes.length);
      due.left -= taken;
      this.#handler.content(bytes.subarray(0, taken));
    }
    if (taken < bytes.length) {
      const early = this.#early.get(stripe) ?? [];
      early.push(Buffer.from(bytes.subarray(taken)));
      this.#early.set(stripe, early);
      this.held += bytes.length - taken;
    }
    if (due?.left === 0) this.#proceed();
  }

  /** Goes on as far as what has come allows. */
  #proceed(): void {
    for (let at = 0; ; at += 1) {
      if (!this.#settleDue()) {
        this.#late = this.#late.slice(at);
        return;
      }
      const next = this.#late[at];
      if (next === undefined) break;
      this.held -= next.size;
      const { item } = next;
      if (Buffer.isBuffer(item)) this.#handler.content(item);
      else if (item.kind === 'striped') this.#announce(item);
      else this.#handler.record(item);
    }
    this.#late = [];
  }

  /** False while some of what is due has not come. */
  #settleDue(): boolean {
    const due = this.#due;
    if (due === undefined) return true;
    const early = this.#early.get(due.stripe) ?? [];
    while (due.left > 0) {
      const [first] = early;
      if (first === undefined) return false;
      const taken = Math.min(due.left, first.length);
      if (taken === first.length) early.shift();
      else early[0] = first.subarray(taken);
      due.left -= taken;
      this.held -= taken;
      this.#handler.content(first.subarray(0, taken));
    }
    this.#due = undefined;
    return true;
  }
}
