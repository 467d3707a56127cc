import { describe, expect, it } from 'vitest';
import { compareNames, naturalKey } from './naturalOrder.ts';

const sorted = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => compareNames(naturalKey(a), a, naturalKey(b), b));

describe('natural order', () => {
  it('puts numbers by their value', () => {
    expect(sorted(['file10', 'file2', 'file1', 'file02', 'file100'])).toEqual(['file1', 'file02', 'file2', 'file10', 'file100']);
    expect(sorted(['a1b10', 'a1b9', 'a01b1'])).toEqual(['a01b1', 'a1b9', 'a1b10']);
    expect(sorted(['v1.10.0', 'v1.9.12', 'v1.9.2'])).toEqual(['v1.9.2', 'v1.9.12', 'v1.10.0']);
  });

  it('compares numbers longer than a double holds', () => {
    expect(sorted(['9007199254740993', '9007199254740992', '90071992547409910'])).toEqual([
      '9007199254740992',
      '9007199254740993',
      '90071992547409910',
    ]);
  });

  it('folds case and accents, and still has one order for names that differ in nothing else', () => {
    expect(sorted(['zebra', 'Émile', 'eagle', 'Apple', 'apple'])).toEqual(['Apple', 'apple', 'eagle', 'Émile', 'zebra']);
  });

  it('puts a name before the longer one that begins with it', () => {
    expect(sorted(['ab', 'a', 'a1', 'a 1'])).toEqual(['a', 'a 1', 'a1', 'ab']);
  });
});
