import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { type AppError, errorCodes } from '../../src-shared/errors.ts';
import type { Entry, Space } from '../../src-shared/model/entry.ts';
import type { Receipt } from '../../src-shared/model/transfer.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeCredit, encodeCredit } from './native/credit.ts';
import { encodePages, type Page, readEntry, writeEntry } from './native/entries.ts';
import { encodeError, readError } from './native/errorMessage.ts';
import { decodeHello, decodeWelcome, encodeHello, encodeWelcome, type Hello, type Welcome } from './native/hello.ts';
import { opcodes } from './native/opcodes.ts';
import { type DataRecord, readRecord, recordKinds, type Resume, writeRecord } from './native/records.ts';
import {
  decodeCopied,
  decodeCount,
  decodeEntry,
  decodeHash,
  decodeIdentity,
  decodeListPage,
  decodeNothing,
  decodePartial,
  decodeRead,
  decodeSpace,
  decodeWalkPage,
  encodeCopied,
  encodeCount,
  encodeEntry,
  encodeHash,
  encodeIdentity,
  encodePartial,
  encodeRead,
  encodeSpace,
  encodeWalkPages,
  type FileHash,
  type ReadReply,
  type WalkPagePayload,
} from './native/replies.ts';
import { decodeRequest, encodeRequest, type Request } from './native/requests.ts';
import {
  type FrameVector,
  frameOf,
  fromHex,
  fromVector,
  loadVectors,
  readFrames,
  type Transcript,
  toVector,
  type Vector,
} from './vectors.testing.ts';

/** Every vector is read and must give its value, and its value is written and must give its bytes. */

interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Buffer): T;
}

function check<T>(codec: Codec<T>, hex: string, value: unknown): void {
  expect(toVector(codec.decode(fromHex(hex)))).toEqual(value);
  expect(Buffer.from(codec.encode(fromVector(value) as T)).toString('hex')).toBe(hex);
}

/** A codec of fields that stand alone: the reader must have taken them all. */
function fields<T>(write: (writer: ByteWriter, value: T) => unknown, read: (reader: ByteReader) => T): Codec<T> {
  return {
    encode(value) {
      const writer = new ByteWriter(0);
      write(writer, value);
      return writer.finish();
    },
    decode(bytes) {
      const reader = new ByteReader(bytes);
      const value = read(reader);
      reader.end();
      return value;
    },
  };
}

describe('fields', () => {
  const kinds: Record<string, Codec<never>> = {
    u8: fields<number>(
      (writer, value) => writer.u8(value),
      (reader) => reader.u8(),
    ) as Codec<never>,
    u16: fields<number>(
      (writer, value) => writer.u16(value),
      (reader) => reader.u16(),
    ) as Codec<never>,
    u32: fields<number>(
      (writer, value) => writer.u32(value),
      (reader) => reader.u32(),
    ) as Codec<never>,
    size: fields<number>(
      (writer, value) => writer.size(value),
      (reader) => reader.size(),
    ) as Codec<never>,
    time: fields<number>(
      (writer, value) => writer.time(value),
      (reader) => reader.time(),
    ) as Codec<never>,
    flag: fields<boolean>(
      (writer, value) => writer.flag(value),
      (reader) => reader.flag(),
    ) as Codec<never>,
    name: fields<string>(
      (writer, value) => writer.name(value),
      (reader) => reader.name(),
    ) as Codec<never>,
    text: fields<string>(
      (writer, value) => writer.text(value),
      (reader) => reader.text(),
    ) as Codec<never>,
  };
  it.each(loadVectors<Vector & { readonly kind: string }>('fields.json'))('$name', ({ kind, hex, value }) => {
    const codec = kinds[kind];
    if (codec === undefined) throw new Error(`no field of kind ${kind}`);
    const decoded: unknown = codec.decode(fromHex(hex));
    expect(toVector(decoded)).toEqual(value);
    expect(Buffer.from(codec.encode((value === null ? Number.NaN : value) as never)).toString('hex')).toBe(hex);
  });
});

