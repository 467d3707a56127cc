import { describe, expect, it } from 'vitest';
import { type Block, OrderedList } from './orderedList.ts';
import { ReadyLine } from './readyLine.ts';

interface Numbered {
  number: number;
  place: Block<Numbered> | undefined;
}

function numbered(count: number): Numbered[] {
  return Array.from({ length: count }, (_, number) => ({ number, place: undefined }));
}

/** Whole numbers that look like chance and are the same in every run. */
function chance(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

const isBefore = (one: Numbered, other: Numbered): boolean => one.number < other.number;

describe('ordered list', () => {
  it('agrees with a plain array, whatever is added and removed', () => {
    const list = new OrderedList<'place', Numbered>('place');
    let plain: Numbered[] = [];
    const random = chance();
    for (const item of numbered(5000)) {
      list.add(item);
      plain.push(item);
      if (random(3) !== 0) continue;
      const gone = plain[random(plain.length)];
      if (gone === undefined) continue;
      list.remove(gone);
      list.remove(gone);
      plain = plain.filter((other) => other !== gone);
    }
    expect(list.length).toBe(plain.length);
    expect([...list]).toEqual(plain);
    for (const [start, count] of [
      [0, 10],
      [500, 700],
      [plain.length - 3, 10],
      [plain.length, 5],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(list.window(start, count)).toEqual(plain.slice(start, start + count));
    }
  });

  it('sorts what it is told to, one by one or all at once', () => {
    const list = new OrderedList<'place', Numbered>('place', isBefore);
    const random = chance();
    const items = Array.from({ length: 5000 }, () => ({ number: random(1e9), place: undefined }));
    for (const item of items) list.add(item);
    for (const item of items.slice(0, 1000)) list.remove(item);
    const rest = items.slice(1000);
    expect([...list]).toEqual(rest.toSorted((a, b) => a.number - b.number));
    expect(list.first).toBe([...list][0]);
    for (const item of rest) item.number = -item.number;
    list.sort();
    expect([...list]).toEqual(rest.toSorted((a, b) => a.number - b.number));
    for (const item of rest) list.remove(item);
    expect([list.length, list.first]).toEqual([0, undefined]);
  });

  it('finds the runs of a selection and their neighbours, over the borders of its blocks', () => {
    const list = new OrderedList<'place', Numbered>('place', isBefore);
    const items = numbered(2000);
    for (const item of items) list.add(item);
    const runsOf = (...ranges: readonly (readonly [number, number])[]) =>
      list
        .runs(new Set(ranges.flatMap(([from, to]) => items.slice(from, to + 1))))
        .map(({ before, items: run, after }) => [before?.number, run[0]?.number, run.at(-1)?.number, after?.number]);
    expect(runsOf([0, 0])).toEqual([[undefined, 0, 0, 1]]);
    expect(runsOf([1999, 1999], [0, 3])).toEqual([
      [undefined, 0, 3, 4],
      [1998, 1999, 1999, undefined],
    ]);
    expect(runsOf([500, 530], [532, 1100])).toEqual([
      [499, 500, 530, 531],
      [531, 532, 1100, 1101],
    ]);
    expect(runsOf([511, 511], [512, 512])).toEqual([[510, 511, 512, 513]]);
    expect(runsOf([511, 511])).toEqual([[510, 511, 511, 512]]);
    expect(runsOf([0, 1999])).toEqual([[undefined, 0, 1999, undefined]]);
    expect(runsOf()).toEqual([]);
  });
});

describe('ready line', () => {
  it('is first in, first out', () => {
    const line = new ReadyLine<number>();
    for (let i = 0; i < 5000; i++) line.add(i);
    expect(line.length).toBe(5000);
    expect(Array.from({ length: 5000 }, () => line.take())).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(line.take()).toBeUndefined();
    expect(line.length).toBe(0);
    line.add(1);
    expect(line.take()).toBe(1);
  });
});
