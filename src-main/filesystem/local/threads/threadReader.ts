import { Buffer } from 'node:buffer';
import { blockBytes, type Blocks, memoryOf } from '../../blocks.ts';
import { chunkBytes } from '../contentMemory.ts';
import type { ContentWorker } from './contentWorker.ts';

/** Blocks that are read before they are asked for. */
const readAhead = 3;

interface ReadBlock {
  readonly memory: Buffer;
  readonly length: number;
  /** How much of it has been handed over, and in how many pieces that are not given back. */
  given: number;
  lent: number;
}

export interface ReadPiece {
  readonly bytes: Buffer;
  /** The memory serves again. */
  readonly release: () => void;
}

/** Reads a file from its beginning on a disk thread, a little ahead, hashing as it goes. */
export class ThreadReader {
  readonly #file: ContentWorker;
  readonly #blocks: Blocks;
  readonly #descriptor: number;
  readonly #size: number;
  #asked = 0;
  #underWay = 0;
  readonly #ready: ReadBlock[] = [];
  #problem: Error | undefined;
  #wake: (() => void) | undefined;

  /** `size`: bytes to read; `descriptor` stays the caller's, and open until `settled`. */
  constructor(file: ContentWorker, descriptor: number, size: number, blocks: Blocks) {
    this.#file = file;
    this.#blocks = blocks;
    this.#descriptor = descriptor;
    this.#size = size;
    this.#readOn();
  }

  #readOn(): void {
    while (this.#asked < this.#size && this.#underWay + this.#ready.length < readAhead && this.#problem === undefined) {
      const length = Math.min(blockBytes, this.#size - this.#asked);
      const memory = memoryOf(this.#blocks.take());
      this.#underWay += 1;
      const piece = { descriptor: this.#descriptor, memory, length, position: this.#asked };
      this.#file.transfer('read', piece, (reply, problem) => {
        this.#underWay -= 1;
        this.#problem ??= problem;
        if (reply.memory !== undefined)
          this.#ready.push({ memory: Buffer.from(reply.memory), length: reply.count, given: 0, lent: 0 });
        this.#wake?.();
      });
      this.#asked += length;
    }
  }

  /** The next piece, of `chunkBytes`; one that is short, or empty, where the file has become shorter. @throws errno */
  async next(): Promise<ReadPiece> {
    while (this.#ready.length === 0 && this.#problem === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    if (this.#problem !== undefined) throw this.#problem;
    const [block] = this.#ready;
    if (block === undefined) throw new Error('there is no next piece');
    const { memory, length } = block;
    const bytes = memory.subarray(block.given, Math.min(block.given + chunkBytes, length));
    block.given += bytes.length;
    block.lent += 1;
    if (block.given === length) {
      this.#ready.shift();
      this.#readOn();
    }
    const release = (): void => {
      block.lent -= 1;
      if (block.lent === 0 && block.given === length) this.#blocks.giveBack(memory);
    };
    return { bytes, release };
  }

  /** SHA-256 of all that was read. */
  async digest(): Promise<Uint8Array> {
    return await this.#file.digest();
  }

  /** Resolves when the descriptor is no longer used. */
  async close(): Promise<void> {
    this.#problem ??= new Error('closed');
    while (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#file.close();
  }
}
