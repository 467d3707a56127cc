import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { FileRange } from '../fileSystem.ts';
import { checkRange } from '../range.ts';
import { openSource } from './openSource.ts';
import type { Root } from './root.ts';

/** A piece of a file, small enough to be read in one go. @throws errno or AppError */
export function readRange(root: Root, path: string, offset: number, length: number): FileRange {
  checkRange(path, offset, length);
  const { descriptor, stats } = openSource(root, path, closeSync);
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, stats.size - offset)));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(descriptor, bytes, done, bytes.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    const after = fstatSync(descriptor);
    return { bytes: bytes.subarray(0, done), size: after.size, modified: after.mtimeMs };
  } finally {
    closeSync(descriptor);
  }
}
