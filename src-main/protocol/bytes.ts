import { Buffer, isUtf8 } from 'node:buffer';
import { AppError } from '../../src-shared/errors.ts';
import { decodeName, encodeName, hasRawBytes } from '../../src-shared/model/nameBytes.ts';

/** What a name or path is as bytes; see Entry.name. */
export function nameToBytes(name: string): Uint8Array {
  return hasRawBytes(name) ? encodeName(name) : Buffer.from(name, 'utf8');
}

export function nameFromBytes(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeName(bytes);
}

const unknownTime = 0xffff_ffff;
const maxSize = Number.MAX_SAFE_INTEGER;
/** Seconds from 1970 in either direction, about 31,700 years: what lies beyond is a damaged time. */
const maxSeconds = 1e12;

/**
 * Reads big-endian fields from a payload. Reading past the end, or a value out of its range, throws `protocol-violation`.
 * Byte fields are views on the payload, not copies.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) throw violation('a message is shorter than it says');
    this.#at = at + count;
    return at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#take(2));
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  /** A 64-bit size or offset up to 2^53 - 1. */
  size(): number {
    const at = this.#take(8);
    const value = this.#bytes.readUInt32BE(at) * 0x1_0000_0000 + this.#bytes.readUInt32BE(at + 4);
    if (value > maxSize) throw violation('a size is out of range');
    return value;
  }

  /** Milliseconds since 1970; NaN when unknown. On the wire: i64 seconds, u32 nanoseconds. */
  time(): number {
    const at = this.#take(12);
    const nanoseconds = this.#bytes.readUInt32BE(at + 8);
    if (nanoseconds === unknownTime) return Number.NaN;
    if (nanoseconds > 999_999_999) throw violation('a time is out of range');
    const seconds = this.#bytes.readInt32BE(at) * 0x1_0000_0000 + this.#bytes.readUInt32BE(at + 4);
    if (Math.abs(seconds) > maxSeconds) throw violation('a time is out of range');
    return seconds * 1000 + nanoseconds / 1e6;
  }

  bytes(count: number): Buffer {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  /** u16 length, then that many bytes of a name or path. */
  name(): string {
    return nameFromBytes(this.bytes(this.u16()));
  }

  /** u16 length, then well-formed UTF-8. */
  text(): string {
    const bytes = this.bytes(this.u16());
    if (!isUtf8(bytes)) throw violation('a text is not UTF-8');
    return bytes.toString('utf8');
  }

  flag(): boolean {
    const value = this.u8();
    if (value > 1) throw violation('a flag is neither 0 nor 1');
    return value === 1;
  }

  /** Nothing may follow. */
  end(): void {
    if (this.remaining !== 0) throw violation('a message is longer than it should be');
  }
}

/** Writes the same fields into a buffer that grows. */
export class ByteWriter {
  #bytes: Buffer;
  #at: number;

  /** Begins in `memory`, or with so many bytes of its own. `reserve` bytes are left free at the start, for a frame header. */
  constructor(memory: Buffer | number = 256, reserve = 0) {
    this.#bytes = typeof memory === 'number' ? Buffer.allocUnsafe(Math.max(memory, reserve)) : memory;
    this.#at = reserve;
  }

  get length(): number {
    return this.#at;
  }

  #room(count: number): number {
    const at = this.#at;
    const end = at + count;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    this.#at = end;
    return at;
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#bytes.writeUInt8(value, at);
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2);
    this.#bytes.writeUInt16BE(value, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#room(4);
    this.#bytes.writeUInt32BE(value, at);
    return this;
  }

  /** What is larger than can be said exactly, as some file systems tell of themselves, is written as the largest size. */
  size(value: number): this {
    const at = this.#room(8);
    const whole = Number.isNaN(value) ? 0 : Math.floor(Math.min(Math.max(value, 0), maxSize));
    this.#bytes.writeUInt32BE(Math.floor(whole / 0x1_0000_0000), at);
    this.#bytes.writeUInt32BE(whole % 0x1_0000_0000, at + 4);
    return this;
  }

  /** A time that no reader would take is written as unknown: one damaged file must not spoil a listing. */
  time(milliseconds: number): this {
    const at = this.#room(12);
    if (!(Math.abs(milliseconds) <= maxSeconds * 1000)) {
      this.#bytes.fill(0, at, at + 8);
      this.#bytes.writeUInt32BE(unknownTime, at + 8);
      return this;
    }
    let seconds = Math.floor(milliseconds / 1000);
    let nanoseconds = Math.round((milliseconds - seconds * 1000) * 1e6);
    if (nanoseconds >= 1e9) {
      seconds += 1;
      nanoseconds -= 1e9;
    }
    this.#bytes.writeInt32BE(Math.floor(seconds / 0x1_0000_0000), at);
    this.#bytes.writeUInt32BE(((seconds % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000, at + 4);
    this.#bytes.writeUInt32BE(nanoseconds, at + 8);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  name(value: string): this {
    return this.#counted(nameToBytes(value));
  }

  text(value: string): this {
    return this.#counted(Buffer.from(value, 'utf8'));
  }

  #counted(bytes: Uint8Array): this {
    if (bytes.length > 0xffff) throw new AppError('name-invalid', 'the name or path is too long');
    return this.u16(bytes.length).bytes(bytes);
  }

  flag(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  /** What has been written; a view that is valid as long as nothing more is written. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }
}

export function violation(message: string): AppError {
  return new AppError('protocol-violation', message);
}
