import type { Entry } from '../../src-shared/model/entry.ts';
import type { EntryColumns } from '../../src-shared/model/entryColumns.ts';
import type { Location } from '../../src-shared/model/location.ts';
import { type CompareEntries, entryOrder, isSameOrder, type SortOrder } from './entryOrder.ts';
import { EntryTable } from './entryTable.ts';
import { Extensions } from './extensions.ts';
import { fitsAll } from './namePattern.ts';
import { NameKeys } from './nameKeys.ts';
import { NameSearch } from './nameSearch.ts';
import { fold, numbersByValue } from './naturalOrder.ts';
import { atOnce, inSlices } from './slices.ts';
import { mergeSorted, placeFor } from './sortedOrder.ts';
import { mergeSteps, sortSteps } from './sortSteps.ts';

/** So many entries are put into another order at once, in 50 ms or so; in slices that would take half as long again. */
const soonSorted = 100_000;

/** What is known of a folder with everything in it. */
export type FolderSize =
  | { readonly state: 'counting' }
  /** `unreadable`: folders in it that could not be read and are not in the sum. */
  | { readonly state: 'counted'; readonly bytes: number; readonly unreadable: number };

/** An order that the rows do not have yet. */
interface Pending {
  readonly order: SortOrder;
  /** What is compared has changed since. */
  stale: boolean;
}

/**
 * A directory's entries and the rows that show them. It is changed in place and kept out of React: whoever changes it raises the
 * pane's revision. An entry keeps its index for the life of the listing; `rows` holds entry indices in the order of the screen.
 */
export class Listing {
  readonly location: Location;
  rows: Uint32Array = new Uint32Array(0);
  /** Whether the last page has arrived; it never does when reading was stopped. */
  complete = false;
  private readonly table = new EntryTable();
  private readonly search = new NameSearch();
  private readonly keys = new NameKeys();
  /** Every entry in order, also those that are not shown: showing and filtering need no sort. */
  private order: Uint32Array = new Uint32Array(0);
  private readonly extensions = new Extensions(this.table.names);
  private sortOrder: SortOrder;
  private compare: CompareEntries;
  private pending: Pending | undefined;
  private hidden: boolean;
  private filter = '';
  /** 1 for each entry that the filter lets pass; undefined without one. */
  private passes: Uint8Array | undefined;
  private dotNames = 0;
  private readonly folderSizes = new Map<string, FolderSize>();

  constructor(location: Location, order: SortOrder, showHidden: boolean) {
    this.location = location;
    this.sortOrder = order;
    this.compare = this.comparing(order);
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

  /** Whether the rows are still in another order than was asked for. */
  get arranging(): boolean {
    return this.pending !== undefined;
  }

  /**
   * Brings the rows into another order, shows, hides and filters entries; does nothing when that is how they are. Many rows keep their
   * order until the other one is ready.
   * @param whenReady called at the end of such a wait, unless another order was asked for meanwhile
   */
  arrange(order: SortOrder, showHidden: boolean, filter = '', whenReady: () => void = () => {}): void {
    const otherEntries = showHidden !== this.hidden || filter !== this.filter;
    this.hidden = showHidden;
    if (filter !== this.filter) {
      this.filter = filter;
      this.passes = fitsAll(filter) ? undefined : new Uint8Array(this.count);
      if (this.passes !== undefined) this.search.mark(filter, this.passes);
    }
    if (otherEntries) this.select();
    if (isSameOrder(order, this.pending?.order ?? this.sortOrder)) return;
    this.pending = undefined;
    if (isSameOrder(order, this.sortOrder)) return;
    if (this.count <= soonSorted) {
      if (order.column === 'type') atOnce(this.extensions.steps());
      const compare = this.comparing(order);
      return this.adopt(order, compare, this.order.slice().sort(compare));
    }
    const pending = { order, stale: false };
    this.pending = pending;
    const work = inSlices(this.reorder(pending), () => this.pending === pending);
    // The first slice may have done it all.
    if (this.arranging) void work.then((done) => (done === true ? whenReady() : undefined));
  }

  /** Adds a page: only its own entries are sorted, then merged into the rows. */
  append(page: EntryColumns): void {
    const first = this.count;
    this.table.append(page);
    this.indexNames(first, page);
    if (this.sortOrder.column === 'type') atOnce(this.extensions.steps());
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
    const index = this.indexOfName(name);
    this.applySize(index, size);
    this.placeBySize([index]);
  }

  /** The same for many at once, in one pass. */
  setFolderSizes(names: ReadonlySet<string>, size: FolderSize | undefined): void {
    for (const name of names) {
      if (size === undefined) this.folderSizes.delete(name);
      else this.folderSizes.set(name, size);
    }
    const changed: number[] = [];
    for (const [index, name] of this.table.names.entries()) {
      if (!names.has(name)) continue;
      this.applySize(index, size);
      changed.push(index);
    }
    this.placeBySize(changed);
  }

  /** Sizes that were counted before the same directory was read again, and those of which `isCounting` says that they still are. */
  keepFolderSizes(from: Listing, isCounting: (name: string) => boolean): void {
    if (from.folderSizes.size === 0) return;
    for (const [name, size] of from.folderSizes) {
      if (size.state === 'counted' || isCounting(name)) this.folderSizes.set(name, size);
    }
    const counted: number[] = [];
    for (const [index, name] of this.table.names.entries()) {
      const size = this.folderSizes.get(name);
      if (size === undefined) continue;
      this.applySize(index, size);
      counted.push(index);
    }
    this.placeBySize(counted);
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

  /** These have another size than before; all others keep their order. */
  private placeBySize(indices: readonly number[]): void {
    if (this.pending?.order.column === 'size') this.pending.stale = true;
    if (this.sortOrder.column !== 'size') return;
    const moved = new Set(indices);
    const others = this.order.filter((index) => !moved.has(index));
    this.order = mergeSorted(others, indices.filter((index) => index >= 0).toSorted(this.compare), this.compare);
    this.select();
  }

  /** Done is the order as it is at the end: with the entries that were added meanwhile. */
  private *reorder(pending: Pending): Generator<void, true> {
    const compare = this.comparing(pending.order);
    let order: Uint32Array;
    do {
      pending.stale = false;
      if (pending.order.column === 'type') yield* this.extensions.steps();
      order = yield* sortSteps(this.order, compare);
      while (order.length < this.count) {
        if (pending.order.column === 'type') yield* this.extensions.steps();
        const first = order.length;
        const added = Uint32Array.from({ length: this.count - first }, (_, position) => first + position);
        order = yield* mergeSteps(order, yield* sortSteps(added, compare), compare);
      }
    } while (pending.stale);
    this.pending = undefined;
    this.adopt(pending.order, compare, order);
    return true;
  }

  private adopt(order: SortOrder, compare: CompareEntries, entries: Uint32Array): void {
    this.sortOrder = order;
    this.compare = compare;
    this.order = entries;
    this.select();
  }

  private comparing(order: SortOrder): CompareEntries {
    const { table, keys, extensions } = this;
    return entryOrder(order, { table, keys, extensions });
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
}
