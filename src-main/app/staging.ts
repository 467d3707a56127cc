import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { type Location, localEndpoint } from '../../src-shared/model/location.ts';
import { baseName } from '../../src-shared/model/path.ts';
import type { Transfer } from '../../src-shared/model/transfer.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { isRunning } from '../filesystem/local/leftovers.ts';
import { toLocalPath } from '../filesystem/local/platformPath.ts';
import { storageError } from '../storage/storageError.ts';
import { walk } from '../transfer/walk.ts';
import { TransferQueue } from '../transfer/queue.ts';
import type { Resolve } from '../transfer/route.ts';

/** What is staged at most: entries with everything in them, and bytes. More would not have arrived by the time it is wanted. */
export const stagingLimits = { entries: 100, bytes: 16 * 1024 * 1024 } as const;

export interface StagingOptions {
  /** Where the copies are kept, as the platform writes it; made when it is needed, readable by the user only. */
  readonly folder: string;
  readonly resolve: Resolve;
  /** Bytes a second for one staging; undefined: no limit. */
  readonly speedLimit: () => number | undefined;
}

/** What is staged together: a folder of this computer's file system. */
export interface Staged {
  readonly directory: string;
}

/**
 * Private copies of entries of a session, so that other programs can be given paths of this computer. They are made as any transfer
 * is, and are gone with the program; what a killed one left is removed by the next.
 */
export class Staging {
  readonly #options: StagingOptions;
  readonly #own: string;
  readonly #swept: Promise<void>;
  readonly #copying = new Set<Promise<boolean>>();
  #last = 0;

  constructor(options: StagingOptions) {
    this.#options = options;
    const name = `${process.pid}-${randomBytes(6).toString('hex')}`;
    this.#own = join(options.folder, name);
    this.#swept = sweep(options.folder, name);
  }

  /** The directory that the next staging will have. */
  next(): Staged {
    this.#last += 1;
    return { directory: toLocalPath(join(this.#own, String(this.#last))) };
  }

  /**
   * Copies entries into `staged`. Resolves to whether all of it is there and verified as far as the session can verify; if not,
   * nothing is left. @throws AppError `cancelled`, and what making a folder can end with
   */
  async copy(from: readonly Location[], staged: Staged, signal: AbortSignal): Promise<boolean> {
    const copying = this.#copy(from, staged, signal);
    this.#copying.add(copying);
    try {
      return await copying;
    } finally {
      this.#copying.delete(copying);
    }
  }

  async remove({ directory }: Staged): Promise<void> {
    await removeFolder(join(this.#own, baseName(directory)));
  }

  /** Removes everything that was staged. Whoever asked for what is still being copied has to abort it. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#swept, ...this.#copying]);
    await removeFolder(this.#own);
  }

  async #copy(from: readonly Location[], staged: Staged, signal: AbortSignal): Promise<boolean> {
    await mkdir(this.#own, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw storageError(error, this.#own);
    });
    // What was measured may have grown, and a link tells nothing of what it leads to.
    const ended = { entries: 0, bytes: 0 };
    let isStopped = false;
    const check = (): void => {
      const { bytesTotal, bytesAcknowledged, counts } = queue.summary();
      const entries = ended.entries + counts.queued + counts.running;
      const bytes = ended.bytes + Math.max(bytesTotal, bytesAcknowledged);
      if (isStopped || (entries <= stagingLimits.entries && bytes <= stagingLimits.bytes)) return;
      isStopped = true;
      queue.cancel('all');
    };
    const queue: TransferQueue = new TransferQueue({ resolve: this.#options.resolve, onChange: check });
    queue.limit(this.#options.speedLimit());
    const stop = (): void => queue.cancel('all');
    signal.addEventListener('abort', stop);
    let isWhole = false;
    try {
      signal.throwIfAborted();
      const to = { endpoint: localEndpoint, path: staged.directory };
      const onEnded = ({ size }: Transfer): void => {
        ended.entries += 1;
        ended.bytes += size;
      };
      const { counts } = await queue.enqueue({ from, to, existing: 'skip', onEnded }).ended;
      signal.throwIfAborted();
      isWhole = counts.done > 0 && counts.skipped + counts.failed + counts.cancelled === 0;
      return isWhole;
    } finally {
      signal.removeEventListener('abort', stop);
      await queue.close();
      if (!isWhole || signal.aborted) await this.remove(staged);
    }
  }
}

/** Whether entries, with everything in them, are within the limits. @throws AppError */
export async function isSmall(fileSystem: FileSystem, paths: readonly string[], signal: AbortSignal): Promise<boolean> {
  if (paths.length > stagingLimits.entries) return false;
  const sum = { entries: 0, bytes: 0 };
  const fits = (size: number): boolean => {
    sum.entries += 1;
    sum.bytes += size;
    return sum.entries <= stagingLimits.entries && sum.bytes <= stagingLimits.bytes;
  };
  const entries = await Promise.all(paths.map((path) => fileSystem.stat(path, { signal })));
  for (const [at, { kind, size }] of entries.entries()) {
    if (!fits(kind === 'directory' ? 0 : size)) return false;
    const path = paths[at];
    if (kind !== 'directory' || path === undefined) continue;
    const pages = walk(fileSystem, path, signal);
    for await (const page of pages) {
      signal.throwIfAborted();
      if (page.error !== undefined) return false;
      for (const inner of page.entries) if (!fits(inner.kind === 'directory' ? 0 : inner.size)) return false;
    }
  }
  return true;
}

/** Removes what processes that have ended left behind. */
async function sweep(folder: string, own: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = /^(\d+)-[0-9a-f]{12}$/.exec(name)?.[1];
    if (pid !== undefined && name !== own && !isRunning(Number(pid))) await removeFolder(join(folder, name));
  }
}

/** What can't be removed now is left to a later start. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}

/** The path of an entry among those of `staged`. @throws AppError `name-invalid` */
export function stagedPath({ directory }: Staged, name: string): string {
  if (name === '') throw new AppError('name-invalid', 'the root of a session has no name', { path: '/' });
  return `${directory}/${name}`;
}
