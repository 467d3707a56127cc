import { describe, expect, it } from 'vitest';
import { type Block, OrderedList } from './orderedList.ts';
import { ReadyLine } from './readyLine.ts';

interface Numbered {
  readonly number: number;
  place: Block<Numbered> | undefined;
}

function numbered(count: number): Numbered[] {
  return Array.from({ length: count }, (_, number) => ({ number, place: undefined }));
}

describe('ordered list', () => {
  it('agrees with a plain array, whatever is added and removed', () => {
    const list = new OrderedList<Numbered>();
    let plain: Numbered[] = [];
    let state = 7;
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    for (const item of numbered(5000)) {
      list.append(item);
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
});

describe('ready line', () => {
  it('is first in, first out, with a way to the front', () => {
    const line = new ReadyLine<number>();
    for (let i = 0; i < 5000; i++) line.add(i);
    line.addFirst(-1);
    line.addFirst(-2);
    expect(line.length).toBe(5002);
    expect(Array.from({ length: 5002 }, () => line.take())).toEqual([-2, -1, ...Array.from({ length: 5000 }, (_, i) => i)]);
    expect(line.take()).toBeUndefined();
    expect(line.length).toBe(0);
    line.add(1);
    expect(line.take()).toBe(1);
  });
});
