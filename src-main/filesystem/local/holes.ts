import { Buffer } from 'node:buffer';
import type { Stats } from 'node:fs';
import { limits } from '../../protocol/limits.ts';
import type { ReadSink } from '../lane.ts';

/** Zeros are looked for in blocks of this size, and a shorter run of them is contents. */
export const holeBlock = 64 * 1024;
const zeroBlock = Buffer.alloc(holeBlock);

/** Clearly less is stored than the file is long. Node can't ask where (SEEK_HOLE): that shows when it is read. */
export function isSparse(stats: Stats): boolean {
  return stats.blocks * 512 <= stats.size - holeBlock;
}

export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += holeBlock) {
    const block = bytes.subarray(at, at + holeBlock);
    if (Buffer.compare(zeroBlock.subarray(0, block.length), block) !== 0) return false;
  }
  return true;
}

/** Gives the contents of one sparse file to a sink, as they are read: whole blocks of zeros as holes, anything else as it is. */
export class HoleFinder {
  readonly #sink: ReadSink;
  readonly #ticket: number;
  #hole = 0;

  constructor(sink: ReadSink, ticket: number) {
    this.#sink = sink;
    this.#ticket = ticket;
  }

  data(bytes: Uint8Array, release: () => void): void {
    let users = 1;
    const released = (): void => {
      users -= 1;
      if (users === 0) release();
    };
    const give = (from: number, to: number): void => {
      if (from === to) return;
      this.flush();
      users += 1;
      this.#sink.data(this.#ticket, bytes.subarray(from, to), released);
    };
    let start = 0;
    for (let at = 0; at < bytes.length; at += holeBlock) {
      const block = bytes.subarray(at, at + holeBlock);
      if (!this.#isHole(block, start < at)) continue;
      give(start, at);
      start = at + block.length;
      this.#hole += block.length;
      if (this.#hole >= limits.hole) this.flush();
    }
    give(start, bytes.length);
    released();
  }

  /** Nothing but what was given so far may be a part of the hole. */
  flush(): void {
    const length = this.#hole;
    this.#hole = 0;
    if (length > 0) this.#sink.hole(this.#ticket, length);
  }

  /** A short block is the last one of the file, and the end of a hole at most. */
  #isHole(block: Uint8Array, behindContents: boolean): boolean {
    return (block.length === holeBlock || (!behindContents && this.#hole > 0)) && isZero(block);
  }
}
