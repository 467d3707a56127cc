/** First in, first out, with a way to the front. Taking and adding cost the same however long the line is. */
export class ReadyLine<T> {
  #front: T[] = [];
  #back: T[] = [];
  #head = 0;

  get length(): number {
    return this.#front.length + this.#back.length - this.#head;
  }

  add(item: T): void {
    this.#back.push(item);
  }

  addFirst(item: T): void {
    this.#front.push(item);
  }

  take(): T | undefined {
    const first = this.#front.pop();
    if (first !== undefined) return first;
    const item = this.#back[this.#head];
    if (item === undefined) return undefined;
    this.#head += 1;
    if (this.#head >= 1024 && this.#head * 2 > this.#back.length) {
      this.#back = this.#back.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
