import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import type { FileHash } from '../fileSystem.ts';
import { type Stoppable, throwIfCancelled } from './listing.ts';
import { checkUnchanged, chunkBytes, openSource, readExactly } from './openSource.ts';
import type { Root } from './root.ts';
import { type SharedSlices, Slice } from '../../loop/slice.ts';

/** @throws errno or AppError `source-changed` */
export async function hashFile(root: Root, path: string, slices: SharedSlices, options: Stoppable): Promise<FileHash> {
  await slices.next();
  throwIfCancelled(options.signal, path);
  const slice = new Slice(() => slices.next());
  const { descriptor, stats } = openSource(root, path, closeSync);
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, stats.size));
    for (let at = 0; at < stats.size; at += buffer.length) {
      await slice.rest();
      throwIfCancelled(options.signal, path);
      hash.update(readExactly(descriptor, buffer, Math.min(buffer.length, stats.size - at), at, path));
    }
    checkUnchanged(descriptor, stats, path);
    return { size: stats.size, sha256: hash.digest('hex') };
  } finally {
    closeSync(descriptor);
  }
}
