import { Buffer } from 'node:buffer';

export const blockBytes = 256 * 1024;

/** Memory for the contents of one file, in blocks that go to its thread and come back: those that came back serve again. */
export class Blocks {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.from(new ArrayBuffer(blockBytes));
  }

  giveBack(block: Buffer): void {
    this.#free.push(block);
  }
}

/** What a block is while it is on its way. */
export function memoryOf(block: Buffer): ArrayBuffer {
  return block.buffer as ArrayBuffer;
}
