import type { Buffer } from 'node:buffer';
import { constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { Root } from './root.ts';

export const chunkBytes = 256 * 1024;

/** How a file is opened for reading: no pipe is waited for, and no link followed where none may be. */
export function readFlags(root: Root): number {
  return constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (root.followsLinks ? 0 : (constants.O_NOFOLLOW ?? 0));
}

/** A descriptor of a regular file and what it was when it was opened. The caller closes it. @throws errno or AppError */
export function openSource(root: Root, path: string, close: (descriptor: number) => void): { descriptor: number; stats: Stats } {
  checkPath(path);
  if (path === '/') throw new AppError('is-a-directory', 'is a directory', { path });
  const file = root.directory(parentPath(path)).child(baseName(path));
  const descriptor = openSync(file, readFlags(root));
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  close(descriptor);
  if (stats.isDirectory()) throw new AppError('is-a-directory', 'is a directory', { path });
  throw new AppError('not-a-file', 'not a regular file', { path });
}

/** The first `length` bytes of `buffer`, read at `position`. @throws AppError `source-changed` when the file ends before */
export function readExactly(descriptor: number, buffer: Buffer, length: number, position: number, path: string): Buffer {
  let done = 0;
  while (done < length) {
    const count = readSync(descriptor, buffer, done, length - done, position + done);
    if (count === 0) throw sourceChanged(path);
    done += count;
  }
  return buffer.subarray(0, length);
}

/** @throws AppError `source-changed` when the file is not what it was */
export function checkUnchanged(descriptor: number, before: Stats, path: string): void {
  const after = fstatSync(descriptor);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw sourceChanged(path);
}

function sourceChanged(path: string): AppError {
  return new AppError('source-changed', 'the file changed while it was read', { path });
}
