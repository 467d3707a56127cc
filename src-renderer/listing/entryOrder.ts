import type { ColumnName } from '../../src-shared/model/settings.ts';
import type { EntryTable } from './entryTable.ts';
import type { Extensions } from './extensions.ts';
import type { NameKeys } from './nameKeys.ts';

export type SortColumn = ColumnName;

export interface SortOrder {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** Entry indices. */
export type CompareEntries = (a: number, b: number) => number;

export function isSameOrder(one: SortOrder, other: SortOrder): boolean {
  return one.column === other.column && one.descending === other.descending;
}

/** A total order. Folders stay first in both directions; equal sizes and dates fall back to the name. */
export function entryOrder(
  { column, descending }: SortOrder,
  { table, keys, extensions }: { readonly table: EntryTable; readonly keys: NameKeys; readonly extensions: Extensions },
): CompareEntries {
  const { names } = table;
  const sign = descending ? -1 : 1;
  const direction = column === 'name' ? sign : 1;
  const byName = (difference: number, a: number, b: number): number => {
    if (difference !== 0) return direction * difference;
    const nameA = names[a] ?? '';
    const nameB = names[b] ?? '';
    return nameA === nameB ? a - b : nameA < nameB ? -direction : direction;
  };
  if (column === 'name' && !descending) return (a, b) => byName(keys.compare(a, b), a, b);
  const difference = {
    name: () => 0,
    size: (a: number, b: number) => (table.sizes[a] ?? 0) - (table.sizes[b] ?? 0),
    type: (a: number, b: number) => extensions.compare(a, b),
    date: (a: number, b: number) => compareDates(table.modified[a] ?? Number.NaN, table.modified[b] ?? Number.NaN),
  }[column];
  return (a, b) => {
    const folders = keys.compareKinds(a, b);
    if (folders !== 0) return folders;
    const first = difference(a, b);
    return first === 0 ? byName(keys.compareNames(a, b), a, b) : sign * first;
  };
}

/** Unknown dates count as the oldest. */
function compareDates(a: number, b: number): number {
  const left = Number.isNaN(a) ? Number.NEGATIVE_INFINITY : a;
  const right = Number.isNaN(b) ? Number.NEGATIVE_INFINITY : b;
  return left < right ? -1 : left > right ? 1 : 0;
}
