/** Where an item stands in its list; kept by the list. */
export interface Block<T> {
  readonly items: T[];
}

export interface Placed<T> {
  place: Block<T> | undefined;
}

const blockLength = 512;

/**
 * A list in order of arrival that finds any window and removes any item without looking at all of them: blocks of up to 512 items,
 * and each item knows its block. An item is in one list at a time.
 */
export class OrderedList<T extends Placed<T>> implements Iterable<T> {
  #blocks: Block<T>[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(item: T): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.items.length >= blockLength) {
      block = { items: [] };
      this.#blocks.push(block);
    }
    block.items.push(item);
    item.place = block;
    this.#length += 1;
  }

  remove(item: T): void {
    const block = item.place;
    if (block === undefined) return;
    item.place = undefined;
    block.items.splice(block.items.indexOf(item), 1);
    this.#length -= 1;
    if (block.items.length === 0) this.#blocks.splice(this.#blocks.indexOf(block), 1);
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

  *[Symbol.iterator](): Iterator<T> {
    for (const block of this.#blocks) yield* block.items;
  }
}
