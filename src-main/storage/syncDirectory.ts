import { close, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { errno } from './storageError.ts';

const closeFile = promisify(close);
const sync = promisify(fsync);

/**
 * What file systems say that have no such thing for directories (shared folders of virtual machines, some servers of SMB), or about a
 * directory that may be written to and not read. The names in it are then as durable as they can be made.
 */
const notToBeHad: ReadonlySet<string | undefined> = new Set([
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EBADF',
  'EACCES',
  'EPERM',
]);

/** Makes the names in a directory durable, where that can be had. Windows has no such call; its file systems order renames themselves. */
export async function syncDirectory(path: string | Buffer): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const descriptor = openSync(path, 'r'); // at once: the path may name a descriptor that is closed soon
    try {
      await sync(descriptor);
    } finally {
      await closeFile(descriptor);
    }
  } catch (error) {
    if (!notToBeHad.has(errno(error))) throw error;
  }
}
