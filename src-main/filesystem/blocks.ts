import { Buffer } from 'node:buffer';

export const blockBytes = 256 * 1024;

/** More than a window of `blockBytes` holds. */
const enough = 40;

/**
 * Memory for contents on their way, in blocks that serve again and again. Made anew for each file or frame they would soon be garbage that
 * only V8's slow collector takes (docs/decisions/reused-memory.md).
 */
export class Blocks {
  readonly #bytes: number;
  readonly #kept: number;
  readonly #free: Buffer[] = [];

  /** `bytes` of each; `kept`: how many are kept that are not in use. */
  constructor(bytes = blockBytes, kept = enough) {
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
