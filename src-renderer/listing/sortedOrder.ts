/** From so many on it is quicker to copy them together. */
const fewEntries = 100;

/** Both are in order. What lies between two added entries is copied in one piece, and its end is sought from where the last one was found. */
export function mergeSorted(
  order: Uint32Array,
  added: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array {
  const merged = new Uint32Array(order.length + added.length);
  let taken = 0;
  for (let i = 0; i < added.length; i++) {
    const index = added[i] ?? 0;
    const place = placeFor(order, index, compare, taken);
    if (place - taken > fewEntries) merged.set(order.subarray(taken, place), taken + i);
    else for (let at = taken; at < place; at++) merged[at + i] = order[at] ?? 0;
    merged[place + i] = index;
    taken = place;
  }
  merged.set(order.subarray(taken), taken + added.length);
  return merged;
}

/** The first place from `start` on that is behind `index`: in steps that double, then by halves, since it is mostly near. */
export function placeFor(order: Uint32Array, index: number, compare: (a: number, b: number) => number, start = 0): number {
  let low = start;
  let step = 1;
  while (low + step <= order.length && compare(order[low + step - 1] ?? 0, index) <= 0) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, order.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(order[middle] ?? 0, index) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
