import { expect, it } from 'vitest';
import { RecycledKeys } from './recycledKeys.ts';

it('keeps the key of what stays, and gives those of what went to what came', () => {
  const keys = new RecycledKeys();
  expect(keys.assign(['a', 'b', 'c'])).toEqual([0, 1, 2]);
  expect(keys.assign(['b', 'c', 'd'])).toEqual([1, 2, 0]);
  expect(keys.assign(['x', 'b', 'c', 'd'])).toEqual([3, 1, 2, 0]);
  expect(keys.assign(['q', 'r', 's', 't'])).toEqual([3, 1, 2, 0]);
  expect(keys.assign(['t'])).toEqual([0]);
  expect(new Set(keys.assign(['t', 'u', 'v'])).size).toBe(3);
});
