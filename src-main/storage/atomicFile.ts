import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storageError } from './storageError.ts';

export interface AtomicWriteOptions {
  /** Permission bits of the file; 0o600, the user alone, by default. */
  readonly mode?: number;
}

/**
 * Puts a file in place whole or not at all, also when the power goes: written beside it, synced, renamed over it. Missing directories
 * are made, for the user alone.
 * @throws AppError `permission-denied`, `no-space`, `internal`
 */
export async function writeFileAtomically(path: string, text: string, options: AtomicWriteOptions = {}): Promise<void> {
  const directory = dirname(path);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', options.mode ?? 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncDirectory(directory);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw storageError(error, path);
  }
}

/** Windows has no such thing, and needs none. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
