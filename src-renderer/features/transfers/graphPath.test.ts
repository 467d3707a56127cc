import { describe, expect, it } from 'vitest';
import { graphPath } from './graphPath.ts';

describe('the throughput graph', () => {
  it('fills the height with the highest value', () => {
    expect(graphPath([0, 10, 5], 100, 11.5)).toEqual({
      line: 'M0 11L50 1L100 6',
      area: 'M0 11L50 1L100 6V11.5H0Z',
    });
  });

  it('begins where something moves', () => {
    expect(graphPath([0, 0, 0, 10, 5], 100, 11.5).area).toBe('M50 11L75 1L100 6V11.5H50Z');
  });

  it('is empty when nothing moved', () => {
    expect(graphPath([], 100, 10)).toEqual({ line: '', area: '' });
    expect(graphPath([0, 0], 100, 10)).toEqual({ line: '', area: '' });
  });
});
