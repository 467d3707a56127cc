import { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { type ByteReader, type ByteWriter, violation } from '../bytes.ts';
import { limits } from '../limits.ts';
import { readError, writeError } from './errorMessage.ts';
import { type Existing, existingKinds, readExisting } from './existing.ts';
import { keyFromBytes, keyLength, keyToBytes } from './requests.ts';

/** What a RECORDS frame carries: any number of whole records, each a u8 kind, a u32 ticket and its fields. */
export const recordKinds = {
  // client to server, read lane
  read: 0x01,
  cancelRead: 0x02,
  basis: 0x03,
  // contents, in the direction they flow
  open: 0x10,
  whole: 0x11,
  end: 0x12,
  hole: 0x16,
  reuse: 0x17,
  based: 0x18,
  abort: 0x13,
  makeDirectory: 0x14,
  flush: 0x15,
  striped: 0x19,
  directoryTimes: 0x1a,
  // what became of a file
  acknowledged: 0x20,
  committed: 0x21,
  skipped: 0x22,
  failed: 0x23,
} as const;

/** A row of a list of chunks: u32 length, 16 bytes of its hash. */
export const chunkRow = 20;

function identityToBytes(identity: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(identity)) throw violation('an identity has 64 hexadecimal digits');
  return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(identity.slice(index * 2, index * 2 + 2), 16));
}

export interface Attributes {
  readonly size: number;
  readonly modified: number;
  readonly mode: number | undefined;
}

