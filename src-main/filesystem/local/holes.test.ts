import type { Stats } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { patternBytes } from '../contract/recorder.ts';
import { HoleFinder, holeBlock, isSparse } from './holes.ts';

/** What a sink is told, written as `contents` and `hole` with their lengths; contents are compared by their bytes. */
function find(pieces: readonly Uint8Array[]): { told: string[]; bytes: Buffer; released: number } {
  const told: string[] = [];
  const parts: Uint8Array[] = [];
  let released = 0;
  const unused = (): void => {};
  const finder = new HoleFinder(
    {
      opened: unused,
      data(_, bytes, release) {
        told.push(`contents ${bytes.length}`);
        parts.push(bytes);
        release?.();
      },
      hole(_, length) {
        told.push(`hole ${length}`);
        parts.push(new Uint8Array(length));
      },
      reuse: unused,
      ended: unused,
      failed: unused,
      broken: unused,
    },
    1,
  );
  for (const piece of pieces) finder.data(piece, () => void (released += 1));
  finder.flush();
  return { told, bytes: Buffer.concat(parts), released };
}

const full = (blocks: number): Uint8Array => patternBytes(blocks * holeBlock);
const zero = (blocks: number): Uint8Array => new Uint8Array(blocks * holeBlock);

describe('runs of zeros', () => {
  it.each<readonly [string, readonly Uint8Array[], readonly string[]]>([
    ['no zeros', [full(4), full(2)], [`contents ${4 * holeBlock}`, `contents ${2 * holeBlock}`]],
    ['nothing but zeros', [zero(4), zero(4)], [`hole ${8 * holeBlock}`]],
    [
      'an island',
      [zero(4), Buffer.concat([zero(1), full(1), zero(2)]), zero(4)],
      [`hole ${5 * holeBlock}`, `contents ${holeBlock}`, `hole ${6 * holeBlock}`],
    ],
    [
      'two islands in a piece',
      [Buffer.concat([full(1), zero(1), full(1), zero(1)])],
      [`contents ${holeBlock}`, `hole ${holeBlock}`, `contents ${holeBlock}`, `hole ${holeBlock}`],
    ],
    ['zeros that fill no block', [Buffer.concat([full(1), new Uint8Array(100)])], [`contents ${holeBlock + 100}`]],
    ['a short end of a hole', [Buffer.concat([zero(1), new Uint8Array(100)])], [`hole ${holeBlock + 100}`]],
    ['nothing', [new Uint8Array()], []],
  ])('%s', (_, pieces, told) => {
    const found = find(pieces);
    expect(found.told).toEqual(told);
    expect(found.bytes.equals(Buffer.concat(pieces))).toBe(true);
    expect(found.released).toBe(pieces.length);
  });

  it('are told in lengths that can be said', () => {
    const pieces = Array.from({ length: limits.hole / (4 * holeBlock) + 1 }, () => zero(4));
    expect(find(pieces).told).toEqual([`hole ${limits.hole}`, `hole ${4 * holeBlock}`]);
  });
});

it('a file is sparse when clearly less of it is stored', () => {
  const stats = (size: number, stored: number): Stats => ({ size, blocks: stored / 512 }) as Stats;
  expect(isSparse(stats(1_000_000, 1_003_520))).toBe(false);
  expect(isSparse(stats(1_000_000, 983_040))).toBe(false);
  expect(isSparse(stats(1_000_000, 917_504))).toBe(true);
  expect(isSparse(stats(100, 0))).toBe(false);
});