describe('entries', () => {
  const vectors = loadVectors<Vector & { readonly value: { readonly kind: string } }>('entries.json');
  it.each(vectors)('$name', ({ hex, value }) => check(fields<Entry>(writeEntry, readEntry), hex, value));

  it('has one of each kind', () => {
    expect(new Set(vectors.map(({ value }) => value.kind))).toEqual(new Set(['file', 'directory', 'symlink', 'other']));
  });
});

describe('errors', () => {
  const vectors = loadVectors<Vector & { readonly value: { readonly code: string } }>('errors.json');
  it.each(vectors)('$name', ({ hex, value }) => {
    check<AppError>({ encode: encodeError, decode: (bytes) => readError(new ByteReader(bytes)) }, hex, value);
  });

  it('has every code that is ever sent', () => {
    const sent = errorCodes.filter((code) => code !== 'identity-unknown');
    expect(vectors.map(({ value }) => value.code).sort()).toEqual([...sent].sort());
  });
});

describe('records', () => {
  const vectors = loadVectors<Vector & { readonly value: { readonly kind: string } }>('records.json');
  it.each(vectors)('$name', ({ hex, value }) => check(fields<DataRecord>(writeRecord, readRecord), hex, value));

  it('has one of each kind', () => {
    expect(new Set(vectors.map(({ value }) => value.kind))).toEqual(new Set(Object.keys(recordKinds)));
  });
});

describe('frames', () => {
  const vectors = loadVectors<FrameVector>('frames.json');
  it.each(vectors)('$name', ({ frame, id, answers, hex, value }) => {
    const opcode = opcodes[frame];
    const [read, ...more] = readFrames([fromHex(hex)]);
    expect(more).toEqual([]);
    expect(read?.header).toMatchObject({ opcode, id, flags: 0 });
    const codec = bodyCodec(frame, answers);
    expect(toVector(codec.decode(read?.payload ?? fromHex('')))).toEqual(value);
    expect(frameOf(opcode, id, codec.encode(fromVector(value) as never)).toString('hex')).toBe(hex);
  });

  it('has one of each kind', () => {
    expect(new Set(vectors.map(({ frame }) => frame))).toEqual(new Set(Object.keys(opcodes)));
  });
});

describe('transcripts', () => {
  it.each(loadVectors<Transcript>('transcripts.json'))('$name', ({ frames }) => {
    const read = readFrames([Buffer.concat(frames.map(({ hex }) => fromHex(hex)))]);
    expect(read.map(({ header }) => [header.opcode, header.id])).toEqual(frames.map(({ frame, id }) => [opcodes[frame], id]));
    expect(read.map(({ header, payload }) => frameOf(header.opcode, header.id, payload).toString('hex'))).toEqual(
      frames.map(({ hex }) => hex),
    );
  });
});

/** What a frame of a kind carries. */
function bodyCodec(frame: keyof typeof opcodes, answers: string | undefined): Codec<never> {
  const opcode = opcodes[frame];
  switch (frame) {
    case 'hello':
      return codec<Hello>({ encode: encodeHello, decode: decodeHello });
    case 'welcome':
      return codec<Welcome>({ encode: encodeWelcome, decode: decodeWelcome });
    case 'goodbye':
    case 'error':
      return codec<AppError>({ encode: encodeError, decode: (bytes) => readError(new ByteReader(bytes)) });
    case 'records':
      return codec<{ records: DataRecord[] }>({
        encode: ({ records }) => Buffer.concat(records.map((record) => fields(writeRecord, readRecord).encode(record))),
        decode(bytes) {
          const records: DataRecord[] = [];
          for (const reader = new ByteReader(bytes); reader.remaining > 0; ) records.push(readRecord(reader));
          return { records };
        },
      });
    case 'content':
      return codec<{ bytes: Uint8Array }>({ encode: ({ bytes }) => bytes, decode: (bytes) => ({ bytes }) });
    case 'window':
      return codec<{ bytes: number }>({
        encode: ({ bytes }) => encodeCredit(bytes),
        decode: (bytes) => ({ bytes: decodeCredit(bytes) }),
      });
    case 'cancel':
      return codec<object>({ encode: () => Buffer.alloc(0), decode: nothing });
    case 'page':
    case 'done':
      return codec(replyCodec(frame, answers ?? 'nothing'));
    default:
      return codec<object>({
        encode: (value) => encodeRequest({ opcode, ...value } as Request),
        decode(bytes) {
          const { opcode: read, ...value } = decodeRequest(opcode, bytes) ?? { opcode: -1 };
          expect(read).toBe(opcode);
          return value;
        },
      });
  }
}

