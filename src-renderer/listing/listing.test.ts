import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/model/entry.ts';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { file, folder } from '../testing/memoryBridge.ts';
import type { SortOrder } from './entryOrder.ts';
import { Listing } from './listing.ts';

const here = { endpoint: 'local', path: '/' };
const byName: SortOrder = { column: 'name', descending: false };

function listing(entries: readonly Entry[], order = byName, hidden = false): Listing {
  const made = new Listing(here, order, hidden);
  made.append(packEntries(entries));
  return made;
}

const shown = (of: Listing): string[] => Array.from(of.rows, (index) => of.entry(index)?.name ?? '?');

describe('a listing', () => {
  it('puts folders first, in both directions', () => {
    const made = listing([file('b'), folder('z'), file('a'), folder('y')]);
    expect(shown(made)).toEqual(['y', 'z', 'a', 'b']);
    made.arrange({ column: 'name', descending: true }, false);
    expect(shown(made)).toEqual(['z', 'y', 'b', 'a']);
  });

  it('counts a link to a folder as one', () => {
    const link: Entry = { name: 'z', kind: 'symlink', targetKind: 'directory', size: 0, modified: 0 };
    expect(shown(listing([file('a'), link]))).toEqual(['z', 'a']);
  });

  it('merges pages into what is sorted already', () => {
    const pages = [[file('d'), file('b')], [file('a'), file('e'), folder('x')], [], [file('c')]];
    const made = new Listing(here, byName, false);
    for (const page of pages) made.append(packEntries(page));
    expect(shown(made)).toEqual(['x', 'a', 'b', 'c', 'd', 'e']);
    expect(shown(made)).toEqual(shown(listing(pages.flat())));
  });

  it('sorts by size and date, equal ones by name, unknown dates as the oldest', () => {
    const entries = [file('b', 5, 100), file('a', 5, Number.NaN), file('c', 1, 200), file('d', 9, Number.NaN)];
    expect(shown(listing(entries, { column: 'size', descending: true }))).toEqual(['d', 'a', 'b', 'c']);
    expect(shown(listing(entries, { column: 'date', descending: true }))).toEqual(['c', 'b', 'a', 'd']);
    expect(shown(listing(entries, { column: 'date', descending: false }))).toEqual(['a', 'd', 'b', 'c']);
  });

  it('hides names that begin with a dot, and tells how many', () => {
    const made = listing([file('.a'), file('b'), folder('.c')]);
    expect(shown(made)).toEqual(['b']);
    expect(made.hiddenCount).toBe(2);
    made.arrange(byName, true);
    expect(shown(made)).toEqual(['.c', '.a', 'b']);
  });

  it('knows the row of an entry, and -1 for a hidden one', () => {
    const made = listing([file('b'), file('.h'), file('a')]);
    expect(made.rowOf(0)).toBe(1);
    expect(made.rowOf(1)).toBe(-1);
    expect(made.rowOf(-1)).toBe(-1);
    expect(made.at(99)).toBe(-1);
  });

  it('takes a hundred thousand entries page by page', () => {
    const made = new Listing(here, byName, false);
    for (let page = 0; page < 100; page++) {
      const photo = (at: number): Entry => file(`photo ${((page * 1000 + at) * 7919) % 100_000}.jpg`, at);
      made.append(packEntries(Array.from({ length: 1000 }, (_, at) => photo(at))));
    }
    expect(made.rows.length).toBe(100_000);
    expect(made.entry(made.at(0))?.name).toBe('photo 0.jpg');
    expect(made.entry(made.at(99_999))?.name).toBe('photo 99999.jpg');
  });

  it.each([
    { column: 'name', descending: false },
    { column: 'name', descending: true },
    { column: 'size', descending: true },
    { column: 'type', descending: false },
    { column: 'date', descending: true },
  ] as const)('has the same rows by $column, however the pages came, and finds each entry in them', (order) => {
    const entries = Array.from({ length: 5000 }, (_, at): Entry => {
      const name = `${['IMG_', 'Über ', '.n', '文'][at % 4] ?? ''}${(at * 7919) % 5003}.${at % 3 === 0 ? 'txt' : 'JPG'}`;
      const modified = at % 7 === 0 ? Number.NaN : at % 50;
      return at % 11 === 0 ? folder(name, modified) : file(name, at % 20, modified);
    });
    const whole = listing(entries, order, true);
    const paged = new Listing(here, order, true);
    for (let at = 0; at < entries.length; at += 700) paged.append(packEntries(entries.slice(at, at + 700)));
    expect(shown(paged)).toEqual(shown(whole));
    for (const made of [whole, paged]) {
      made.arrange(order, false, '1');
      const rows = Array.from(made.rows);
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.map((index) => made.rowOf(index))).toEqual(rows.map((_, row) => row));
      const out = entries.findIndex(({ name }) => !name.includes('1'));
      expect(made.rowOf(out)).toBe(-1);
      made.arrange(byName, true);
      made.arrange(order, true);
    }
    expect(shown(paged)).toEqual(shown(whole));
  });

  it('puts folders whose size was counted in the order of sizes, also after they are read again', () => {
    const bySize: SortOrder = { column: 'size', descending: true };
    const entries = [folder('a'), folder('b'), folder('c'), file('z', 5)];
    const made = listing(entries, bySize);
    made.setFolderSize('c', { state: 'counting' });
    expect(shown(made)).toEqual(['a', 'b', 'c', 'z']);
    made.setFolderSize('c', { state: 'counted', bytes: 900, unreadable: 0 });
    made.setFolderSize('b', { state: 'counted', bytes: 1000, unreadable: 1 });
    expect(shown(made)).toEqual(['b', 'c', 'a', 'z']);
    made.setFolderSize('a', { state: 'counting' });
    const again = listing([folder('d'), ...entries], bySize);
    again.keepFolderSizes(made, () => false);
    expect(again.folderSize('a')).toBeUndefined();
    again.keepFolderSizes(made, (name) => name === 'a');
    expect(again.folderSize('a')).toEqual({ state: 'counting' });
    expect(shown(again)).toEqual(['b', 'c', 'a', 'd', 'z']);
    again.setFolderSize('b', undefined);
    expect(again.folderSize('b')).toBeUndefined();
    expect(shown(again)).toEqual(['c', 'a', 'b', 'd', 'z']);
    again.setFolderSizes(new Set(['c', 'd', 'elsewhere']), { state: 'counted', bytes: 7, unreadable: 0 });
    expect(shown(again)).toEqual(['c', 'd', 'a', 'b', 'z']);
    again.setFolderSizes(new Set(['c', 'd']), undefined);
    expect(shown(again)).toEqual(['a', 'b', 'c', 'd', 'z']);
  });

  describe('with very many entries', () => {
    const entry = (at: number): Entry =>
      at % 50 === 0
        ? folder(`d${at}`, at)
        : file(`f${at}.${(at * 31) % 977}`, (at * 7919) % 100_003, at % 3 === 0 ? Number.NaN : at);
    const many = Array.from({ length: 110_000 }, (_, at) => entry(at));
    const ready = (made: Listing, order: SortOrder): Promise<void> =>
      new Promise((resolve) => made.arrange(order, true, '', resolve));
    const bySize: SortOrder = { column: 'size', descending: true };
    const byType: SortOrder = { column: 'type', descending: false };

    it.each([bySize, byType, { column: 'date', descending: false }] as const)(
      'keeps its rows until they are in order by $column',
      async (order) => {
        const made = listing(many, byName, true);
        const before = made.rows;
        const later = ready(made, order);
        expect(made.arranging).toBe(true);
        expect(made.rows).toBe(before);
        expect(made.rowOf(made.at(777))).toBe(777);
        await later;
        expect(made.arranging).toBe(false);
        expect(shown(made)).toEqual(shown(listing(many, order, true)));
        expect(made.rowOf(made.at(777))).toBe(777);
      },
    );

    it('drops an order that is not wanted any more', async () => {
      const made = listing(many, byName, true);
      let dropped = true;
      made.arrange(bySize, true, '', () => (dropped = false));
      const later = ready(made, byType);
      made.arrange(byType, true, '', () => (dropped = false));
      await later;
      expect(shown(made)).toEqual(shown(listing(many, byType, true)));
      made.arrange(bySize, true, '', () => (dropped = false));
      made.arrange(byType, true);
      expect(made.arranging).toBe(false);
      await ready(made, byName);
      expect(shown(made)).toEqual(shown(listing(many, byName, true)));
      expect(dropped).toBe(true);
    });

    it('takes in what comes, is filtered and is counted meanwhile', async () => {
      const made = listing(many, byName, true);
      const later = ready(made, bySize);
      const more = Array.from({ length: 3000 }, (_, at) => entry(110_001 + at));
      made.append(packEntries(more));
      made.setFolderSize('d100', { state: 'counted', bytes: 5000, unreadable: 0 });
      made.arrange(bySize, true, '1');
      expect(made.rows.length).toBeLessThan(made.count);
      await later;
      const counted = [...many, ...more].map((one) => (one.name === 'd100' ? { ...one, size: 5000 } : one));
      const expected = listing(counted, bySize, true);
      expected.arrange(bySize, true, '1');
      expect(shown(made)).toEqual(shown(expected));
    });
  });
});
