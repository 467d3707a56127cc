import { linkSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { isErrno } from './errno.ts';
import type { PlatformPath } from './platformPath.ts';

/**
 * Gives a file its name only if the name is free, which only `link` decides in one step. Where there are no hard links the name is
 * looked at first; on exFAT under Windows the error says `EISDIR`. @throws errno, EEXIST when it is taken
 */
export function placeNew(source: PlatformPath, target: PlatformPath): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EISDIR')) throw error;
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
      throw Object.assign(new Error('the name is taken'), { code: 'EEXIST' });
    }
    renameSync(source, target);
    return;
  }
  unlinkSync(source);
}
