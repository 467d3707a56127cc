import { expect, test } from 'vitest';
import { isPageFrame } from './origin.ts';

test.each([
  ['app://ferry/', null, true],
  ['app://ferry/index.html#x', null, true],
  ['app://ferry/', {}, false],
  ['app://ferry.evil/', null, false],
  ['app://other/', null, false],
  ['https://ferry/', null, false],
  ['file:///app://ferry/', null, false],
  ['about:blank', null, false],
  ['', null, false],
])('a message from %s (in a frame of %s): %s', (url, parent, expected) => {
  expect(isPageFrame({ url, parent })).toBe(expected);
});

test('a frame that is gone has no say', () => {
  expect(isPageFrame(null)).toBe(false);
  expect(isPageFrame(undefined)).toBe(false);
});
