import { describe, expect, it } from 'vitest';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { file } from '../testing/memoryBridge.ts';
import { Listing } from './listing.ts';
import { TypeAhead } from './typeAhead.ts';

const listing = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
listing.append(packEntries(['alpha', 'banana', 'Bear', 'élan', 'elm', 'zoo', 'a new one'].map((name) => file(name))));
// Rows: a new one, alpha, banana, Bear, élan, elm, zoo
const name = (row: number): string | undefined => listing.entry(listing.at(row))?.name;

describe('type-ahead', () => {
  it('finds the next name with the letter, around the end', () => {
    const typeAhead = new TypeAhead();
    expect(name(typeAhead.type('b', listing, 0, 0))).toBe('banana');
    expect(name(new TypeAhead().type('a', listing, 6, 0))).toBe('a new one');
    expect(new TypeAhead().type('q', listing, 0, 0)).toBe(-1);
  });

  it('takes letters typed in a row as one word, without regard to case or accents', () => {
    const typeAhead = new TypeAhead();
    let row = typeAhead.type('E', listing, 0, 0);
    expect(name(row)).toBe('élan');
    row = typeAhead.type('l', listing, row, 100);
    expect(name(row)).toBe('élan');
    row = typeAhead.type('m', listing, row, 200);
    expect(name(row)).toBe('elm');
  });

  it('walks through the names when one letter is repeated', () => {
    const typeAhead = new TypeAhead();
    let row = typeAhead.type('b', listing, 0, 0);
    row = typeAhead.type('b', listing, row, 100);
    expect(name(row)).toBe('Bear');
    row = typeAhead.type('b', listing, row, 200);
    expect(name(row)).toBe('banana');
  });

  it('begins anew after a pause, and lets a blank belong to a word', () => {
    const typeAhead = new TypeAhead();
    typeAhead.type('a', listing, 1, 0);
    expect(typeAhead.isActive(500)).toBe(true);
    expect(name(typeAhead.type(' ', listing, 0, 500))).toBe('a new one');
    expect(typeAhead.isActive(5000)).toBe(false);
    expect(name(typeAhead.type('z', listing, 0, 5000))).toBe('zoo');
  });
});
