import { describe, expect, it } from 'vitest';
import { scrollMap } from './scrollMap.ts';

describe('scroll positions', () => {
  it('are those of the list while the element can be as tall', () => {
    const map = scrollMap(2_800_000, 560, 8_000_000);
    expect([map.height, map.exact]).toEqual([2_800_000, true]);
    for (const position of [0, 17, 1_400_000, 2_799_440]) {
      expect(map.toList(position)).toBeCloseTo(position, 6);
      expect(map.toElement(position)).toBeCloseTo(position, 6);
    }
  });

  it.each([1_000_000, 1_300_000, 50_000_000])('reach every one of %i rows, there and back', (rows) => {
    const [listHeight, view, tallest] = [rows * 28, 560, 8_000_000];
    const map = scrollMap(listHeight, view, tallest);
    expect([map.height, map.exact]).toEqual([tallest, false]);
    expect(map.toList(0)).toBe(0);
    expect(map.toList(tallest - view)).toBe(listHeight - view);
    let last = -1;
    for (let row = 0; row < rows; row += Math.floor(rows / 1000)) {
      const position = Math.min(row * 28, listHeight - view);
      const scrollTop = map.toElement(position);
      expect(scrollTop).toBeGreaterThan(last);
      expect(map.toList(scrollTop)).toBeCloseTo(position, 3);
      last = scrollTop;
    }
  });

  it('move by the same pixels near both ends', () => {
    const [listHeight, view, tallest] = [28_000_000, 560, 8_000_000];
    const map = scrollMap(listHeight, view, tallest);
    expect(map.toList(1200)).toBe(1200);
    expect(map.toList(tallest - view - 1200)).toBe(listHeight - view - 1200);
  });

  it('stay within the list, also when everything is in view', () => {
    expect(scrollMap(100, 560, 8_000_000)).toMatchObject({ height: 100 });
    expect(scrollMap(100, 560, 8_000_000).toList(50)).toBe(0);
    expect(scrollMap(0, 0, 8_000_000).toElement(10)).toBe(0);
    expect(scrollMap(28_000_000, 560, 8_000_000).toList(9e9)).toBe(27_999_440);
  });
});
