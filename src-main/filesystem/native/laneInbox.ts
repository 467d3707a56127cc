import type { Buffer } from 'node:buffer';
import { ByteReader, violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { type DataRecord, readRecord } from '../../protocol/native/records.ts';
import type { Channel } from './channel.ts';
import { encodeCredit } from '../../protocol/native/credit.ts';

export interface InboxHandler {
  record(record: DataRecord): void;
  /** A piece of the file that was opened last. */
  content(bytes: Buffer): void;
  /** Whether more may come now; else nothing is granted until `release`. */
  readonly ready: boolean;
}

/** What one side receives on a lane. Bytes that were handled are granted anew, in steps, unless the receiver holds back. */
export class LaneInbox {
  readonly #channel: Channel;
  readonly #id: number;
  readonly #window: number;
  readonly #handler: InboxHandler;
  /** Bytes received and not yet granted anew. */
  #owed = 0;

  constructor(channel: Channel, id: number, window: number, handler: InboxHandler) {
    this.#channel = channel;
    this.#id = id;
    this.#window = window;
    this.#handler = handler;
  }

  /** A frame is carried out when all of it has been understood, or not at all. @throws AppError `protocol-violation` */
  records(payload: Buffer): void {
    this.#count(payload.length);
    const records: DataRecord[] = [];
    for (const reader = new ByteReader(payload); reader.remaining > 0; ) records.push(readRecord(reader));
    for (const record of records) this.#handler.record(record);
    this.release();
  }

  content(bytes: Buffer): void {
    this.#count(bytes.length);
    this.#handler.content(bytes);
    this.release();
  }

  #count(bytes: number): void {
    this.#owed += bytes;
    if (this.#owed > this.#window + 2 * limits.bulkPayload) throw violation('more was sent on a lane than its window allows');
  }

  /** Grants what has been handled. */
  release(): void {
    if (this.#owed < this.#window / 4 || !this.#handler.ready) return;
    const owed = this.#owed;
    this.#owed = 0;
    this.#channel.send(opcodes.window, this.#id, encodeCredit(owed));
  }
}
