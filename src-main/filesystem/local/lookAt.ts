import { lstatSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { isErrno } from './errno.ts';
import type { PlatformPath } from './platformPath.ts';
import type { DirectoryAccess } from './root.ts';

/**
 * What a directory has under a name: undefined when it is gone, `hidden` when this one can't be looked at (a mount whose server is away, a
 * damaged place on the disk), which is no trouble of the others. @throws errno when it is the directory's
 */
export function lookAt(path: PlatformPath): Stats | 'hidden' | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    if (isErrno(error, 'EACCES', 'EPERM', 'EIO', 'ENOTCONN', 'ESTALE', 'EHOSTDOWN', 'ETIMEDOUT', 'EBUSY')) return 'hidden';
    throw error;
  }
}

/** Undefined for a name that is there and that this platform can't be given. */
export function childOf(directory: DirectoryAccess, name: string): PlatformPath | undefined {
  try {
    return directory.child(name);
  } catch (error) {
    if (error instanceof AppError && error.code === 'name-invalid') return undefined;
    throw error;
  }
}
