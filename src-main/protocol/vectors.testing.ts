import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isErrorCode } from '../../src-shared/errors.ts';
import { type FrameHeader, headerLength, writeHeader } from './frame.ts';
import { FrameReader } from './frameReader.ts';
import { opcodes, payloadLimit } from './native/opcodes.ts';

/** A vector as it stands in `vectors/*.json`; docs/protocol.md tells how values are written there. */
export interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly value: unknown;
}

export interface FrameVector extends Vector {
  readonly frame: keyof typeof opcodes;
  readonly id: number;
  /** The request that a PAGE or DONE frame answers. */
  readonly answers?: string;
}

export interface Transcript {
  readonly name: string;
  readonly frames: readonly { readonly frame: keyof typeof opcodes; readonly id: number; readonly hex: string }[];
}

export function loadVectors<T>(file: string): T[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', file), 'utf8')) as T[];
}

export function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

const byteFields: ReadonlySet<string> = new Set(['sha256', 'contents', 'proof', 'bytes', 'prefixes']);

/** A value as the code has it: bytes for hexadecimal digits, NaN for an unknown time, an AppError for an error. */
export function fromVector(value: unknown, key = ''): unknown {
  if (value === null && key === 'modified') return Number.NaN;
  if (typeof value === 'string' && byteFields.has(key)) return fromHex(value);
  if (Array.isArray(value)) return value.map((item: unknown) => fromVector(item, key));
  if (typeof value !== 'object' || value === null) return value;
  if ('code' in value && 'message' in value && isErrorCode(value.code)) return new AppError(value.code, String(value.message));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fromVector(item, name)]));
}

/** The inverse; fields without a value are left out. */
export function toVector(value: unknown): unknown {
  if (typeof value === 'number' && Number.isNaN(value)) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof AppError) return { code: value.code, message: value.message };
  if (Array.isArray(value)) return value.map(toVector);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, toVector(item)]));
}

export function frameOf(opcode: number, id: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(headerLength + payload.length);
  writeHeader(frame, 0, { length: payload.length, id, opcode, flags: 0 });
  frame.set(payload, headerLength);
  return frame;
}

export interface ReadFrame {
  readonly header: FrameHeader;
  readonly payload: Buffer;
}

/** The frames in `chunks`, pieces of contents joined. @throws what the reader throws */
export function readFrames(chunks: Iterable<Buffer>, limit = payloadLimit): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let pieces: Buffer[] = [];
  const reader = new FrameReader({
    payloadLimit: limit,
    streamed: (opcode) => opcode === opcodes.content,
    frame: (header, payload) => frames.push({ header, payload: Buffer.from(payload) }),
    piece: (header, bytes, left) => {
      pieces.push(bytes);
      if (left > 0) return;
      frames.push({ header, payload: Buffer.concat(pieces) });
      pieces = [];
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  return frames;
}
