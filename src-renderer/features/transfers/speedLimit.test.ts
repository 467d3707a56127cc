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
    ['1,500', 'KB', 1_536_000],
    ['1.500', 'KB', 1_536],
    ['1,500.5', 'KB', 1_536_512],
    ['1,5000', 'KB', 1_536],
    ['12,34,567', 'KB', undefined],
    ['1e3', 'KB', undefined],
  ] as const)('%j %s is %s', (amount, unit, expected) => {
    expect(limitBytes(amount, unit, 'en')).toBe(expected);
  });

  it('in Indonesian has a point between thousands and a comma before a fraction', () => {
    expect(limitBytes('1.500', 'KB', 'id')).toBe(1_536_000);
    expect(limitBytes('1,500', 'KB', 'id')).toBe(1_536);
    expect(limitBytes('1.500,5', 'KB', 'id')).toBe(1_536_512);
    expect(limitBytes('2.5', 'MB', 'id')).toBe(2_621_440);
    expect(limitParts(2_621_440, 'id')).toEqual({ amount: '2,5', unit: 'MB' });
  });

  it.each(['en', 'id'] as const)('is shown as it would be typed (%s)', (language) => {
    for (const limit of [300_000, 1_048_576, 1_536_000, 2_621_440]) {
      const { amount, unit } = limitParts(limit, language);
      expect(Math.abs((limitBytes(amount, unit, language) ?? 0) - limit)).toBeLessThan(6000);
    }
    expect(limitParts('off', language)).toEqual({ amount: '', unit: 'MB' });
  });
});