export interface DirectoryTime {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface Resume {
  readonly size: number;
  readonly blockSize: number;
  readonly prefixes: readonly Uint8Array[];
}

export interface WriteTarget {
  readonly path: string;
  readonly existing: Existing;
  readonly key: string | undefined;
  readonly offset: number;
}

export type DataRecord =
  | { readonly kind: 'read'; readonly ticket: number; readonly path: string; readonly resume: Resume | undefined }
  | { readonly kind: 'cancelRead'; readonly ticket: number }
  | {
      readonly kind: 'open';
      readonly ticket: number;
      readonly attributes: Attributes;
      readonly offset: number;
      readonly target: WriteTarget | undefined;
    }
  | {
      readonly kind: 'whole';
      readonly ticket: number;
      readonly attributes: Attributes;
      readonly target: WriteTarget | undefined;
      readonly contents: Uint8Array;
      readonly sha256: Uint8Array | undefined;
    }
  /** `size`: where the contents end, counted from the beginning of the file. */
  | { readonly kind: 'end'; readonly ticket: number; readonly size: number; readonly sha256: Uint8Array | undefined }
  /** So many zeros of the file that was opened last. */
  | { readonly kind: 'hole'; readonly ticket: number; readonly length: number }
  /** So many bytes from `offset` of what the receiver has already. */
  | { readonly kind: 'reuse'; readonly ticket: number; readonly offset: number; readonly length: number }
  /** Rows of the list of what the client has of the file that it asks for next. */
  | { readonly kind: 'basis'; readonly ticket: number; readonly bytes: Uint8Array }
  /** The file under the target's name, which the next one takes bytes from, as it was when it was listed. */
  | { readonly kind: 'based'; readonly ticket: number; readonly identity: string }
  | { readonly kind: 'abort'; readonly ticket: number; readonly keep: boolean }
  | { readonly kind: 'makeDirectory'; readonly ticket: number; readonly path: string }
  | { readonly kind: 'flush'; readonly ticket: number }
  /** What follows gives these directories their times. */
  | { readonly kind: 'directoryTimes'; readonly ticket: number; readonly times: readonly DirectoryTime[] }
  /** The next `length` bytes of contents come on a stripe. */
  | { readonly kind: 'striped'; readonly ticket: number; readonly stripe: number; readonly length: number }
  | { readonly kind: 'acknowledged'; readonly ticket: number; readonly bytes: number }
  | {
      readonly kind: 'committed';
      readonly ticket: number;
      readonly size: number;
      readonly sha256: Uint8Array;
      readonly verified: boolean;
    }
  | { readonly kind: 'skipped'; readonly ticket: number }
  | { readonly kind: 'failed'; readonly ticket: number; readonly error: AppError };

const noMode = 0xffff;

function writeAttributes(writer: ByteWriter, attributes: Attributes): void {
  writer
    .size(attributes.size)
    .time(attributes.modified)
    .u16(attributes.mode === undefined ? noMode : attributes.mode & 0o777);
}

function readAttributes(reader: ByteReader): Attributes {
  const size = reader.size();
  const modified = reader.time();
  const mode = reader.u16();
  return { size, modified, mode: mode === noMode ? undefined : mode & 0o777 };
}

function writeTarget(writer: ByteWriter, target: WriteTarget | undefined): void {
  writer.flag(target !== undefined);
  if (target === undefined) return;
  writer
    .name(target.path)
    .u8(existingKinds.indexOf(target.existing))
    .flag(target.key !== undefined);
  if (target.key !== undefined) writer.bytes(keyToBytes(target.key)).size(target.offset);
}

function readTarget(reader: ByteReader): WriteTarget | undefined {
  if (!reader.flag()) return undefined;
  const path = reader.name();
  const existing = readExisting(reader);
  const key = reader.flag() ? keyFromBytes(reader.bytes(keyLength)) : undefined;
  return { path, existing, key, offset: key === undefined ? 0 : reader.size() };
}

function writeHash(writer: ByteWriter, sha256: Uint8Array | undefined): void {
  writer.flag(sha256 !== undefined);
  if (sha256 !== undefined) writer.bytes(sha256);
}

function readHash(reader: ByteReader): Buffer | undefined {
  // A copy: it is kept until the file is on the disk, and would keep the whole frame.
  return reader.flag() ? Buffer.from(reader.bytes(32)) : undefined;
}

export function writeResume(writer: ByteWriter, resume: Resume): void {
  writer.size(resume.size).size(resume.blockSize).u16(resume.prefixes.length);
  for (const prefix of resume.prefixes) writer.bytes(prefix);
}

export function readResume(reader: ByteReader): Resume {
  const size = reader.size();
  const blockSize = reader.size();
  const count = reader.u16();
  if (blockSize < 1 || count > limits.prefixes || count !== Math.ceil(size / blockSize))
    throw violation('a resume point is damaged');
  const prefixes: Buffer[] = [];
  for (let i = 0; i < count; i++) prefixes.push(reader.bytes(32));
  return { size, blockSize, prefixes };
}

export function writeRecord(writer: ByteWriter, record: DataRecord): void {
  writer.u8(recordKinds[record.kind]).u32(record.ticket);
  switch (record.kind) {
    case 'read':
      writer.name(record.path).flag(record.resume !== undefined);
      if (record.resume !== undefined) writeResume(writer, record.resume);
      return;
    case 'open':
      writeAttributes(writer, record.attributes);
      writer.size(record.offset);
      writeTarget(writer, record.target);
      return;
    case 'whole':
      writeAttributes(writer, record.attributes);
      writeTarget(writer, record.target);
      writer.u32(record.contents.length).bytes(record.contents);
      writeHash(writer, record.sha256);
      return;
    case 'end':
      writer.size(record.size);
      writeHash(writer, record.sha256);
      return;
    case 'hole':
      writer.u32(record.length);
      return;
    case 'reuse':
      writer.size(record.offset).u32(record.length);
      return;
    case 'basis':
      writer.u16(record.bytes.length / chunkRow).bytes(record.bytes);
      return;
    case 'based':
      writer.bytes(identityToBytes(record.identity));
      return;
    case 'abort':
      writer.flag(record.keep);
      return;
    case 'makeDirectory':
      writer.name(record.path);
      return;
    case 'directoryTimes':
      writer.u8(record.times.length);
      for (const { path, modified } of record.times) writer.name(path).time(modified);
      return;
    case 'striped':
      writer.u8(record.stripe).u32(record.length);
      return;
    case 'acknowledged':
      writer.size(record.bytes);
      return;
    case 'committed':
      writer.size(record.size).bytes(record.sha256).flag(record.verified);
      return;
    case 'failed':
      writeError(writer, record.error);
      return;
    case 'cancelRead':
    case 'flush':
    case 'skipped':
      return;
  }
}

const kindByNumber: ReadonlyMap<number, DataRecord['kind']> = new Map(
  Object.entries(recordKinds).map(([kind, number]) => [number, kind as DataRecord['kind']]),
);

/** Reads one record. @throws AppError `protocol-violation` */
export function readRecord(reader: ByteReader): DataRecord {
  const kind = kindByNumber.get(reader.u8());
  const ticket = reader.u32();
  switch (kind) {
    case 'read':
      return { kind, ticket, path: reader.name(), resume: reader.flag() ? readResume(reader) : undefined };
    case 'open':
      return { kind, ticket, attributes: readAttributes(reader), offset: reader.size(), target: readTarget(reader) };
    case 'whole': {
      const attributes = readAttributes(reader);
      const target = readTarget(reader);
      const contents = reader.bytes(reader.u32());
      if (contents.length !== attributes.size) throw violation('a whole file has not the size it says');
      return { kind, ticket, attributes, target, contents, sha256: readHash(reader) };
    }
    case 'end':
      return { kind, ticket, size: reader.size(), sha256: readHash(reader) };
    case 'hole': {
      const length = reader.u32();
      if (length < 1 || length > limits.hole) throw violation('a hole of no length, or longer than allowed');
      return { kind, ticket, length };
    }
    case 'reuse': {
      const offset = reader.size();
      const length = reader.u32();
      if (length < 1 || length > limits.reuse) throw violation('nothing is reused, or more than allowed');
      return { kind, ticket, offset, length };
    }
    case 'basis': {
      const count = reader.u16();
      if (count < 1 || count > limits.basisChunks) throw violation('a basis of no chunks, or of more than allowed');
      return { kind, ticket, bytes: reader.bytes(count * chunkRow) };
    }
    case 'based':
      return { kind, ticket, identity: reader.bytes(32).toString('hex') };
    case 'abort':
      return { kind, ticket, keep: reader.flag() };
    case 'makeDirectory':
      return { kind, ticket, path: reader.name() };
    case 'directoryTimes': {
      const count = reader.u8();
      if (count > limits.directoryTimes) throw violation('more times of directories than allowed');
      const times = Array.from({ length: count }, () => ({ path: reader.name(), modified: reader.time() }));
      return { kind, ticket, times };
    }
    case 'striped': {
      const stripe = reader.u8();
      const length = reader.u32();
      if (stripe < 1 || stripe > limits.stripes) throw violation('no number of a stripe');
      if (length < 1 || length > limits.bulkPayload) throw violation('nothing on a stripe, or more than a frame has');
      return { kind, ticket, stripe, length };
    }
    case 'acknowledged':
      return { kind, ticket, bytes: reader.size() };
    case 'committed':
      return { kind, ticket, size: reader.size(), sha256: reader.bytes(32), verified: reader.flag() };
    case 'failed':
      return { kind, ticket, error: readError(reader) };
    case 'cancelRead':
    case 'flush':
    case 'skipped':
      return { kind, ticket };
    case undefined:
      throw violation('unknown kind of record');
  }
}
