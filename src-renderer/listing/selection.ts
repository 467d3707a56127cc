import type { Entry } from '../../src-shared/model/entry.ts';
import type { Listing } from './listing.ts';
import { survivingRow } from './survivingRow.ts';

/**
 * What is selected in a listing, by entry index, and where the cursor stands. Changed in place, like the listing itself.
 *
 * A plain arrow key takes the selection along with the cursor, until entries were marked one by one (Space, Insert, Ctrl+click):
 * marks stay while the cursor walks on.
 */
export class Selection {
  private flags = new Uint8Array(0);
  count = 0;
  /** Entry index of the cursor, -1 for none. */
  focus = -1;
  private anchor = -1;
  private marking = false;
  /** Whether the user has moved the cursor or selected anything. */
  touched = false;

  has(index: number): boolean {
    return this.flags[index] === 1;
  }

  /** Click, or an arrow key without marks. */
  only(index: number): void {
    this.touched = true;
    this.empty();
    this.put(index, true);
    this.focus = index;
    this.anchor = index;
    this.marking = false;
  }

  /** A plain arrow key. */
  move(index: number): void {
    this.touched = true;
    if (this.marking) {
      this.focus = index;
      this.anchor = index;
    } else this.only(index);
  }

  /** Ctrl+arrow and Insert: the cursor alone; what is selected stays. */
  walk(index: number): void {
    this.touched = true;
    this.focus = index;
    this.anchor = index;
    this.marking = this.count > 0;
  }

  /** The cursor alone, when a directory was opened: the user has not chosen it. */
  moveFocus(index: number): void {
    this.focus = index;
    this.anchor = index;
  }

  /** Ctrl+click. */
  toggle(index: number): void {
    this.touched = true;
    this.put(index, !this.has(index));
    this.focus = index;
    this.anchor = index;
    this.marking = this.count > 0;
  }

  /** Space and Insert: what the cursor merely took along becomes a mark; a mark is taken back. */
  mark(): void {
    this.touched = true;
    if (this.focus < 0) return;
    if (!this.marking && this.count === 1 && this.has(this.focus)) this.marking = true;
    else this.toggle(this.focus);
  }

  /** Shift+click and Shift+arrows: the rows from the anchor to `index`; with `keep`, added to what is selected. */
  extend(listing: Listing, index: number, keep: boolean): void {
    this.touched = true;
    const from = listing.rowOf(this.anchor < 0 ? index : this.anchor);
    const to = listing.rowOf(index);
    if (!keep) this.empty();
    if (from < 0) this.anchor = index;
    const start = from < 0 ? to : Math.min(from, to);
    const end = from < 0 ? to : Math.max(from, to);
    for (let row = start; row <= end; row++) this.put(listing.at(row), true);
    this.focus = index;
    this.marking = keep;
  }

  all(listing: Listing): void {
    this.touched = true;
    this.empty();
    for (const index of listing.rows) this.put(index, true);
    this.marking = false;
  }

  none(): void {
    this.empty();
    this.marking = false;
  }

  invert(listing: Listing): void {
    for (const index of listing.rows) this.put(index, !this.has(index));
    this.marking = this.count > 0;
  }

  /** Adds entries to the selection, or takes them out. Returns how many were changed. */
  mass(indices: Iterable<number>, on: boolean): number {
    this.touched = true;
    const before = this.count;
    for (const index of indices) this.put(index, on);
    this.marking = this.count > 0;
    return Math.abs(this.count - before);
  }

  /** What a command works on: the selected entries in the order of the rows, else the entry under the cursor. */
  targets(listing: Listing): Entry[] {
    const entries: Entry[] = [];
    if (this.count > 0) {
      for (const index of listing.rows) {
        const entry = this.has(index) ? listing.entry(index) : undefined;
        if (entry !== undefined) entries.push(entry);
      }
      if (entries.length > 0) return entries;
    }
    const focused = listing.rowOf(this.focus) < 0 ? undefined : listing.entry(this.focus);
    return focused === undefined ? [] : [focused];
  }

  /** How many rows are selected; no more are counted than are `enough` to know. */
  countShown(listing: Listing, enough: number): number {
    if (this.count === 1 && this.has(this.focus)) return listing.rowOf(this.focus) < 0 ? 0 : 1;
    const rows = this.count === 0 ? 0 : listing.rows.length;
    let count = 0;
    for (let row = 0; row < rows && count < enough; row++) if (this.has(listing.at(row))) count++;
    return count;
  }

  /** Number and bytes of the selected rows. */
  summary(listing: Listing): { readonly count: number; readonly bytes: number } {
    if (this.count === 0) return { count: 0, bytes: 0 };
    let count = 0;
    let bytes = 0;
    for (const index of listing.rows) {
      if (!this.has(index)) continue;
      count++;
      bytes += listing.size(index);
    }
    return { count, bytes };
  }

  /** The same selection in a newly read listing of the same directory: entries are recognized by name. */
  carryTo(from: Listing, to: Listing, fallback: string | undefined): Selection {
    const next = new Selection();
    next.touched = this.touched;
    const names = new Set<string>();
    if (this.count > 0) {
      for (let i = 0; i < from.count; i++) if (this.has(i)) names.add(from.name(i) ?? '');
    }
    const focusName = fallback ?? from.name(this.focus);
    const anchorName = from.name(this.anchor);
    for (let i = 0; i < to.count; i++) {
      const name = to.name(i) ?? '';
      if (names.has(name)) next.put(i, true);
      if (name === focusName) next.focus = i;
      if (name === anchorName) next.anchor = i;
    }
    next.marking = this.marking && next.count > 0;
    if (next.focus < 0) next.focus = to.at(survivingRow(from, to, from.rowOf(this.focus)));
    if (next.anchor < 0) next.anchor = next.focus;
    return next;
  }

  private put(index: number, on: boolean): void {
    if (index < 0) return;
    if (index >= this.flags.length) {
      const grown = new Uint8Array(Math.max(256, index + 1, this.flags.length * 2));
      grown.set(this.flags);
      this.flags = grown;
    }
    if (this.has(index) === on) return;
    this.flags[index] = on ? 1 : 0;
    this.count += on ? 1 : -1;
  }

  private empty(): void {
    if (this.count > 0) this.flags.fill(0);
    this.count = 0;
  }
}
