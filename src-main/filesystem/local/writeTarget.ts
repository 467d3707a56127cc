import { lstatSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { WriteExisting, WriteRequest } from '../lane.ts';
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

interface Target {
  readonly path: string;
  readonly existing: WriteExisting;
  /** When the source was changed; milliseconds. */
  readonly modified: number;
}

/** As `decideTarget`, but that a small file need not be looked for: giving it its name tells soon enough that the name is taken. */
export function decideBeforehand(root: Root, { path, existing, attributes }: WriteRequest): TargetDecision {
  const soon = path !== '/' && existing === 'fail' && attributes.size < decidedFrom;
  if (soon) return { skip: false, replace: false, mode: undefined };
  return decideTarget(root, { path, existing, modified: attributes.modified });
}

/** @throws AppError `already-exists`, `is-a-directory`, errno */
export function decideTarget(root: Root, { path, existing, modified }: Target): TargetDecision {
  if (path === '/') throw new AppError('is-a-directory', 'a directory has this name', { path });
  const there = existingAt(root, path);
  if (there === undefined) return { skip: false, replace: existing === 'overwrite', mode: undefined };
  if (there.isDirectory()) throw new AppError('is-a-directory', 'a directory has this name', { path });
  const mode = there.isFile() && process.platform !== 'win32' ? there.mode & 0o777 : undefined;
  switch (existing) {
    case 'fail':
      throw new AppError('already-exists', 'the name is taken', { path });
    case 'skip':
      return { skip: true, replace: false, mode };
    case 'newer':
      return { skip: !isNewer(modified, there.mtimeMs), replace: true, mode };
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

/** Makes the directory, to learn of its volume. `wanted`: bytes. @throws AppError `no-space`, errno */
export function checkSpace(root: Root, path: string, wanted: number): void {
  if (wanted < spaceCheckedFrom) return;
  ensureDirectory(root, parentPath(path));
  const { available, total } = volumeSpace(root, parentPath(path));
  // Some file systems in user space do not tell.
  if (total === 0 || wanted <= available - spaceReserve) return;
  throw new AppError('no-space', `${baseName(path)} needs ${wanted} bytes, ${Math.max(0, available)} are free`, { path });
}

/** Times that were carried through a double of seconds differ by less than a microsecond. */
function isNewer(source: number, target: number): boolean {
  return Number.isFinite(source) && source - target > 0.002;
}
