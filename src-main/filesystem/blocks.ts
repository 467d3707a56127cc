import { Buffer } from 'node:buffer';

/** What goes to a disk's thread or comes from it at a time: to wake a thread costs as much as to hash 100 KiB. */
export const blockBytes = 1024 * 1024;

/** More than a window holds. */
const enoughBytes = 10 * 1024 * 1024;

/**
 * Memory for contents on their way, in blocks that serve again and again. Made anew for each file or frame they would soon be garbage that
 * only V8's slow collector takes (docs/decisions/reused-memory.md).
 */
export class Blocks {
  readonly #bytes: number;
  readonly #kept: number;
  readonly #free: Buffer[] = [];

  /** `bytes` of each; `kept`: how many are kept that are not in use. */
  constructor(bytes = blockBytes, kept = Math.ceil(enoughBytes / bytes)) {
    this.#bytes = bytes;
    this.#kept = kept;
  }

  take(): Buffer {
    return this.#free.pop() ?? Buffer.from(new ArrayBuffer(this.#bytes));
  }

  giveBack(block: Buffer): void {
    if (this.#free.length < this.#kept) this.#free.push(block);
  }
}

/** What a block is while it is on its way. */
export function memoryOf(block: Buffer): ArrayBuffer {
  return block.buffer as ArrayBuffer;
}
