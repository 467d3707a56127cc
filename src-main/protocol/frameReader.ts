import { Buffer } from 'node:buffer';
import { AppError } from '../../src-shared/errors.ts';
import { violation } from './bytes.ts';
import { type FrameHeader, headerLength } from './frame.ts';

export interface FrameSink {
  /** The largest payload this opcode may have now; undefined for an opcode that has no place here. */
  payloadLimit(opcode: number): number | undefined;
  /** Whether the payload is handed over piece by piece as it comes, instead of whole. */
  streamed(opcode: number): boolean;
  frame(header: FrameHeader, payload: Buffer): void;
  /** A piece of a streamed payload; `left` bytes of it are still to come. An empty payload gives one empty piece. */
  piece(header: FrameHeader, bytes: Buffer, left: number): void;
}

/**
 * Cuts a byte stream into frames. Linear in the bytes however they are cut: a payload is copied once into a buffer of its own size, but
 * for pieces, which are views of the chunk, and good only during the call. A header that breaks a limit is refused before anything is allocated.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #head = Buffer.alloc(headerLength);
  #headFilled = 0;
  #header: FrameHeader | undefined;
  #streamed = false;
  #payload: Buffer | undefined;
  #filled = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Whether the bytes so far end in the middle of a frame. */
  get midFrame(): boolean {
    return this.#header !== undefined || this.#headFilled > 0;
  }

  /** @throws AppError `protocol-violation`, `frame-too-large`; the reader can't be used after that */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#header === undefined ? this.#takeHeader(chunk, at) : this.#takePayload(this.#header, chunk, at);
    }
  }

  #takeHeader(chunk: Buffer, at: number): number {
    let head: Buffer = this.#head;
    let from = 0;
    let next: number;
    if (this.#headFilled === 0 && chunk.length - at >= headerLength) {
      head = chunk;
      from = at;
      next = at + headerLength;
    } else {
      const count = Math.min(headerLength - this.#headFilled, chunk.length - at);
      chunk.copy(head, this.#headFilled, at, at + count);
      this.#headFilled += count;
      next = at + count;
      if (this.#headFilled < headerLength) return next;
      this.#headFilled = 0;
    }
    const header = {
      length: head.readUInt32BE(from),
      id: head.readUInt32BE(from + 4),
      opcode: head.readUInt8(from + 8),
      flags: head.readUInt8(from + 9),
    };
    this.#begin(header, head.readUInt16BE(from + 10));
    return next;
  }

  #begin(header: FrameHeader, reserved: number): void {
    const limit = this.#sink.payloadLimit(header.opcode);
    if (limit === undefined) throw violation(`a frame of kind 0x${header.opcode.toString(16)}, which has no place here`);
    if (header.flags !== 0 || reserved !== 0) throw violation('a reserved bit of a frame is set');
    if (header.length > limit)
      throw new AppError('frame-too-large', `a frame of ${header.length} bytes, at most ${limit} allowed`);
    this.#streamed = this.#sink.streamed(header.opcode);
    this.#filled = 0;
    this.#payload = undefined;
    if (header.length > 0) this.#header = header;
    else if (this.#streamed) this.#sink.piece(header, empty, 0);
    else this.#sink.frame(header, empty);
  }

  #takePayload(header: FrameHeader, chunk: Buffer, at: number): number {
    const count = Math.min(header.length - this.#filled, chunk.length - at);
    const end = at + count;
    if (this.#streamed) {
      this.#filled += count;
      const left = header.length - this.#filled;
      if (left === 0) this.#header = undefined;
      this.#sink.piece(header, chunk.subarray(at, end), left);
      return end;
    }
    this.#payload ??= Buffer.allocUnsafe(header.length);
    chunk.copy(this.#payload, this.#filled, at, end);
    this.#filled += count;
    if (this.#filled === header.length) {
      const payload = this.#payload;
      this.#payload = undefined;
      this.#header = undefined;
      this.#sink.frame(header, payload);
    }
    return end;
  }
}

const empty = Buffer.alloc(0);
