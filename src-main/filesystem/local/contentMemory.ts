import { Blocks } from '../blocks.ts';

/** Contents of small files that go to a thread or come from it together. */
export const batchBytes = 1024 * 1024;
/** What is lent is copied together into blocks of this size. */
export const pieceBytes = 64 * 1024;
/** What is read and handed over at a time. */
export const chunkBytes = 256 * 1024;
/** One byte more, by which a whole file shows that it has grown. */
const bufferBytes = chunkBytes + 1;

/** Memory for the batches of one lane. */
export function batchMemory(): Blocks {
  return new Blocks(batchBytes, 4);
}

/** Memory for contents that the lanes of a file system share: what one is through with serves the next. */
export class ContentMemory {
  /** They go to a thread and come back. */
  readonly blocks = new Blocks();
  readonly pieces = new Blocks(pieceBytes, 40);
  /** Read into where the lane lives. */
  readonly buffers = new Blocks(bufferBytes);
}
