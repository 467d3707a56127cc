/**
 * Where things stand in a list that may be taller than an element can be: Chromium ends elements at some 33.5 million device pixels.
 * Then the element is shorter than the list, and a scroll position in one is another in the other. Both in pixels.
 */
export interface ScrollMap {
  /** Of the element. */
  readonly height: number;
  /** Whether the element is as tall as the list. */
  readonly exact: boolean;
  /** The position in the list for a scroll position of the element. */
  toList(scrollTop: number): number;
  /** The scroll position for a position in the list. */
  toElement(position: number): number;
}

/**
 * Near both ends the positions are the same, so that the ends are reached at the pace of the wheel; what lies between is compressed.
 * @param tallest of an element
 * @param view height of what is seen at a time
 */
export function scrollMap(listHeight: number, view: number, tallest: number): ScrollMap {
  const height = Math.min(listHeight, Math.max(tallest, view * 4));
  const most = Math.max(0, height - view);
  const listMost = Math.max(0, listHeight - view);
  const edge = most / 4;
  const stretch = most - 2 * edge === 0 ? 1 : (listMost - 2 * edge) / (most - 2 * edge);
  const between = (value: number, end: number): number => Math.min(Math.max(value, 0), end);
  return {
    height,
    exact: height === listHeight,
    toList(scrollTop) {
      const top = between(scrollTop, most);
      if (top <= edge) return top;
      if (top >= most - edge) return listMost - (most - top);
      return edge + (top - edge) * stretch;
    },
    toElement(position) {
      const top = between(position, listMost);
      if (top <= edge) return top;
      if (top >= listMost - edge) return most - (listMost - top);
      return edge + (top - edge) / stretch;
    },
  };
}
