import type { Listing } from './listing.ts';
import { fold } from './naturalOrder.ts';

/** Milliseconds after which the next letter begins a new word. */
const pause = 900;

/** Letters typed in a row, and the row they lead to. */
export class TypeAhead {
  private typed = '';
  private last = Number.NEGATIVE_INFINITY;

  /** Whether a word is being typed, so that a space belongs to it. */
  isActive(now: number): boolean {
    return this.typed !== '' && now - this.last < pause;
  }

  reset(): void {
    this.typed = '';
  }

  /** The row of the first name that begins with what was typed, searched from `row` onward and around; -1 when there is none. */
  type(letter: string, listing: Listing, row: number, now: number): number {
    const continued = this.isActive(now);
    this.last = now;
    this.typed = (continued ? this.typed : '') + fold(letter);
    // One letter again and again walks through the names that begin with it.
    const repeated = this.typed.length > 1 && this.typed === this.typed.charAt(0).repeat(this.typed.length);
    const found = find(listing, this.typed, continued ? Math.max(row, 0) : row + 1);
    if (found >= 0 || !repeated) return found;
    return find(listing, this.typed.slice(0, 1), row + 1);
  }
}

function find(listing: Listing, prefix: string, start: number): number {
  const length = listing.rows.length;
  for (let step = 0; step < length; step++) {
    const row = (Math.max(start, 0) + step) % length;
    const name = listing.name(listing.at(row)) ?? '';
    if (fold(name.slice(0, prefix.length * 2)).startsWith(prefix)) return row;
  }
  return -1;
}
