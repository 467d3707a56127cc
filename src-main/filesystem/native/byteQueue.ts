import { Buffer } from 'node:buffer';

const blockBytes = 16 * 1024;

/** Bytes that wait, in the order they came: copied into blocks, so that they take no more memory in many small pieces than in a few large ones. */
export class ByteQueue {
  #blocks: Buffer[] = [];
  /** Where the first one begins, and the last one ends. */
  #from = 0;
  #to = blockBytes;
  length = 0;

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#to === blockBytes) {
        this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes));
        this.#to = 0;
      }
      const some = bytes.subarray(at, at + blockBytes - this.#to);
      this.#blocks.at(-1)?.set(some, this.#to);
      this.#to += some.length;
      at += some.length;
    }
    this.length += bytes.length;
  }

  /** The next `count` bytes, for good. There must be so many. */
  take(count: number): Buffer {
    const taken = Buffer.allocUnsafeSlow(count);
    for (let at = 0; at < count; ) {
      const [block] = this.#blocks;
      if (block === undefined) throw new RangeError('more is taken than there is');
      const some = block.subarray(this.#from, this.#from + count - at);
      taken.set(some, at);
      at += some.length;
      this.#from += some.length;
      if (this.#from < blockBytes) continue;
      this.#blocks.shift();
      this.#from = 0;
    }
    this.length -= count;
    if (this.length === 0) this.#clear();
    return taken;
  }

  #clear(): void {
    this.#blocks = [];
    this.#from = 0;
    this.#to = blockBytes;
  }
}
