import { blockBytes, Blocks } from '../blocks.ts';

/** What is lent is copied together into blocks of this size. */
export const pieceBytes = 64 * 1024;
/** One byte more than a block, by which a whole file shows that it has grown. */
const bufferBytes = blockBytes + 1;

/** Memory for contents that the lanes of a file system share: what one is through with serves the next. */
export class ContentMemory {
  /** They go to a thread and come back. */
  readonly blocks = new Blocks();
  readonly pieces = new Blocks(pieceBytes);
  /** Read into where the lane lives. */
  readonly buffers = new Blocks(bufferBytes);
}
