import { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { type ByteReader, ByteWriter } from '../bytes.ts';
import { limits } from '../limits.ts';
import { encodePages, type Page, readEntry, readPage, writeEntry } from './entries.ts';
import { readError, writeError } from './errorMessage.ts';
import { readResume, type Resume, writeResume } from './records.ts';
import { checkWirePath } from './requests.ts';

/** What the PAGE and DONE frames of each request carry. Every decoder takes the whole payload, or throws `protocol-violation`. */

export function decodeNothing(reader: ByteReader): void {
  reader.end();
}

/** STAT. */
export function encodeEntry(entry: Entry): Buffer {
  return writeEntry(new ByteWriter(128), entry).finish();
}

export function decodeEntry(reader: ByteReader): Entry {
  const entry = readEntry(reader);
  reader.end();
  return entry;
}

/** REMOVE: how many entries went. A page of COPY: how many bytes are copied and compared. */
export function encodeCount(count: number): Buffer {
  return new ByteWriter(8).size(count).finish();
}

export function decodeCount(reader: ByteReader): number {
  const count = reader.size();
  reader.end();
  return count;
}

/** SPACE. */
export function encodeSpace(space: Space): Buffer {
  return new ByteWriter(16).size(space.available).size(space.total).finish();
}

export function decodeSpace(reader: ByteReader): Space {
  const space = { available: reader.size(), total: reader.size() };
  reader.end();
  return space;
}

/** COPY: the receipt; undefined when what is there was left. */
export function encodeCopied(receipt: Receipt | undefined): Buffer {
  const writer = new ByteWriter(48).flag(receipt !== undefined);
  if (receipt !== undefined) writer.size(receipt.size).bytes(fromHex(receipt.sha256)).flag(receipt.verified);
  return writer.finish();
}

export function decodeCopied(reader: ByteReader): Receipt | undefined {
  const receipt = reader.flag()
    ? { size: reader.size(), sha256: reader.bytes(32).toString('hex'), verified: reader.flag() }
    : undefined;
  reader.end();
  return receipt;
}

/** HASH. */
export function encodeHash(hash: FileHash): Buffer {
  return new ByteWriter(40).size(hash.size).bytes(fromHex(hash.sha256)).finish();
}

export function decodeHash(reader: ByteReader): FileHash {
  const hash = { size: reader.size(), sha256: reader.bytes(32).toString('hex') };
  reader.end();
  return hash;
}

/** CHUNKS: what tells the file from what it may be later; its pages are rows of the list. */
export function encodeIdentity(identity: string): Buffer {
  return fromHex(identity);
}

export function decodeIdentity(reader: ByteReader): string {
  const identity = reader.bytes(32).toString('hex');
  reader.end();
  return identity;
}

/** READ: what the file was right behind the reading; its pages are the bytes. */
export interface ReadReply {
  readonly size: number;
  readonly modified: number;
}

export function encodeRead(reply: ReadReply): Buffer {
  return new ByteWriter(20).size(reply.size).time(reply.modified).finish();
}

export function decodeRead(reader: ByteReader): ReadReply {
  const reply = { size: reader.size(), modified: reader.time() };
  reader.end();
  return reply;
}

export interface FileHash {
  readonly size: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

function fromHex(sha256: string): Buffer {
  return Buffer.from(sha256, 'hex');
}

/** PARTIAL, where undefined is for nothing left of it, and ADOPT. */
export function encodePartial(partial: Resume | undefined): Buffer {
  const writer = new ByteWriter(64).flag(partial !== undefined);
  if (partial !== undefined) writeResume(writer, partial);
  return writer.finish();
}

export function decodePartial(reader: ByteReader): Resume | undefined {
  const partial = reader.flag() ? readResume(reader) : undefined;
  reader.end();
  return partial;
}

/** A page of LIST; encodePages makes them. */
export function decodeListPage(reader: ByteReader): Page {
  const page = readPage(reader);
  reader.end();
  return page;
}

/** A page of WALK: the directory, whether it could not be read and why, then a page as of a listing, without a total. */
export interface WalkPagePayload {
  readonly directory: string;
  readonly error: AppError | undefined;
  readonly entries: readonly Entry[];
}

/** What stands before the entries. */
const walkReserve = limits.path + limits.message + 8;

/** @throws AppError `name-invalid` when the directory lies deeper than a path can say */
export function encodeWalkPages(page: WalkPagePayload): Buffer[] {
  if (page.directory !== '') checkWirePath(`/${page.directory}`);
  return encodePages(page.entries, undefined, walkReserve).map((entries) => {
    const writer = new ByteWriter(entries.length + 128).name(page.directory).flag(page.error !== undefined);
    if (page.error !== undefined) writeError(writer, page.error);
    return writer.bytes(entries).finish();
  });
}

/** @throws AppError `protocol-violation`, and `name-invalid` for a directory that can't be below the one walked */
export function decodeWalkPage(reader: ByteReader): WalkPagePayload {
  const directory = reader.name();
  if (directory !== '') checkWirePath(`/${directory}`);
  const error = reader.flag() ? readError(reader, directory) : undefined;
  const { entries } = readPage(reader);
  reader.end();
  return { directory, error, entries };
}
