import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from '../protocol/limits.ts';
import { chunkRow } from '../protocol/native/records.ts';
import { ChunkIndex, chunkHash, chunkLength, chunkSizes, listedSize } from './chunks.ts';

const MiB = 1024 * 1024;
const sizes = chunkSizes(8 * MiB);

/** Bytes that anyone can make: SHA-256 of 0, 1, 2… as u32, one behind the other. */
function counted(size: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i * 32 < size; i += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(i);
    parts.push(createHash('sha256').update(number).digest());
  }
  return Buffer.concat(parts).subarray(0, size);
}

function cut(bytes: Uint8Array, of = sizes): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += lengths.at(-1) ?? 0) lengths.push(chunkLength(bytes, at, bytes.length, of));
  return lengths;
}

function listOf(bytes: Uint8Array): Buffer {
  let at = 0;
  const rows = cut(bytes).map((length) => {
    const row = Buffer.alloc(chunkRow);
    row.writeUInt32BE(length);
    chunkHash(bytes.subarray(at, at + length)).copy(row, 4);
    at += length;
    return row;
  });
  return Buffer.concat(rows);
}

const bytes = counted(4 * MiB);

describe('cutting', () => {
  it('is the same everywhere', () => {
    expect(cut(bytes.subarray(0, MiB))).toEqual([
      78244, 106613, 81630, 69500, 80845, 86790, 77767, 67689, 75948, 75926, 78413, 74616, 65548, 29047,
    ]);
    expect(cut(new Uint8Array(600_000))).toEqual([262_144, 262_144, 75_712]);
    expect(cut(bytes.subarray(0, 100))).toEqual([100]);
  });

  it('makes chunks of the lengths it should', () => {
    const lengths = cut(bytes);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes.length);
    for (const length of lengths.slice(0, -1)) {
      expect(length).toBeGreaterThan(sizes.least);
      expect(length).toBeLessThanOrEqual(sizes.most);
    }
    const mean = bytes.length / lengths.length;
    expect(mean).toBeGreaterThan(sizes.normal / 2);
    expect(mean).toBeLessThan(sizes.normal * 2);
  });

  it.each([
    ['inserted at the beginning', (old: Buffer) => Buffer.concat([counted(1000), old])],
    [
      'inserted in the middle',
      (old: Buffer) => Buffer.concat([old.subarray(0, 2_000_000), counted(77), old.subarray(2_000_000)]),
    ],
    ['removed', (old: Buffer) => Buffer.concat([old.subarray(0, 1_000_000), old.subarray(1_010_000)])],
    ['appended', (old: Buffer) => Buffer.concat([old, counted(5000)])],
  ])('is the same but for a few chunks when something is %s', (_, change) => {
    const index = new ChunkIndex(listOf(bytes));
    const changed = change(bytes);
    let at = 0;
    let missing = 0;
    for (const length of cut(changed)) {
      const chunk = changed.subarray(at, at + length);
      const offset = index.find(chunk);
      if (offset === undefined) missing += length;
      else expect(bytes.subarray(offset, offset + length).equals(chunk)).toBe(true);
      at += length;
    }
    expect(missing).toBeLessThan(3 * sizes.most);
  });

  it('makes larger chunks of larger files, so that lists stay short', () => {
    expect(chunkSizes(0)).toEqual({ least: 16_384, normal: 65_536, most: 262_144 });
    expect(chunkSizes(2 ** 31).normal).toBe(65_536);
    expect(chunkSizes(2 ** 31 + 1).normal).toBe(131_072);
    for (const size of [1e9, 1e11, 1e13]) expect(size / chunkSizes(size).normal).toBeLessThanOrEqual(32_768);
  });
});

describe('lists', () => {
  it('tell the size of their file, or are none', () => {
    expect(listedSize(listOf(bytes))).toBe(bytes.length);
    expect(listedSize(new Uint8Array())).toBe(0);
    expect(listedSize(new Uint8Array(chunkRow - 1))).toBeUndefined();
    expect(listedSize(new Uint8Array(chunkRow))).toBeUndefined();
    expect(listedSize(new Uint8Array((limits.chunks + 1) * chunkRow).fill(1))).toBeUndefined();
  });
});
