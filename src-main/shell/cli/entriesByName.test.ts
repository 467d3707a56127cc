import { expect, it } from 'vitest';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { EntriesByName } from './entriesByName.ts';

function entry(name: string): Entry {
  return { name, kind: 'file', size: 0, modified: 0 };
}

it('has everything in order, however it comes', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `${(index * 7919) % 10_007}`);
  for (const page of [1, 7, 400, 20_000]) {
    const entries = new EntriesByName();
    for (let at = 0; at < names.length; at += page) await entries.add(names.slice(at, at + page).map(entry));
    expect((await entries.all()).map(({ name }) => name)).toEqual(names.toSorted());
  }
});

it('is empty when nothing came', async () => {
  expect(await new EntriesByName().all()).toEqual([]);
});
