import { describe, expect, it } from 'vitest';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { file } from '../testing/memoryBridge.ts';
import { Listing } from './listing.ts';
import { survivingRow } from './survivingRow.ts';

function listing(names: string): Listing {
  const made = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
  made.append(packEntries([...names].map((name) => file(name, 1))));
  return made;
}

describe('the row of a newer reading', () => {
  it.each([
    ['abcd', 'abcd', 2, 'c'],
    ['bcd', 'abcd', 1, 'c'],
    ['abcd', 'abd', 2, 'd'],
    ['abcdef', 'af', 2, 'f'],
    ['abcd', 'ab', 3, 'b'],
    ['abcd', 'a', 0, 'a'],
    ['abcd', 'xyz', 1, 'y'],
    ['abcd', 'x', 3, 'x'],
    ['abcd', 'xyz', -1, 'x'],
    ['', 'xyz', -1, 'x'],
  ])('of %s, after which there is %s: row %i goes to %s', (before, after, row, name) => {
    const to = listing(after);
    expect(to.name(to.at(survivingRow(listing(before), to, row)))).toBe(name);
  });

  it('is none when nothing is left', () => {
    expect(survivingRow(listing('abc'), listing(''), 1)).toBe(-1);
  });

  it('is found quickly when nearly everything went', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => file(`f${String(i).padStart(6, '0')}`, 1));
    const from = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
    from.append(packEntries(many));
    const to = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
    to.append(packEntries(many.slice(-1)));
    const started = performance.now();
    expect(survivingRow(from, to, 10)).toBe(0);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
