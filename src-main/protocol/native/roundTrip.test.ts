import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, errorCodes } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { ByteReader, ByteWriter, nameFromBytes, nameToBytes } from '../bytes.ts';
import { limits } from '../limits.ts';
import { encodePages, readEntry, writeEntry } from './entries.ts';
import { existingKinds } from './existing.ts';
import { type DataRecord, readRecord, type Resume, writeRecord } from './records.ts';
import { decodeListPage, decodeWalkPage, encodeWalkPages } from './replies.ts';

/** What is written is read back, for all values. */

const u32 = fc.nat(0xffff_ffff);
const size = fc.oneof(fc.maxSafeNat(), fc.nat(1_000), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER));
/** Milliseconds with a fraction that a double and whole nanoseconds both hold. */
const time = fc.oneof(
  fc.tuple(fc.integer({ min: -1e12, max: 1e12 }), fc.nat(63)).map(([ms, part]) => ms + part / 64),
  fc.constantFrom(0, 1e15, -1e15, Number.NaN),
);
const mode = fc.option(fc.nat(0o777), { nil: undefined });
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.uint8Array({ maxLength: 255 }).map((bytes) => nameFromBytes(Buffer.from(bytes))),
);
const component = name.filter((text) => !/^(|\.|\.\.)$|[/\0]/.test(text) && nameToBytes(text).length <= 255);
const path = fc.array(component, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
const error = fc
  .tuple(
    fc.constantFrom(...errorCodes.filter((code) => code !== 'identity-unknown')),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
  )
  .map(([code, message]) => new AppError(code, message));
const attributes = fc.record({ size, modified: time, mode });
const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const target = fc.option(
  fc
    .record({ path, existing: fc.constantFrom(...existingKinds), key: fc.option(key, { nil: undefined }), offset: size })
    .map((value) => (value.key === undefined ? { ...value, offset: 0 } : value)),
  { nil: undefined },
);
const resume: fc.Arbitrary<Resume> = fc
  .tuple(fc.array(hash, { maxLength: 20 }), fc.integer({ min: 1, max: 2 ** 30 }), fc.double({ min: 0, max: 0.999, noNaN: true }))
  .map(([prefixes, blockSize, part]) => ({
    prefixes,
    blockSize,
    size: Math.max(0, prefixes.length * blockSize - Math.floor(part * blockSize)),
  }));

const record: fc.Arbitrary<DataRecord> = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), ticket: u32, path, resume: fc.option(resume, { nil: undefined }) }),
  fc.record({ kind: fc.constantFrom('cancelRead' as const, 'flush' as const, 'skipped' as const), ticket: u32 }),
  fc.record({ kind: fc.constant('open' as const), ticket: u32, attributes, offset: size, target }),
  fc
    .record({
      kind: fc.constant('whole' as const),
      ticket: u32,
      attributes,
      target,
      contents: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      sha256: fc.option(hash, { nil: undefined }),
    })
    .map((value) => ({ ...value, attributes: { ...value.attributes, size: value.contents.length } })),
  fc.record({ kind: fc.constant('end' as const), ticket: u32, size, sha256: fc.option(hash, { nil: undefined }) }),
  fc.record({ kind: fc.constant('hole' as const), ticket: u32, length: fc.integer({ min: 1, max: limits.hole }) }),
  fc.record({
    kind: fc.constant('reuse' as const),
    ticket: u32,
    offset: size,
    length: fc.integer({ min: 1, max: limits.reuse }),
  }),
  fc.record({
    kind: fc.constant('striped' as const),
    ticket: u32,
    stripe: fc.integer({ min: 1, max: limits.stripes }),
    length: fc.integer({ min: 1, max: limits.bulkPayload }),
  }),
  fc.record({
    kind: fc.constant('basis' as const),
    ticket: u32,
    bytes: fc
      .integer({ min: 1, max: 20 })
      .chain((rows) => fc.uint8Array({ minLength: rows * 20, maxLength: rows * 20 }))
      .map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ kind: fc.constant('based' as const), ticket: u32, identity: hash.map((bytes) => bytes.toString('hex')) }),
  fc.record({ kind: fc.constant('abort' as const), ticket: u32, keep: fc.boolean() }),
  fc.record({ kind: fc.constant('makeDirectory' as const), ticket: u32, path }),
  fc.record({
    kind: fc.constant('directoryTimes' as const),
    ticket: u32,
    times: fc.array(fc.record({ path, modified: time }), { maxLength: limits.directoryTimes }),
  }),
  fc.record({ kind: fc.constant('acknowledged' as const), ticket: u32, bytes: size }),
  fc.record({ kind: fc.constant('committed' as const), ticket: u32, size, sha256: hash, verified: fc.boolean() }),
  fc.record({ kind: fc.constant('failed' as const), ticket: u32, error }),
);

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    name: component,
    kind: fc.constantFrom('file' as const, 'directory' as const, 'other' as const),
    size,
    modified: time,
    mode,
  }),
  fc.record({
    name: component,
    kind: fc.constant('symlink' as const),
    size: fc.constant(0),
    modified: time,
    mode,
    target: fc.option(
      name.filter((text) => text !== ''),
      { nil: undefined },
    ),
    targetKind: fc.option(fc.constantFrom('file' as const, 'directory' as const, 'symlink' as const, 'other' as const), {
      nil: undefined,
    }),
  }),
);

