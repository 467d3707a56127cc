import { describe, expect, it } from 'vitest';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { file } from '../testing/memoryBridge.ts';
import { Listing } from './listing.ts';
import { fitsAll } from './namePattern.ts';

/** Among others, since the names of a page are searched together. */
function fits(pattern: string, name: string): boolean {
  const listing = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, true);
  listing.append(packEntries([file('zz'), file(name), file('öö')]));
  return [...listing.matching(pattern)].some((index) => listing.name(index) === name);
}

describe('a name pattern', () => {
  it('is a part of the name, without regard to case and accents', () => {
    expect(fits('sum', 'Résumé.pdf')).toBe(true);
    expect(fits('résu', 'RESUME.PDF')).toBe(true);
    expect(fits('summer', 'Résumé.pdf')).toBe(false);
    expect([fitsAll('  ;'), fitsAll('; a')]).toEqual([true, false]);
    expect(fits(' ; ', 'anything')).toBe(true);
  });

  it('is the whole name where it has * or ?', () => {
    expect(fits('*.txt', 'a.txt')).toBe(true);
    expect(fits('*.txt', 'a.txt.gz')).toBe(false);
    expect(fits('file?.*', 'file1.tar.gz')).toBe(true);
    expect(fits('file?.*', 'file10.tar')).toBe(false);
    expect(fits('*a*b*', 'xxaxxbxx')).toBe(true);
    expect(fits('*.jpg; *.png', 'b.PNG')).toBe(true);
    expect(fits('(a[', 'x(a[b')).toBe(true);
  });

  it('takes no longer for a nasty one', () => {
    const begun = performance.now();
    expect(fits(`${'*a'.repeat(40)}*b`, 'a'.repeat(250))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(200);
  });

  it('filters rows without losing what is hidden or sorted', () => {
    const made = new Listing({ endpoint: 'local', path: '/' }, { column: 'name', descending: false }, false);
    made.append(packEntries(['b2.txt', 'a10.txt', '.a.txt', 'a9.txt'].map((name) => file(name))));
    const shown = (): string[] => Array.from(made.rows, (index) => made.entry(index)?.name ?? '');
    made.arrange({ column: 'name', descending: false }, false, 'a');
    expect(shown()).toEqual(['a9.txt', 'a10.txt']);
    made.append(packEntries([file('a1.txt'), file('c.txt')]));
    expect(shown()).toEqual(['a1.txt', 'a9.txt', 'a10.txt']);
    expect([made.hiddenCount, made.visibleCount]).toEqual([1, 5]);
    made.arrange({ column: 'name', descending: true }, true, '');
    expect(shown()).toEqual(['c.txt', 'b2.txt', 'a10.txt', 'a9.txt', 'a1.txt', '.a.txt']);
    expect([...made.matching('a1*')].map((index) => made.entry(index)?.name)).toEqual(['a10.txt', 'a1.txt']);
  });
});
