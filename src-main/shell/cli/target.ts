import { AppError } from '../../../src-shared/errors.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';

/** Where an entry is to stand: in `directory`, under `name`, or under its own name when that is undefined. */
export interface Target {
  readonly directory: string;
  readonly name: string | undefined;
}

/**
 * The rule of `cp`: into a path that ends with `/` or is a directory, under the own name; else to the very path.
 * @throws AppError `not-a-directory` when the path ends with `/` and is a file
 */
export async function resolveTarget(fileSystem: FileSystem, path: string, inside: boolean, signal: AbortSignal): Promise<Target> {
  if (path === '/') return { directory: '/', name: undefined };
  const found = await fileSystem.stat(path, { signal }).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'not-a-directory')) return undefined;
    throw error;
  });
  if (found !== undefined && isDirectoryLike(found)) return { directory: path, name: undefined };
  if (inside && found !== undefined) throw new AppError('not-a-directory', 'it is no folder', { path });
  return inside ? { directory: path, name: undefined } : { directory: parentPath(path), name: baseName(path) };
}