describe('round trips', () => {
  it('names keep every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (given) => {
        const bytes = new ByteWriter(0).name(nameFromBytes(Buffer.from(given))).finish();
        expect(bytes.subarray(2).equals(given)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('fields in any order', () => {
    const field = fc.oneof(
      fc.tuple(fc.constant('u8' as const), fc.nat(255)),
      fc.tuple(fc.constant('u16' as const), fc.nat(65_535)),
      fc.tuple(fc.constant('u32' as const), u32),
      fc.tuple(fc.constant('size' as const), size),
      fc.tuple(fc.constant('time' as const), time),
    );
    fc.assert(
      fc.property(fc.array(field), fc.nat(16), (given, capacity) => {
        const writer = new ByteWriter(capacity);
        for (const [kind, value] of given) writer[kind](value);
        const reader = new ByteReader(writer.finish());
        for (const [kind, value] of given) expect(reader[kind]()).toBe(value);
        reader.end();
      }),
    );
  });

  it('times to the nanosecond, and what is no time as unknown', () => {
    const read = (milliseconds: number): number => new ByteReader(new ByteWriter(0).time(milliseconds).finish()).time();
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (milliseconds) => {
        const tolerance = Math.max(1e-6, Math.abs(milliseconds) * 2 ** -52);
        expect(Math.abs(read(milliseconds) - milliseconds)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 2_000 },
    );
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, 1.1e15, -1e300, 2 ** 63 * 1000]) expect(read(none)).toBeNaN();
  });

  it('sizes beyond what can be said become the largest', () => {
    const read = (value: number): number => new ByteReader(new ByteWriter(0).size(value).finish()).size();
    for (const large of [2 ** 53, 2 ** 63, 1e300, Number.POSITIVE_INFINITY]) expect(read(large)).toBe(Number.MAX_SAFE_INTEGER);
    expect([read(-1), read(Number.NaN), read(1.9)]).toEqual([0, 0, 1]);
  });

  it('records, one behind the other', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.nat(64), (given, reserve) => {
        const writer = new ByteWriter(8, reserve);
        for (const one of given) writeRecord(writer, one);
        const reader = new ByteReader(writer.finish().subarray(reserve));
        const read: DataRecord[] = [];
        while (reader.remaining > 0) read.push(readRecord(reader));
        expect(read).toEqual(given);
      }),
      { numRuns: 2_000 },
    );
  });

  it('entries', () => {
    fc.assert(
      fc.property(entry, (given) => {
        const reader = new ByteReader(writeEntry(new ByteWriter(0), given).finish());
        expect(readEntry(reader)).toEqual({
          target: undefined,
          targetKind: undefined,
          ...given,
          ...(given.kind === 'symlink' ? {} : { target: undefined, targetKind: undefined }),
        });
        reader.end();
      }),
      { numRuns: 2_000 },
    );
  });

  it('listings of any length, in pages that keep the limit', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), fc.integer({ min: 1, max: 100 }), fc.boolean(), (some, times, known) => {
        const given = Array.from({ length: times }, () => some).flat();
        const total = known ? given.length : undefined;
        const payloads = encodePages(given, total);
        const pages = payloads.map((payload) => decodeListPage(new ByteReader(payload)));
        expect(pages.flatMap((page) => page.entries)).toHaveLength(given.length);
        expect(pages.map((page) => page.total)).toEqual(
          pages.map((_, index) => (index === pages.length - 1 ? total : undefined)),
        );
        for (const payload of payloads) expect(payload.length).toBeLessThanOrEqual(limits.controlPayload);
      }),
      { numRuns: 100 },
    );
  });

  it('a page of a walk keeps the limit with the longest directory, names, link targets and error', () => {
    const directory = Array.from({ length: 63 }, () => 'd'.repeat(255)).join('/');
    const link: Entry = { name: 'n'.repeat(255), kind: 'symlink', size: 0, modified: 0, target: 't'.repeat(limits.path) };
    const entries = Array.from(
      { length: 20 },
      (_, i): Entry => (i % 4 === 0 ? link : { name: 'n'.repeat(255), kind: 'file', size: i, modified: 0 }),
    );
    const message = new AppError('permission-denied', '漢'.repeat(1_000));
    const payloads = encodeWalkPages({ directory, entries: Array.from({ length: 20 }, () => entries).flat(), error: message });
    for (const payload of payloads) {
      expect(payload.length).toBeLessThanOrEqual(limits.controlPayload);
      expect(decodeWalkPage(new ByteReader(payload)).directory).toBe(directory);
    }
    expect(payloads.flatMap((payload) => decodeWalkPage(new ByteReader(payload)).entries)).toHaveLength(400);
  });
});
