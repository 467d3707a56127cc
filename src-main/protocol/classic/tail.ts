/** A stream that is let through except for its last bytes, where a terminator may stand. Linear however the bytes are cut. */
export class Tail {
  readonly #limit: number;
  #held: Buffer = Buffer.alloc(0);

  /** @param limit bytes that are held back at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes bytes in, gives those that are no longer among the last ones. */
  push(bytes: Uint8Array): Uint8Array[] {
    const limit = this.#limit;
    const released: Uint8Array[] = [];
    if (bytes.length >= limit) {
      if (this.#held.length > 0) released.push(this.#held);
      if (bytes.length > limit) released.push(bytes.subarray(0, bytes.length - limit));
      // A copy: what is held must not keep a large chunk alive.
      this.#held = Buffer.from(bytes.subarray(bytes.length - limit));
    } else {
      const joined = Buffer.concat([this.#held, bytes]);
      const surplus = Math.max(0, joined.length - limit);
      if (surplus > 0) released.push(joined.subarray(0, surplus));
      this.#held = joined.subarray(surplus);
    }
    return released;
  }

  get length(): number {
    return this.#held.length;
  }

  /** The held bytes, one character a byte. */
  text(): string {
    return this.#held.toString('latin1');
  }

  endsWith(text: string): boolean {
    const start = this.#held.length - text.length;
    return start >= 0 && this.#held.toString('latin1', start) === text;
  }

  /** The first `length` of the held bytes: what is left when the terminator is taken away. */
  head(length: number): Uint8Array {
    return this.#held.subarray(0, length);
  }
}