function replyCodec(frame: 'page' | 'done', answers: string): Codec<never> {
  switch (`${frame} of ${answers}`) {
    case 'page of list':
      return codec<Page>({
        encode: ({ entries, total }) => one(encodePages(entries, total)),
        decode: (bytes) => decodeListPage(new ByteReader(bytes)),
      });
    case 'page of walk':
      return codec<WalkPagePayload>({
        encode: (page) => one(encodeWalkPages(page)),
        decode: (bytes) => decodeWalkPage(new ByteReader(bytes)),
      });
    case 'done of stat':
      return codec<Entry>({ encode: encodeEntry, decode: (bytes) => decodeEntry(new ByteReader(bytes)) });
    case 'done of remove':
      return codec<{ count: number }>({
        encode: ({ count }) => encodeCount(count),
        decode: (bytes) => ({ count: decodeCount(new ByteReader(bytes)) }),
      });
    case 'page of copy':
      return codec<{ bytes: number }>({
        encode: ({ bytes }) => encodeCount(bytes),
        decode: (bytes) => ({ bytes: decodeCount(new ByteReader(bytes)) }),
      });
    case 'done of copy':
      return codec<{ receipt?: Receipt | undefined }>({
        encode: ({ receipt }) => encodeCopied(asText(receipt)),
        decode: (bytes) => ({ receipt: decodeCopied(new ByteReader(bytes)) }),
      });
    case 'done of hash':
      return codec<FileHash>({
        encode: (hash) => encodeHash(asText(hash)),
        decode: (bytes) => decodeHash(new ByteReader(bytes)),
      });
    case 'page of chunks':
      return codec<{ bytes: Uint8Array }>({ encode: ({ bytes }) => bytes, decode: (bytes) => ({ bytes }) });
    case 'done of chunks':
      return codec<{ identity: string }>({
        encode: ({ identity }) => encodeIdentity(identity),
        decode: (bytes) => ({ identity: decodeIdentity(new ByteReader(bytes)) }),
      });
    case 'page of read':
      return codec<{ bytes: Uint8Array }>({ encode: ({ bytes }) => bytes, decode: (bytes) => ({ bytes }) });
    case 'done of read':
      return codec<ReadReply>({ encode: encodeRead, decode: (bytes) => decodeRead(new ByteReader(bytes)) });
    case 'done of space':
      return codec<Space>({ encode: encodeSpace, decode: (bytes) => decodeSpace(new ByteReader(bytes)) });
    case 'done of partial':
    case 'done of adopt':
      return codec<{ partial?: Resume | undefined }>({
        encode: ({ partial }) => encodePartial(partial),
        decode: (bytes) => ({ partial: decodePartial(new ByteReader(bytes)) }),
      });
    default:
      return codec<object>({ encode: () => Buffer.alloc(0), decode: nothing });
  }
}

/** The hash of a receipt is text, where the vectors' reader makes bytes of all hashes. */
function asText<T extends { readonly sha256: string } | undefined>(value: T): T {
  return value === undefined ? value : { ...value, sha256: Buffer.from(value.sha256).toString('hex') };
}

function codec<T>(of: Codec<T>): Codec<never> {
  return of as unknown as Codec<never>;
}

function nothing(bytes: Buffer): object {
  decodeNothing(new ByteReader(bytes));
  return {};
}

function one(pages: readonly Buffer[]): Buffer {
  const [page, ...more] = pages;
  expect(more).toEqual([]);
  if (page === undefined) throw new Error('no page');
  return page;
}
