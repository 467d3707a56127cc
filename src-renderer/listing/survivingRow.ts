import type { Listing } from './listing.ts';

/**
 * The row of `to` with what `from` shows in `row`, two readings of one directory; when that is gone or not shown, with what is
 * nearest: behind it first, then before it. -1 when nothing is left.
 */
export function survivingRow(from: Listing, to: Listing, row: number): number {
  const name = from.name(from.at(row));
  const same = name === undefined ? -1 : to.rowOf(to.indexOfName(name));
  if (same >= 0 || to.rows.length === 0) return same;
  const rows = new Map<string, number>();
  for (let i = 0; i < to.rows.length; i++) rows.set(to.name(to.at(i)) ?? '', i);
  const find = (start: number, step: 1 | -1): number => {
    for (let i = start; i >= 0 && i < from.rows.length; i += step) {
      const found = rows.get(from.name(from.at(i)) ?? '');
      if (found !== undefined) return found;
    }
    return -1;
  };
  const behind = find(row + 1, 1);
  if (behind >= 0) return behind;
  const before = find(Math.min(row, from.rows.length) - 1, -1);
  return before >= 0 ? before : Math.min(Math.max(row, 0), to.rows.length - 1);
}
