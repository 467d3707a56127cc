import type { Entry } from '../../src-shared/model/entry.ts';
import type { EntryColumns } from '../../src-shared/model/entryColumns.ts';
import type { Location } from '../../src-shared/model/location.ts';
import type { ColumnName } from '../../src-shared/model/settings.ts';
import { splitExtension } from '../../src-shared/model/path.ts';
import { EntryTable } from './entryTable.ts';
import { fitsAll } from './namePattern.ts';
import { NameKeys } from './nameKeys.ts';
import { NameSearch } from './nameSearch.ts';
import { fold, numbersByValue } from './naturalOrder.ts';
import { mergeSorted, placeFor } from './sortedOrder.ts';

export type SortColumn = ColumnName;

/** What is known of a folder with everything in it. */
export type FolderSize =
  | { readonly state: 'counting' }
  /** `unreadable`: folders in it that could not be read and are not in the sum. */
  | { readonly state: 'counted'; readonly bytes: number; readonly unreadable: number };

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
  rows: Uint32Array = new Uint32Array(0);
  /** Until the last page has arrived. */
  complete = false;
  private readonly table = new EntryTable();
  private readonly search = new NameSearch();
  private readonly keys = new NameKeys();
  /** Every entry in order, also those that are not shown: showing and filtering need no sort. */
  private order: Uint32Array = new Uint32Array(0);
  private readonly extensions: string[] = [];
  private sortOrder: SortOrder;
  private compare: (a: number, b: number) => number;
  private hidden: boolean;
  private filter = '';
  /** 1 for each entry that the filter lets pass; undefined without one. */
  private passes: Uint8Array | undefined;
  private dotNames = 0;
  private readonly folderSizes = new Map<string, FolderSize>();

  constructor(location: Location, order: SortOrder, showHidden: boolean) {
    this.location = location;
    this.sortOrder = order;
    this.compare = this.comparator();
    this.hidden = showHidden;
  }

  /** How many entries there are in all. */
  get count(): number {
    return this.table.length;
  }

  /** How many entries are not shown because they are hidden. */
  get hiddenCount(): number {
    return this.hidden ? 0 : this.dotNames;
  }

  /** How many entries there are to filter. */
  get visibleCount(): number {
    return this.count - this.hiddenCount;
  }

  /** Brings the rows into another order, shows, hides and filters entries; does nothing when that is how they are. */
  arrange(order: SortOrder, showHidden: boolean, filter = ''): void {
    const sameOrder = order.column === this.sortOrder.column && order.descending === this.sortOrder.descending;
    if (sameOrder && showHidden === this.hidden && filter === this.filter) return;
    this.sortOrder = order;
    this.hidden = showHidden;
    if (filter !== this.filter) {
      this.filter = filter;
      this.passes = fitsAll(filter) ? undefined : new Uint8Array(this.count);
      if (this.passes !== undefined) this.search.mark(filter, this.passes);
    }
    if (!sameOrder) {
      this.compare = this.comparator();
      this.order = this.order.slice().sort(this.compare);
    }
    this.select();
  }

  /** Adds a page: only its own entries are sorted, then merged into the rows. */
  append(page: EntryColumns): void {
    const first = this.count;
    this.table.append(page);
    this.indexNames(first, page);
    const added = Array.from({ length: page.count }, (_, position) => first + position);
    const { compare } = this;
    added.sort(compare);
    this.order = mergeSorted(this.order, added, compare);
    this.rows = this.shows()
      ? this.order
      : mergeSorted(
          this.rows,
          added.filter((index) => this.isShown(index)),
          compare,
        );
  }

  /** The entry index in a row, -1 outside of the rows. */
  at(row: number): number {
    return this.rows[row] ?? -1;
  }

  entry(index: number): Entry | undefined {
    return this.table.entry(index);
  }

  name(index: number): string | undefined {
    return this.table.names[index];
  }

  /** Bytes. */
  size(index: number): number {
    return this.table.sizes[index] ?? 0;
  }

  /** The row that shows an entry, -1 when it is hidden. */
  rowOf(index: number): number {
    if (index < 0 || index >= this.count) return -1;
    const row = placeFor(this.rows, index, this.compare) - 1;
    return this.rows[row] === index ? row : -1;
  }

  folderSize(name: string): FolderSize | undefined {
    return this.folderSizes.get(name);
  }

  /** Undefined forgets it. The folder takes its place among the sizes. */
  setFolderSize(name: string, size: FolderSize | undefined): void {
    if (size === undefined) this.folderSizes.delete(name);
    else this.folderSizes.set(name, size);
    this.applySize(this.indexOfName(name), size);
    this.orderBySize();
  }

  /** Sizes that were counted before the same directory was read again. */
  keepFolderSizes(from: Listing): void {
    if (from.folderSizes.size === 0) return;
    for (const [name, size] of from.folderSizes) this.folderSizes.set(name, size);
    for (const [index, name] of this.table.names.entries()) {
      const size = this.folderSizes.get(name);
      if (size !== undefined) this.applySize(index, size);
    }
    this.orderBySize();
  }

  indexOfName(name: string): number {
    return this.table.names.indexOf(name);
  }

  /** The rows a name pattern fits, among those shown. */
  *matching(pattern: string): Iterable<number> {
    const fits = new Uint8Array(this.count);
    if (fitsAll(pattern)) fits.fill(1);
    else this.search.mark(pattern, fits);
    for (const index of this.rows) if (fits[index] === 1) yield index;
  }

  /** The names of a page are folded together, which costs a part of folding each. */
  private indexNames(first: number, { count, names }: EntryColumns): void {
    const folded = fold(names);
    this.search.append(first, count, folded);
    this.keys.append(numbersByValue(folded), count, (position) => this.table.isFolder(first + position));
    for (let index = first; index < first + count; index++) if (this.isDotName(index)) this.dotNames++;
    if (this.passes === undefined) return;
    const passes = new Uint8Array(this.count);
    passes.set(this.passes);
    this.search.mark(this.filter, passes, first);
    this.passes = passes;
  }

  private applySize(index: number, size: FolderSize | undefined): void {
    if (this.entry(index)?.kind === 'directory') this.table.sizes[index] = size?.state === 'counted' ? size.bytes : 0;
  }

  private orderBySize(): void {
    if (this.sortOrder.column !== 'size') return;
    this.order = this.order.slice().sort(this.compare);
    this.select();
  }

  /** Whether every entry is shown. */
  private shows(): boolean {
    return this.passes === undefined && this.hiddenCount === 0;
  }

  private select(): void {
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
    if (this.passes !== undefined && this.passes[index] !== 1) return false;
    return this.hidden || this.dotNames === 0 || !this.isDotName(index);
  }

  private isDotName(index: number): boolean {
    return this.table.names[index]?.startsWith('.') === true;
  }

  private extension(index: number): string {
    return (this.extensions[index] ??= splitExtension(this.table.names[index] ?? '')[1].toLowerCase());
  }

  /** Folders stay first in both directions; equal sizes and dates fall back to the name. */
  private comparator(): (a: number, b: number) => number {
    const { keys, table } = this;
    const { names } = table;
    const sign = this.sortOrder.descending ? -1 : 1;
    const column = this.sortOrder.column;
    const direction = column === 'name' ? sign : 1;
    const byName = (difference: number, a: number, b: number): number => {
      if (difference !== 0) return direction * difference;
      const nameA = names[a] ?? '';
      const nameB = names[b] ?? '';
      return nameA === nameB ? a - b : nameA < nameB ? -direction : direction;
    };
    if (column === 'name' && sign > 0) return (a, b) => byName(keys.compare(a, b), a, b);
    return (a, b) => {
      const folders = keys.compareKinds(a, b);
      if (folders !== 0) return folders;
      if (column === 'size') {
        const difference = this.size(a) - this.size(b);
        if (difference !== 0) return sign * difference;
      } else if (column === 'type') {
        const typeA = this.extension(a);
        const typeB = this.extension(b);
        if (typeA !== typeB) return typeA < typeB ? -sign : sign;
      } else if (column === 'date') {
        const difference = compareDates(table.modified[a] ?? Number.NaN, table.modified[b] ?? Number.NaN);
        if (difference !== 0) return sign * difference;
      }
      return byName(keys.compareNames(a, b), a, b);
    };
  }
}

/** Unknown dates count as the oldest. */
function compareDates(a: number, b: number): number {
  const left = Number.isNaN(a) ? Number.NEGATIVE_INFINITY : a;
  const right = Number.isNaN(b) ? Number.NEGATIVE_INFINITY : b;
  return left < right ? -1 : left > right ? 1 : 0;
}
