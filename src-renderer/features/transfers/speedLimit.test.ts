import { describe, expect, it } from 'vitest';
import { limitBytes, limitParts } from './speedLimit.ts';

describe('a typed speed limit', () => {
  it.each([
    ['1', 'MB', 1_048_576],
    [' 2,5 ', 'MB', 2_621_440],
    ['.5', 'MB', 524_288],
    ['1', 'KB', 1024],
    ['0', 'MB', undefined],
    ['0.5', 'KB', undefined],
    ['9999999', 'MB', undefined],
    ['', 'MB', undefined],
    ['fast', 'MB', undefined],
    ['-1', 'MB', undefined],
    ['1e3', 'KB', undefined],
  ] as const)('%j %s is %s', (amount, unit, expected) => {
    expect(limitBytes(amount, unit)).toBe(expected);
  });

  it('is shown as it was typed', () => {
    for (const limit of [300_000, 1_048_576, 2_621_440]) {
      const { amount, unit } = limitParts(limit);
      expect(Math.abs((limitBytes(amount, unit) ?? 0) - limit)).toBeLessThan(2000);
    }
    expect(limitParts('off')).toEqual({ amount: '', unit: 'MB' });
  });
});
