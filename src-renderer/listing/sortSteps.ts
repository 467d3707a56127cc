/** Entries that are merged between two places where a sort can be left for a while: well under a millisecond of work. */
const piece = 1024;
/** Entries that the browser sorts at once, a few milliseconds: it is quicker at that, above all before these functions are compiled. */
const run = 2048;

type Compare = (a: number, b: number) => number;

/** A merge sort that can be left at any yield and gone on with later. What is in order or in reverse order already costs little more than reading it. */
export function* sortSteps(entries: Uint32Array, compare: Compare): Generator<void, Uint32Array> {
  let from = entries.slice();
  for (let start = 0; start < from.length; start += run) {
    from.subarray(start, start + run).sort(compare);
    yield;
  }
  let to = new Uint32Array(from.length > run ? from.length : 0);
  for (let length = run; length < from.length; length *= 2) {
    for (let start = 0; start < from.length; start += 2 * length) {
      const middle = Math.min(start + length, from.length);
      yield* mergeRuns(from, to, { start, middle, end: Math.min(middle + length, from.length) }, compare);
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Both are in order. */
export function* mergeSteps(first: Uint32Array, second: Uint32Array, compare: Compare): Generator<void, Uint32Array> {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  const merged = new Uint32Array(both.length);
  yield* mergeRuns(both, merged, { start: 0, middle: first.length, end: both.length }, compare);
  return merged;
}

/** Two runs that lie side by side. */
interface Pair {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function* mergeRuns(from: Uint32Array, to: Uint32Array, pair: Pair, compare: Compare): Generator<void, void> {
  const { start, middle, end } = pair;
  const inOrder = middle === start || middle === end || compare(from[middle - 1] ?? 0, from[middle] ?? 0) <= 0;
  if (inOrder || compare(from[end - 1] ?? 0, from[start] ?? 0) < 0) {
    const [first, second] = [from.subarray(start, middle), from.subarray(middle, end)];
    to.set(inOrder ? first : second, start);
    to.set(inOrder ? second : first, inOrder ? middle : start + second.length);
    yield;
    return;
  }
  let left = start;
  for (let at = start; at < end; at += piece) {
    left = mergePiece(from, to, pair, { at, left }, compare);
    yield;
  }
}

/** A function of its own: a loop in a generator is not compiled as well. @returns how far the left run has been used */
function mergePiece(
  from: Uint32Array,
  to: Uint32Array,
  { start, middle, end }: Pair,
  begin: { readonly at: number; readonly left: number },
  compare: Compare,
): number {
  const stop = Math.min(begin.at + piece, end);
  let { left } = begin;
  let right = middle + (begin.at - start) - (left - start);
  for (let at = begin.at; at < stop; at++) {
    if (left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0)) to[at] = from[left++] ?? 0;
    else to[at] = from[right++] ?? 0;
  }
  return left;
}
