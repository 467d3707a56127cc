import type { Buffer } from 'node:buffer';
import { ByteWriter } from '../../protocol/bytes.ts';
import { headerLength } from '../../protocol/frame.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { type DataRecord, writeRecord } from '../../protocol/native/records.ts';
import { Blocks } from '../blocks.ts';
import type { Channel } from './channel.ts';
import type { Stripe } from './stripe.ts';
import { StripePaths } from './stripePaths.ts';

/** A frame of records leaves when it has grown to this, or when the turn ends. */
const frameTarget = limits.bulkPayload - limits.wholeFile - 2 * limits.path;

/** Contents on stripes: a window holds but a few large frames, and each connection is to have several. */
const stripedPiece = 32 * 1024;

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
  #stripes: StripePaths | undefined;
  #granted = 0;
  readonly #opened = performance.now();
  #closed = false;

  /** `window`: bytes the receiver takes before it grants more; Infinity on a lane's return path. `room`: congestion is over. */
  constructor(channel: Channel, id: number, window: number, room: () => void) {
    this.#channel = channel;
    this.#id = id;
    this.#credit = window;
    this.#room = room;
  }

  /** From now on contents go on this connection, and on others that join. `roundTrip`: milliseconds. */
  join(stripe: Stripe, roundTrip: number): void {
    this.#stripes ??= new StripePaths(roundTrip);
    const isOwn = stripe.channel === this.#channel;
    this.#stripes.add(stripe, isOwn ? this.#granted / (performance.now() - this.#opened) : undefined);
    this.#waiting = this.#waiting.flatMap((frame) => (frame.content ? this.#framesOf(frame.bytes, frame.release) : [frame]));
  }

  get congested(): boolean {
    const congested = this.#waiting.length > 0 || this.#credit <= 0 || this.#isFull;
    this.#wasCongested ||= congested;
    return congested;
  }

  get #isFull(): boolean {
    return this.#channel.connection.congested || this.#stripes?.congested === true;
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
    for (const frame of this.#framesOf(bytes, release)) this.#push(frame);
  }

  #framesOf(bytes: Uint8Array, release: (() => void) | undefined): Frame[] {
    const most = this.#stripes === undefined ? limits.bulkPayload : stripedPiece;
    if (bytes.length <= most) return bytes.length === 0 ? [] : [{ content: true, bytes, size: bytes.length, release }];
    const pieces: Frame[] = [];
    let left = Math.ceil(bytes.length / most);
    // They may take several connections, and no one knows which is through last.
    const taken = (): void => {
      left -= 1;
      if (left === 0) release?.();
    };
    for (let at = 0; at < bytes.length; at += most) {
      const piece = bytes.subarray(at, at + most);
      pieces.push({ content: true, bytes: piece, size: piece.length, release: release === undefined ? undefined : taken });
    }
    return pieces;
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
    if (this.#waiting.length > 0 || !this.#send(frame)) {
      this.#waiting.push(frame);
      this.#waitingBytes += frame.size;
    }
  }

  /** False when it has to wait. */
  #send(frame: Frame): boolean {
    if (this.#credit <= 0) return false;
    if (!frame.content) this.#channel.sendBuilt(opcodes.records, this.#id, frame.bytes as Buffer, frame.release);
    else if (this.#stripes === undefined) this.#channel.sendContent(this.#id, frame.bytes, frame.release);
    else {
      const stripe = this.#stripes.take(frame.size);
      if (stripe === undefined) return false;
      this.#announce(stripe.number, frame.size);
      stripe.channel.sendContent(stripe.id, frame.bytes, frame.release);
    }
    this.#credit -= frame.size;
    return true;
  }

  /** The lane's own connection tells the order of what goes on stripes. */
  #announce(stripe: number, length: number): void {
    const writer = new ByteWriter(16);
    writeRecord(writer, { kind: 'striped', ticket: 0, stripe, length });
    const told = writer.finish();
    this.#credit -= told.length;
    this.#channel.send(opcodes.records, this.#id, told);
  }

  /** So many bytes have come on a stripe. */
  came(stripe: number, bytes: number): void {
    this.#stripes?.came(stripe, bytes);
    this.pump();
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    this.#granted += bytes;
    this.pump();
  }

  /** Sends what the window allows; called when there is more credit, or when the connection has drained. */
  pump(): void {
    let sent = 0;
    for (const frame of this.#waiting) {
      if (!this.#send(frame)) break;
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
