import { describe, expect, it } from 'vitest';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { file } from '../testing/memoryBridge.ts';
import { Listing } from './listing.ts';
import { Selection } from './selection.ts';

function make(names: string): { listing: Listing; selection: Selection; selected: () => string } {
  const listing = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
  listing.append(packEntries([...names].map((name) => file(name, 10))));
  const selection = new Selection();
  const selected = (): string =>
    Array.from(listing.rows)
      .filter((index) => selection.has(index))
      .map((index) => listing.entry(index)?.name)
      .join('');
  return { listing, selection, selected };
}

describe('a selection', () => {
  it('follows the cursor until something is marked', () => {
    const { selection, selected } = make('abcd');
    selection.only(0);
    selection.move(1);
    expect(selected()).toBe('b');
    selection.toggle(3);
    selection.move(0);
    expect(selected()).toBe('bd');
    expect(selection.focus).toBe(0);
  });

  it('marks with Insert: what the cursor took along stays, the next row is only stepped on', () => {
    const { selection, selected } = make('abcd');
    selection.move(0);
    selection.mark();
    selection.walk(1);
    expect(selected()).toBe('a');
    selection.mark();
    selection.walk(2);
    expect(selected()).toBe('ab');
    selection.walk(1);
    selection.mark();
    expect(selected()).toBe('a');
  });

  it('takes a mark back where the cursor stands in what was selected at once', () => {
    const { listing, selection, selected } = make('abcd');
    selection.moveFocus(1);
    selection.all(listing);
    selection.mark();
    expect(selected()).toBe('acd');
    selection.move(2);
    expect(selected()).toBe('acd');
    selection.only(0);
    selection.extend(listing, 2, false);
    selection.mark();
    expect(selected()).toBe('ab');
  });

  it('takes a range from the anchor, in both directions, and turns around', () => {
    const { listing, selection, selected } = make('abcdef');
    selection.only(2);
    selection.extend(listing, 4, false);
    expect(selected()).toBe('cde');
    selection.extend(listing, 1, false);
    expect(selected()).toBe('bc');
    expect(selection.focus).toBe(1);
  });

  it('adds a range to what is selected with Ctrl+Shift', () => {
    const { listing, selection, selected } = make('abcdef');
    selection.only(0);
    selection.toggle(3);
    selection.extend(listing, 5, true);
    expect(selected()).toBe('adef');
  });

  it('selects all, none and the others', () => {
    const { listing, selection, selected } = make('abc');
    selection.all(listing);
    expect(selection.count).toBe(3);
    selection.toggle(1);
    selection.invert(listing);
    expect(selected()).toBe('b');
    selection.none();
    expect(selection.count).toBe(0);
    expect(selection.summary(listing)).toEqual({ count: 0, bytes: 0 });
  });

  it('works on the entry under the cursor when nothing is selected', () => {
    const { listing, selection } = make('abc');
    expect(selection.targets(listing)).toEqual([]);
    selection.moveFocus(1);
    expect(selection.targets(listing).map((entry) => entry.name)).toEqual(['b']);
    selection.all(listing);
    expect(selection.targets(listing)).toHaveLength(3);
    expect(selection.summary(listing)).toEqual({ count: 3, bytes: 30 });
  });

  it('counts the rows that are shown, and no further than it has to', () => {
    const { listing, selection } = make('abcd');
    selection.only(0);
    expect(selection.countShown(listing, 2)).toBe(1);
    selection.toggle(1);
    listing.arrange({ column: 'name', descending: false }, false, 'b');
    expect(selection.countShown(listing, 2)).toBe(1);
    selection.toggle(1);
    expect(selection.countShown(listing, 2)).toBe(0);
    listing.arrange({ column: 'name', descending: false }, false, '');
    selection.all(listing);
    expect(selection.countShown(listing, 2)).toBe(2);
  });

  it('is found again by name in a new listing, the cursor near where it was', () => {
    const before = make('abcdef');
    before.selection.only(1);
    before.selection.toggle(4);
    const after = make('abxf');
    const carried = before.selection.carryTo(before.listing, after.listing, undefined);
    expect(carried.has(1)).toBe(true);
    expect(carried.count).toBe(1);
    // `e` is gone: the cursor stands on what was behind it, wherever that is now.
    expect(after.listing.entry(carried.focus)?.name).toBe('f');
  });

  it('goes to a wanted name in the new listing', () => {
    const before = make('ab');
    before.selection.only(0);
    const after = make('abn');
    const carried = before.selection.carryTo(before.listing, after.listing, 'n');
    expect(after.listing.entry(carried.focus)?.name).toBe('n');
    expect(carried.has(0)).toBe(true);
  });

  it('holds a hundred thousand entries, and is carried into the directory read again', () => {
    const name = (at: number): string => `photo ${at}.jpg`;
    const read = (numbers: readonly number[]): Listing => {
      const listing = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
      listing.append(packEntries(numbers.map((at) => file(name(at), 2))));
      return listing;
    };
    const numbers = Array.from({ length: 100_000 }, (_, at) => at);
    const before = read(numbers);
    const selection = new Selection();
    selection.all(before);
    expect(selection.summary(before)).toEqual({ count: 100_000, bytes: 200_000 });
    selection.mass(before.matching('*7.jpg'), false);
    expect(selection.count).toBe(90_000);
    selection.invert(before);
    expect(selection.targets(before).map((entry) => entry.name)).toEqual(
      numbers.filter((at) => at % 10 === 7).map((at) => name(at)),
    );
    selection.only(before.at(50));
    selection.extend(before, before.at(99_999), false);
    expect(selection.count).toBe(99_950);

    const after = read(numbers.filter((at) => at % 2 === 0).toReversed());
    const carried = selection.carryTo(before, after, undefined);
    expect(carried.count).toBe(49_975);
    expect(after.name(carried.focus)).toBe(name(99_998));
  });
});
