import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { chunkRow } from '../../protocol/native/records.ts';
import { chunkHash, chunkSizes } from '../chunks.ts';
import type { ChunkList } from '../fileSystem.ts';
import { ChunkReader } from './chunkReader.ts';
import { type Stoppable, throwIfCancelled } from './listing.ts';
import { checkUnchanged, openSource } from './openSource.ts';
import type { Root } from './root.ts';
import { type SharedSlices, Slice } from '../../loop/slice.ts';
import { identityOf } from './temporaryFile.ts';

/** @throws errno, AppError `source-changed`, `unsupported` for contents that make too long a list */
export async function listChunks(root: Root, path: string, slices: SharedSlices, options: Stoppable): Promise<ChunkList> {
  await slices.next();
  throwIfCancelled(options.signal, path);
  const slice = new Slice(() => slices.next());
  const { descriptor, stats } = openSource(root, path, closeSync);
  try {
    const reader = new ChunkReader(descriptor, stats.size, chunkSizes(stats.size));
    const rows: Buffer[] = [];
    for (let chunk = reader.next(); chunk !== undefined; chunk = reader.next()) {
      if (rows.length === limits.chunks) throw new AppError('unsupported', 'the file has too many chunks', { path });
      const row = Buffer.allocUnsafe(chunkRow);
      row.writeUInt32BE(chunk.length);
      chunkHash(chunk).copy(row, 4);
      rows.push(row);
      if (!slice.over) continue;
      await slice.rest();
      throwIfCancelled(options.signal, path);
    }
    checkUnchanged(descriptor, stats, path);
    return { list: Buffer.concat(rows), identity: identityHash(stats) };
  } finally {
    closeSync(descriptor);
  }
}

/** Opens the file that was listed, and no other. @throws errno, AppError `offset-conflict` when it is another by now */
export function openBasis(root: Root, path: string, identity: string): { readonly descriptor: number; readonly size: number } {
  const { descriptor, stats } = openSource(root, path, closeSync);
  if (identityHash(stats) === identity) return { descriptor, size: stats.size };
  closeSync(descriptor);
  throw new AppError('offset-conflict', 'what is there has changed since it was listed', { path });
}

/** Says nothing to others of the volume it is on. */
function identityHash(stats: Stats): string {
  return createHash('sha256').update(identityOf(stats)).digest('hex');
}
