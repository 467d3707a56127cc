import type { Entry } from '../../../src-shared/model/entry.ts';

function byName(a: Entry, b: Entry): number {
  if (a.name < b.name) return -1;
  return a.name > b.name ? 1 : 0;
}

/** Sorts what comes page by page while the next page is on its way: when the last has come little is left to do. */
export class EntriesByName {
  /** Each in order, and more than half as long again as the one behind it. */
  readonly #runs: Entry[][] = [];

  add(page: readonly Entry[]): void {
    this.#runs.push(page.toSorted(byName));
    while (this.#lastIsLong) this.#mergeLast();
  }

  all(): readonly Entry[] {
    while (this.#runs.length > 1) this.#mergeLast();
    return this.#runs[0] ?? [];
  }

  get #lastIsLong(): boolean {
    const [before, last] = this.#runs.slice(-2);
    return before !== undefined && last !== undefined && before.length < 2 * last.length;
  }

  /** Two runs in order are merged by the sort. */
  #mergeLast(): void {
    const last = this.#runs.splice(-2);
    this.#runs.push(last.flat().sort(byName));
  }
}
