import { type Entry, isDirectoryLike } from '../../src-shared/model/entry.ts';
import type { Location } from '../../src-shared/model/location.ts';
import type { ColumnName } from '../../src-shared/model/settings.ts';
import { splitExtension } from '../../src-shared/model/path.ts';
import { nameFilter } from './namePattern.ts';
import { fold, naturalKey } from './naturalOrder.ts';

export type SortColumn = ColumnName;

export interface SortOrder {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/**
 * A directory's entries and the rows that show them. It is changed in place and kept out of React: whoever changes it raises the
 * pane's revision. An entry keeps its index for the life of the listing; `rows` holds entry indices in the order of the screen.
 */
export class Listing {
  readonly location: Location;
  readonly entries: Entry[] = [];
  rows: Uint32Array = new Uint32Array(0);
  /** Until the last page has arrived. */
  complete = false;
  private readonly keys: string[] = [];
  /** Every entry in order, also those that are not shown: showing and filtering need no sort. */
  private order: Uint32Array = new Uint32Array(0);
  private readonly foldedNames: string[] = [];
  private readonly extensions: string[] = [];
  private positions: Int32Array | undefined;
  private sortOrder: SortOrder;
  private hidden: boolean;
  private filter = '';
  private passes: ((foldedName: string) => boolean) | undefined;
  private dotNames = 0;

  constructor(location: Location, order: SortOrder, showHidden: boolean) {
    this.location = location;
    this.sortOrder = order;
    this.hidden = showHidden;
  }

  /** How many entries are not shown because they are hidden. */
  get hiddenCount(): number {
    return this.hidden ? 0 : this.dotNames;
  }

  /** How many entries there are to filter. */
  get visibleCount(): number {
    return this.entries.length - this.hiddenCount;
  }

  /** Brings the rows into another order, shows, hides and filters entries; does nothing when that is how they are. */
  arrange(order: SortOrder, showHidden: boolean, filter = ''): void {
    const sameOrder = order.column === this.sortOrder.column && order.descending === this.sortOrder.descending;
    if (sameOrder && showHidden === this.hidden && filter === this.filter) return;
    this.sortOrder = order;
    this.hidden = showHidden;
    this.filter = filter;
    this.passes = nameFilter(filter);
    if (!sameOrder) this.order = this.order.slice().sort(this.comparator());
    this.select();
  }

  /** Adds a page: only its own entries are sorted, then merged into the rows. */
  append(page: readonly Entry[]): void {
    const added: number[] = [];
    for (const entry of page) {
      added.push(this.entries.length);
      this.entries.push(entry);
      this.keys.push(naturalKey(entry.name));
      if (entry.name.startsWith('.')) this.dotNames++;
    }
    const compare = this.comparator();
    added.sort(compare);
    this.order = merge(this.order, added, compare);
    this.rows = this.shows()
      ? this.order
      : merge(
          this.rows,
          added.filter((index) => this.isShown(index)),
          compare,
        );
    this.positions = undefined;
  }

  /** The entry index in a row, -1 outside of the rows. */
  at(row: number): number {
    return this.rows[row] ?? -1;
  }

  entry(index: number): Entry | undefined {
    return this.entries[index];
  }

  /** The row that shows an entry, -1 when it is hidden. */
  rowOf(index: number): number {
    if (index < 0) return -1;
    if (this.positions === undefined) {
      const positions = new Int32Array(this.entries.length).fill(-1);
      for (let row = 0; row < this.rows.length; row++) positions[this.rows[row] ?? 0] = row;
      this.positions = positions;
    }
    return this.positions[index] ?? -1;
  }

  indexOfName(name: string): number {
    return this.entries.findIndex((entry) => entry.name === name);
  }

  /** The rows a name pattern fits, among those shown. */
  *matching(pattern: string): Iterable<number> {
    const passes = nameFilter(pattern);
    for (const index of this.rows) if (passes === undefined || passes(this.foldedName(index))) yield index;
  }

  /** Whether every entry is shown. */
  private shows(): boolean {
    return this.passes === undefined && this.hiddenCount === 0;
  }

  private select(): void {
    this.positions = undefined;
    if (this.shows()) {
      this.rows = this.order;
      return;
    }
    const rows = new Uint32Array(this.order.length);
    let count = 0;
    for (const index of this.order) if (this.isShown(index)) rows[count++] = index;
    this.rows = rows.slice(0, count);
  }

  private isShown(index: number): boolean {
    if (!this.hidden && this.entries[index]?.name.startsWith('.') === true) return false;
    return this.passes === undefined || this.passes(this.foldedName(index));
  }

  private extension(index: number): string {
    return (this.extensions[index] ??= splitExtension(this.entries[index]?.name ?? '')[1].toLowerCase());
  }

  private foldedName(index: number): string {
    return (this.foldedNames[index] ??= fold(this.entries[index]?.name ?? ''));
  }

  /** Folders stay first in both directions; equal sizes and dates fall back to the name. */
  private comparator(): (a: number, b: number) => number {
    const { entries, keys } = this;
    const sign = this.sortOrder.descending ? -1 : 1;
    const column = this.sortOrder.column;
    return (a, b) => {
      const x = entries[a];
      const y = entries[b];
      if (x === undefined || y === undefined) return a - b;
      const folders = Number(isDirectoryLike(y)) - Number(isDirectoryLike(x));
      if (folders !== 0) return folders;
      if (column === 'size' && x.size !== y.size) return sign * (x.size - y.size);
      if (column === 'type') {
        const typeA = this.extension(a);
        const typeB = this.extension(b);
        if (typeA !== typeB) return typeA < typeB ? -sign : sign;
      }
      if (column === 'date' && x.modified !== y.modified) {
        const difference = compareDates(x.modified, y.modified);
        if (difference !== 0) return sign * difference;
      }
      const direction = column === 'name' ? sign : 1;
      const keyA = keys[a] ?? '';
      const keyB = keys[b] ?? '';
      if (keyA !== keyB) return keyA < keyB ? -direction : direction;
      return x.name === y.name ? a - b : x.name < y.name ? -direction : direction;
    };
  }
}

/** Unknown dates count as the oldest. */
function compareDates(a: number, b: number): number {
  const left = Number.isNaN(a) ? Number.NEGATIVE_INFINITY : a;
  const right = Number.isNaN(b) ? Number.NEGATIVE_INFINITY : b;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Both are in order. Each added entry's place is searched by halves, and what lies between is copied in one piece. */
function merge(rows: Uint32Array, added: readonly number[], compare: (a: number, b: number) => number): Uint32Array {
  const merged = new Uint32Array(rows.length + added.length);
  let taken = 0;
  for (let i = 0; i < added.length; i++) {
    const index = added[i] ?? 0;
    let low = taken;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(rows[middle] ?? 0, index) <= 0) low = middle + 1;
      else high = middle;
    }
    merged.set(rows.subarray(taken, low), taken + i);
    merged[low + i] = index;
    taken = low;
  }
  merged.set(rows.subarray(taken), taken + added.length);
  return merged;
}
