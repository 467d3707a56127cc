import type { QueueMove } from '../../src-shared/model/transfer.ts';
import type { Run } from './orderedList.ts';

/** What decides when a waiting transfer has its turn. */
export interface Ordered {
  /** 0 high, 1 normal, 2 low. */
  band: number;
  /** Its place among those of its band: the lowest goes first. No two are the same. */
  rank: number;
}

export function goesBefore(one: Ordered, other: Ordered): boolean {
  return one.band === other.band ? one.rank < other.rank : one.band < other.band;
}

/** Ranks before and after all that were given. */
export class Ranks {
  #lowest = 0;
  #highest = 0;

  next(): number {
    this.#highest += 1;
    return this.#highest;
  }

  /** The first of `count` ranks in a row that go before all others. */
  before(count: number): number {
    this.#lowest -= count;
    return this.#lowest + 1;
  }
}

/**
 * The ranks that bring the selected ones up or down by one, or to an end of those of their priority; they keep their order among
 * themselves. Only what has to move is in the result, whose items still have their ranks.
 */
export function newRanks<T extends Ordered>(runs: readonly Run<T>[], to: QueueMove, ranks: Ranks): Map<T, number> {
  const out = new Map<T, number>();
  switch (to) {
    case 'top': {
      const items = runs.flatMap((run) => run.items);
      const first = ranks.before(items.length);
      for (const [at, item] of items.entries()) out.set(item, first + at);
      break;
    }
    case 'bottom':
      for (const run of runs) for (const item of run.items) out.set(item, ranks.next());
      break;
    case 'up':
      for (const run of byBand(runs)) pass(run.before, run.items, run.after, () => ranks.next(), out);
      break;
    case 'down':
      for (const run of byBand(runs).toReversed()) {
        pass(run.after, run.items.toReversed(), run.before, () => ranks.before(1), out);
      }
      break;
  }
  return out;
}

/** The priorities are borders that no step crosses. */
function byBand<T extends Ordered>(runs: readonly Run<T>[]): Run<T>[] {
  return runs.flatMap(({ before, items, after }) => {
    const parts: Run<T>[] = [];
    for (let start = 0; start < items.length; ) {
      const band = items[start]?.band;
      const next = items.findIndex((item, at) => at > start && item.band !== band);
      const end = next < 0 ? items.length : next;
      const neighbour = (item: T | undefined): T | undefined => (item?.band === band ? item : undefined);
      parts.push({
        before: start === 0 ? neighbour(before) : undefined,
        items: start === 0 && end === items.length ? items : items.slice(start, end),
        after: end === items.length ? neighbour(after) : undefined,
      });
      start = end;
    }
    return parts;
  });
}

/**
 * `neighbour` goes to the other side of the run, next to `beyond`. Where there is room between two ranks it alone gets another one,
 * however long the run; else all of them exchange theirs.
 */
function pass<T extends Ordered>(
  neighbour: T | undefined,
  run: readonly T[],
  beyond: T | undefined,
  outermost: () => number,
  out: Map<T, number>,
): void {
  const last = run.at(-1);
  if (neighbour === undefined || last === undefined) return;
  if (beyond === undefined) return void out.set(neighbour, outermost());
  const rankOf = (item: T): number => out.get(item) ?? item.rank;
  const edge = rankOf(last);
  const between = (edge + rankOf(beyond)) / 2;
  if (between !== edge && between !== rankOf(beyond)) return void out.set(neighbour, between);
  const given = [neighbour, ...run].map(rankOf);
  for (const [at, item] of run.entries()) out.set(item, given[at] ?? item.rank);
  out.set(neighbour, edge);
}

/** As many as this are put in their new places at once, by sorting. */
const many = 500;

/** A list that `goesBefore`, or what builds on it, keeps in order. */
export interface Sorted<T> {
  add(item: T): void;
  remove(item: T): void;
  sort(): void;
}

/** Carries out a change of what decides over the order of `items`, each of which stands in its list. */
export function rearrange<T>(
  lists: readonly { readonly list: Sorted<T>; readonly items: readonly T[] }[],
  change: () => void,
): void {
  const few = lists.filter(({ items }) => items.length < many);
  for (const { list, items } of few) for (const item of items) list.remove(item);
  change();
  for (const { list, items } of lists) {
    if (items.length >= many) list.sort();
    else for (const item of items) list.add(item);
  }
}
