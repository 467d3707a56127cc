import type { Buffer } from 'node:buffer';
import { ByteWriter } from '../../protocol/bytes.ts';
import { headerLength } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { type DataRecord, writeRecord } from '../../protocol/native/records.ts';
import { Blocks } from '../blocks.ts';
import type { Channel } from './channel.ts';
import type { Stripe } from './stripe.ts';

/** A frame of records leaves when it has grown to this, or when the turn ends. */
const frameTarget = limits.bulkPayload - limits.wholeFile - 2 * limits.path;

/** Memory of frames of records, for all lanes. */
const frames = new Blocks(limits.bulkPayload + headerLength);

interface Frame {
  readonly content: boolean;
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly release: (() => void) | undefined;
}

/**
 * What one side sends on a lane: records packed into large frames, and contents, in order. With a window it sends no more than the
 * receiver has granted; what is over waits here.
 */
export class LaneOutbox {
  readonly #id: number;
  readonly #channel: Channel;
  readonly #room: () => void;
  #credit: number;
  #records: { readonly writer: ByteWriter; readonly block: Buffer } | undefined;
  #waiting: Frame[] = [];
  #waitingBytes = 0;
  #wasCongested = false;
  /** The connections that contents may take: the lane's own, and its stripes. */
  readonly #paths: (Omit<Stripe, 'number'> & { readonly number: number | undefined })[];
  #nextPath = 0;
  #closed = false;

  /** `window`: bytes the receiver takes before it grants more; Infinity on a lane's return path. `room`: congestion is over. */
  constructor(channel: Channel, id: number, window: number, room: () => void) {
    this.#channel = channel;
    this.#id = id;
    this.#credit = window;
    this.#room = room;
    this.#paths = [{ number: undefined, channel, id }];
  }

  /** From now on contents go on this connection, too. */
  join(stripe: Stripe): void {
    this.#paths.push(stripe);
  }

  get congested(): boolean {
    const congested =
      this.#waiting.length > 0 || this.#credit <= 0 || this.#paths.every(({ channel }) => channel.connection.congested);
    this.#wasCongested ||= congested;
    return congested;
  }

  /** Bytes that the receiver has not granted yet. */
  get backlog(): number {
    return this.#waitingBytes;
  }

  record(record: DataRecord): void {
    if (this.#closed) return;
    if (this.#records === undefined) {
      const block = frames.take();
      this.#records = { writer: new ByteWriter(block, headerLength), block };
      setImmediate(() => this.flush());
    }
    const { writer } = this.#records;
    writeRecord(writer, record);
    if (writer.length > frameTarget) this.flush();
  }

  content(bytes: Uint8Array, release?: () => void): void {
    this.flush();
    for (let at = 0; at < bytes.length; at += limits.bulkPayload) {
      const piece = bytes.length <= limits.bulkPayload ? bytes : bytes.subarray(at, at + limits.bulkPayload);
      const last = at + limits.bulkPayload >= bytes.length;
      this.#push({ content: true, bytes: piece, size: piece.length, release: last ? release : undefined });
    }
  }

  flush(): void {
    const records = this.#records;
    if (records === undefined) return;
    this.#records = undefined;
    const { writer, block } = records;
    const bytes = writer.finish();
    this.#push({ content: false, bytes, size: bytes.length - headerLength, release: () => frames.giveBack(block) });
  }

  #push(frame: Frame): void {
    if (this.#closed) return;
    if (this.#waiting.length > 0 || this.#credit <= 0) {
      this.#waiting.push(frame);
      this.#waitingBytes += frame.size;
    } else this.#send(frame);
  }

  #send(frame: Frame): void {
    this.#credit -= frame.size;
    if (frame.content) this.#sendContent(frame);
    else this.#channel.sendBuilt(opcodes.records, this.#id, frame.bytes as Buffer, frame.release);
  }

  /** On the connection with the least that waits to be taken, each in its turn; the lane's own tells what goes elsewhere. */
  #sendContent({ bytes, size, release }: Frame): void {
    let [path] = this.#paths;
    for (let step = 0; step < this.#paths.length; step += 1) {
      const other = this.#paths[(this.#nextPath + step) % this.#paths.length];
      if (step === 0 || (other?.channel.connection.unsent ?? 0) < (path?.channel.connection.unsent ?? 0)) path = other;
    }
    this.#nextPath += 1;
    if (path?.number !== undefined) {
      const writer = new ByteWriter(16);
      writeRecord(writer, { kind: 'striped', ticket: 0, stripe: path.number, length: size });
      const told = writer.finish();
      this.#credit -= told.length;
      this.#channel.send(opcodes.records, this.#id, told);
    }
    path?.channel.sendContent(path.id, bytes, release);
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    this.pump();
  }

  /** Sends what the window allows; called when there is more credit, or when the connection has drained. */
  pump(): void {
    let sent = 0;
    for (const frame of this.#waiting) {
      if (this.#credit <= 0) break;
      this.#send(frame);
      this.#waitingBytes -= frame.size;
      sent += 1;
    }
    if (sent > 0) this.#waiting = this.#waiting.slice(sent);
    if (!this.#wasCongested || this.congested) return;
    this.#wasCongested = false;
    this.#room();
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#records = undefined;
  }
}
