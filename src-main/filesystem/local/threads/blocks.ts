import { Buffer } from 'node:buffer';

export const blockBytes = 256 * 1024;

/** Memory for the contents of one file, in blocks that go to its thread and come back: those that came back serve again. */
export class Blocks {
  readonly #free: Buffer[] = [];
  /** How many there are. */
  count = 0;

  take(): Buffer {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    this.count += 1;
    return Buffer.from(new ArrayBuffer(blockBytes));
  }

  /** How many can be had without making one. */
  get free(): number {
    return this.#free.length;
  }

  giveBack(block: Buffer): void {
    this.#free.push(block);
  }
}

/** What a block is while it is on its way. */
export function memoryOf(block: Buffer): ArrayBuffer {
  return block.buffer as ArrayBuffer;
}
