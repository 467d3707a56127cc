import { describe, expect, it } from 'vitest';
import { fastest, median, percentile, ratios } from './statistics.ts';

describe('statistics', () => {
  it('takes the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('takes percentiles between the nearest values', () => {
    expect(percentile([0, 10, 20], 75)).toBe(15);
    expect(percentile([7], 99)).toBe(7);
  });

  it('compares only rounds that both have', () => {
    expect(ratios([1, null, 3, 4], [2, 2, null, 1])).toEqual([0.5, 4]);
  });

  it('finds the fastest of each round', () => {
    expect(
      fastest([
        [3, null, null],
        [2, 5, null],
      ]),
    ).toEqual([2, 5, null]);
  });
});
