/** Where an item stands in a list; kept by the list. */
export interface Block<T> {
  items: T[];
}

const blockLength = 512;

/**
 * A list that finds any window and adds, removes and moves any item without looking at all of them: blocks of some 512 items, and
 * each item knows its block. It is in order of arrival, or sorted when it is told what comes before what.
 */
export class OrderedList<K extends string, T extends { [P in K]: Block<T> | undefined }> implements Iterable<T> {
  readonly #key: K;
  readonly #isBefore: ((one: T, other: T) => boolean) | undefined;
  #blocks: Block<T>[] = [];
  #length = 0;

  /** `key`: the property in which an item keeps its place in this list; it is in one list under one key at a time. */
  constructor(key: K, isBefore?: (one: T, other: T) => boolean) {
    this.#key = key;
    this.#isBefore = isBefore;
  }

  get length(): number {
    return this.#length;
  }

  get first(): T | undefined {
    return this.#blocks[0]?.items[0];
  }

  /** An item that stands in the list already gets another place. */
  add(item: T): void {
    this.remove(item);
    this.#length += 1;
    const last = this.#blocks.at(-1);
    const lastItem = last?.items.at(-1);
    if (last === undefined || lastItem === undefined || this.#isBefore?.(item, lastItem) !== true) this.#append(item, last);
    else this.#insert(item, this.#isBefore);
  }

  remove(item: T): void {
    const block = item[this.#key];
    if (block === undefined) return;
    this.#place(item, undefined);
    const { items } = block;
    // Most go in the order in which they came, and to shift costs a fraction of splicing.
    if (items[0] === item) items.shift();
    else items.splice(items.indexOf(item), 1);
    this.#length -= 1;
    if (items.length === 0) this.#blocks.splice(this.#blocks.indexOf(block), 1);
  }

  /** Brings everything into order again, after many items have got another place. */
  sort(): void {
    const isBefore = this.#isBefore;
    if (isBefore === undefined) return;
    const items = this.#blocks.flatMap((block) => block.items).sort((one, other) => (isBefore(one, other) ? -1 : 1));
    this.#blocks = [];
    for (const item of items) this.#append(item, this.#blocks.at(-1));
  }

  /** Up to `count` items from position `start`. */
  window(start: number, count: number): T[] {
    const out: T[] = [];
    let at = 0;
    for (const { items } of this.#blocks) {
      if (out.length >= count) break;
      const from = Math.max(start - at, 0);
      if (from < items.length) out.push(...items.slice(from, from + count - out.length));
      at += items.length;
    }
    return out;
  }

  /** Those of a selection that stand in this list, as runs of neighbours, with what stands before and after each run. */
  runs(selected: ReadonlySet<T>): Run<T>[] {
    const touched = new Set<Block<T>>();
    for (const item of selected) {
      const block = item[this.#key];
      if (block !== undefined) touched.add(block);
    }
    const runs: Run<T>[] = [];
    let run: { before: T | undefined; items: T[]; after: T | undefined } | undefined;
    let previous: T | undefined;
    for (const block of this.#blocks) {
      // A run goes on only through blocks that hold more of it.
      const items = touched.has(block) ? block.items : block.items.slice(0, 1);
      for (const item of items) {
        if (selected.has(item)) {
          if (run === undefined) {
            run = { before: previous, items: [], after: undefined };
            runs.push(run);
          }
          run.items.push(item);
        } else if (run !== undefined) {
          run.after = item;
          run = undefined;
        }
        previous = item;
      }
      previous = block.items.at(-1);
    }
    return runs;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const block of this.#blocks) yield* block.items;
  }

  #append(item: T, last: Block<T> | undefined): void {
    let block = last;
    if (block === undefined || block.items.length >= blockLength) {
      block = { items: [] };
      this.#blocks.push(block);
    }
    block.items.push(item);
    this.#place(item, block);
  }

  #insert(item: T, isBefore: (one: T, other: T) => boolean): void {
    const at = firstIndex(this.#blocks, ({ items }) => isBeforeLast(item, items, isBefore));
    const block = this.#blocks[at];
    if (block === undefined) return this.#append(item, undefined);
    const { items } = block;
    items.splice(
      firstIndex(items, (other) => isBefore(item, other)),
      0,
      item,
    );
    this.#place(item, block);
    if (items.length < 2 * blockLength) return;
    const half: Block<T> = { items: items.splice(blockLength) };
    for (const moved of half.items) this.#place(moved, half);
    this.#blocks.splice(at + 1, 0, half);
  }

  #place(item: T, block: Block<T> | undefined): void {
    const placed: { [P in K]: Block<T> | undefined } = item;
    placed[this.#key] = block;
  }
}

/** Items that stand next to each other. */
export interface Run<T> {
  readonly before: T | undefined;
  readonly items: readonly T[];
  readonly after: T | undefined;
}

function isBeforeLast<T>(item: T, items: readonly T[], isBefore: (one: T, other: T) => boolean): boolean {
  const last = items.at(-1);
  return last !== undefined && isBefore(item, last);
}

/** Of values that fail the test up to somewhere and pass it from there on: where that is. */
function firstIndex<T>(values: readonly T[], passes: (value: T) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle];
    if (value !== undefined && passes(value)) high = middle;
    else low = middle + 1;
  }
  return low;
}
