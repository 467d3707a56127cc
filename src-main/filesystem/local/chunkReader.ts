import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { chunkLength, type ChunkSizes } from '../chunks.ts';

const readAhead = 1024 * 1024;

/** Cuts an open file into chunks, one after the other. */
export class ChunkReader {
  readonly #descriptor: number;
  readonly #sizes: ChunkSizes;
  readonly #size: number;
  readonly #buffer: Buffer;
  /** Where in the file the next chunk begins. */
  at: number;
  /** What is read of it and behind it, in the buffer. */
  #from = 0;
  #to = 0;

  constructor(descriptor: number, size: number, sizes: ChunkSizes, start = 0) {
    this.#descriptor = descriptor;
    this.#size = size;
    this.#sizes = sizes;
    this.at = start;
    this.#buffer = Buffer.allocUnsafeSlow(sizes.most + readAhead);
  }

  /** Good until the next call; undefined at the end. @throws errno, AppError `source-changed` when the file is shorter by now */
  next(): Buffer | undefined {
    if (this.at === this.#size) return undefined;
    if (this.#to - this.#from < this.#sizes.most) this.#fill();
    const length = chunkLength(this.#buffer, this.#from, this.#to, this.#sizes);
    const chunk = this.#buffer.subarray(this.#from, this.#from + length);
    this.#from += length;
    this.at += length;
    return chunk;
  }

  #fill(): void {
    this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    const end = Math.min(this.#buffer.length, this.#size - this.at);
    while (this.#to < end) {
      const count = readSync(this.#descriptor, this.#buffer, this.#to, end - this.#to, this.at + this.#to);
      if (count === 0) throw new AppError('source-changed', 'the file changed while it was read');
      this.#to += count;
    }
  }
}
