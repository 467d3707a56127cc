import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { errno, storageError } from './storageError.ts';
import { syncDirectory } from './syncDirectory.ts';

export interface AtomicWriteOptions {
  /** Permission bits of the file; 0o600, the user alone, by default. */
  readonly mode?: number;
  /** False: a file that is there already stays, and the new one is not written. */
  readonly replace?: boolean;
}

/**
 * Puts a file in place whole or not at all, also when the power goes: written beside it, synced, renamed over it. Missing directories
 * are made, for the user alone.
 * @throws AppError `already-exists`, `permission-denied`, `no-space`, `internal`
 */
export async function writeFileAtomically(
  path: string,
  contents: string | Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<void> {
  const directory = dirname(path);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', options.mode ?? 0o600);
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.replace === false) await putBeside(temporary, path);
    else await rename(temporary, path);
    await syncDirectory(directory);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error instanceof AppError ? error : storageError(error, path);
  }
}

/** Renaming would replace what is there; a second name for the same file does not. */
async function putBeside(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const code = errno(error);
    if (code === 'EEXIST') throw new AppError('already-exists', 'there is such a file', { path });
    // Where a file can have but one name, the name is taken first.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    return await takeName(temporary, path);
  }
  await unlink(temporary);
}

async function takeName(temporary: string, path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    throw errno(error) === 'EEXIST' ? new AppError('already-exists', 'there is such a file', { path }) : error;
  }
  await rename(temporary, path);
}
