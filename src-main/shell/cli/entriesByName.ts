import type { Entry } from '../../../src-shared/model/entry.ts';
import { Slice } from '../../loop/slice.ts';

function byName(a: Entry, b: Entry): number {
  if (a.name < b.name) return -1;
  return a.name > b.name ? 1 : 0;
}

/** So many steps of a merge before the clock is read. */
const stepsAtATime = 1_024;

/** Sorts what comes page by page while the next page is on its way, in slices: when the last has come little is left to do. */
export class EntriesByName {
  /** Each in order, and more than half as long again as the one behind it. */
  readonly #runs: Entry[][] = [];

  async add(page: readonly Entry[]): Promise<void> {
    this.#runs.push(page.toSorted(byName));
    while (this.#lastIsLong) await this.#mergeLast();
  }

  async all(): Promise<readonly Entry[]> {
    while (this.#runs.length > 1) await this.#mergeLast();
    return this.#runs[0] ?? [];
  }

  get #lastIsLong(): boolean {
    const [before, last] = this.#runs.slice(-2);
    return before !== undefined && last !== undefined && before.length < 2 * last.length;
  }

  async #mergeLast(): Promise<void> {
    const [left = [], right = []] = this.#runs.splice(-2);
    this.#runs.push(await merged(left, right));
  }
}

/** Both are in order. */
async function merged(left: readonly Entry[], right: readonly Entry[]): Promise<Entry[]> {
  const out: Entry[] = [];
  const slice = new Slice();
  let [fromLeft, fromRight] = [0, 0];
  for (let step = 1; ; step++) {
    const [a, b] = [left[fromLeft], right[fromRight]];
    if (a !== undefined && (b === undefined || a.name <= b.name)) {
      out.push(a);
      fromLeft += 1;
    } else if (b !== undefined) {
      out.push(b);
      fromRight += 1;
    } else {
      return out;
    }
    if (step % stepsAtATime === 0) await slice.rest();
  }
}
