import { expect, test } from 'vitest';
import { ShownDirectories } from './shownDirectories.ts';

const at = (path: string) => ({ endpoint: 'local', path });

test('what any page shows is shown, once', () => {
  const shown = new ShownDirectories<string>();
  expect(shown.show('a', [at('/x'), at('/y')])).toEqual([at('/x'), at('/y')]);
  expect(shown.show('b', [at('/y'), at('/z')])).toEqual([at('/x'), at('/y'), at('/z')]);
  expect(shown.show('a', [at('/y')])).toEqual([at('/y'), at('/z')]);
});

test('a page that goes takes along what nobody else shows', () => {
  const shown = new ShownDirectories<string>();
  shown.show('a', [at('/x'), at('/y')]);
  shown.show('b', [at('/y')]);
  expect(shown.leave('a')).toEqual([at('/y')]);
  expect(shown.leave('a')).toBeUndefined();
  expect(shown.leave('b')).toEqual([]);
});

test('many pages are told of as far as one request goes', () => {
  const shown = new ShownDirectories<number>();
  for (let page = 0; page < 100; page++) shown.show(page, [at(`/${page}`)]);
  expect(shown.show(0, [at('/0')])).toHaveLength(64);
});
