import { lstatSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { WriteRequest } from '../lane.ts';
import { isErrno } from './errno.ts';
import { ensureDirectory, volumeSpace } from './operations.ts';
import { entryAccess, type Root } from './root.ts';

/** Only files of this size or more are worth a look at the free space first. */
const spaceCheckedFrom = 1024 * 1024;
/** A file that may not replace another is refused at once from this size on, before its contents travel. */
const decidedFrom = 128 * 1024;
/** What is left free for others. */
const spaceReserve = 16 * 1024 * 1024;

/** What becomes of a file under the name it is to have, as far as that can be told before its contents are there. */
export interface TargetDecision {
  readonly skip: boolean;
  readonly replace: boolean;
  /** Permission bits of the file that will be replaced. */
  readonly mode: number | undefined;
}

/** @throws AppError `already-exists`, `is-a-directory`, errno */
export function decideTarget(root: Root, request: WriteRequest): TargetDecision {
  if (request.path === '/') throw new AppError('is-a-directory', 'a directory has this name', { path: request.path });
  // Giving a small file its name tells soon enough that the name is taken.
  if (request.existing === 'fail' && request.attributes.size < decidedFrom)
    return { skip: false, replace: false, mode: undefined };
  const existing = existingAt(root, request.path);
  if (existing === undefined) return { skip: false, replace: request.existing === 'overwrite', mode: undefined };
  if (existing.isDirectory()) throw new AppError('is-a-directory', 'a directory has this name', { path: request.path });
  const mode = existing.isFile() && process.platform !== 'win32' ? existing.mode & 0o777 : undefined;
  switch (request.existing) {
    case 'fail':
      throw new AppError('already-exists', 'the name is taken', { path: request.path });
    case 'skip':
      return { skip: true, replace: false, mode };
    case 'newer':
      return { skip: !isNewer(request.attributes.modified, existing.mtimeMs), replace: true, mode };
    case 'overwrite':
      return { skip: false, replace: true, mode };
  }
}

function existingAt(root: Root, path: string): Stats | undefined {
  try {
    return lstatSync(entryAccess(root, path), { throwIfNoEntry: false });
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined; // its directory is still to be made
    throw error;
  }
}

/** Makes the directory, to learn of its volume. @throws AppError `no-space`, errno */
export function checkSpace(root: Root, request: WriteRequest): void {
  const wanted = request.attributes.size - (request.offset ?? 0);
  if (wanted < spaceCheckedFrom) return;
  ensureDirectory(root, parentPath(request.path));
  const { available } = volumeSpace(root, parentPath(request.path));
  if (wanted > available - spaceReserve) {
    throw new AppError('no-space', `${baseName(request.path)} needs ${wanted} bytes, ${Math.max(0, available)} are free`, {
      path: request.path,
    });
  }
}

/** Times that were carried through a double of seconds differ by less than a microsecond. */
function isNewer(source: number, target: number): boolean {
  return Number.isFinite(source) && source - target > 0.002;
}
