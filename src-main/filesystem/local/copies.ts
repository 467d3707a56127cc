import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  ftruncateSync,
  futimesSync,
  openSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import type { CopyOptions } from '../fileSystem.ts';
import type { WriteExisting } from '../lane.ts';
import { fromErrno } from './errno.ts';
import { GroupCommit, type WrittenFile } from './groupCommit.ts';
import { holeBlock, isSparse, isZero } from './holes.ts';
import type { Leftovers } from './leftovers.ts';
import { type Stoppable, throwIfCancelled } from './listing.ts';
import { createFlags } from './newFile.ts';
import { checkUnchanged, chunkBytes, openSource, readExactly } from './openSource.ts';
import { ensureDirectory } from './operations.ts';
import type { Root } from './root.ts';
import { type SharedSlices, Slice } from '../../loop/slice.ts';
import { refuseTemporary, TemporaryKeys } from './temporaryName.ts';
import type { DiskThreads } from './threads/diskThreads.ts';
import { checkSpace, decideTarget, type TargetDecision } from './writeTarget.ts';

/** Makes the second descriptor's file share the contents of the first one's; false where the volume can't. */
export type CloneContents = (source: number, target: number) => boolean;

export interface LocalCopiesOptions {
  readonly root: Root;
  readonly slices: SharedSlices;
  readonly leftovers: Leftovers | undefined;
  readonly threads: DiskThreads;
  readonly clone?: CloneContents;
}

interface Waiting {
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Copies files within a root. Contents are shared where the volume can do that, else copied piece by piece; either way each piece of the
 * copy is read back and compared with the source's, and the hash in the receipt is of what was read back. Copies that run side by side
 * share their syncs.
 */
export class LocalCopies {
  readonly #options: LocalCopiesOptions;
  readonly #commits: GroupCommit;
  readonly #keys = new TemporaryKeys();
  readonly #waiting = new Map<number, Waiting>();
  #nextTicket = 1;
  /** Copies that are not yet with the group. */
  readonly #copying = new Set<Promise<unknown>>();

  constructor(options: LocalCopiesOptions) {
    this.#options = options;
    this.#commits = new GroupCommit(options.root, options.threads, {
      committed: (ticket, receipt) => this.#take(ticket)?.resolve(receipt),
      failed: (ticket, error) => this.#take(ticket)?.reject(error),
      groupEnded: () => {},
    });
  }

  /** As FileSystem.copy. @throws errno or AppError */
  async copy(from: string, to: string, options: CopyOptions, stoppable: Stoppable): Promise<Receipt | undefined> {
    checkPath(to);
    refuseTemporary(to);
    const copying = this.#contents(from, to, options, stoppable);
    this.#copying.add(copying);
    let written: Omit<WrittenFile, 'ticket'> | undefined;
    try {
      written = await copying;
    } finally {
      this.#copying.delete(copying);
      if (written === undefined) this.#startWhenAlone();
    }
    if (written === undefined) return undefined;
    const receipt = this.#commit(written);
    this.#startWhenAlone();
    return await receipt;
  }

  /** Resolves when nothing is left on the way to the disk. No more copies may be begun. */
  async finish(): Promise<void> {
    await Promise.allSettled(this.#copying);
    await this.#commits.finish();
  }

  /** The group waits for nobody when nobody is about to join it. */
  #startWhenAlone(): void {
    if (this.#copying.size === 0) this.#commits.start();
  }

  /** Writes and compares the temporary file; undefined when the policy leaves what is there. */
  async #contents(
    from: string,
    to: string,
    { existing = 'fail', progress }: CopyOptions,
    stoppable: Stoppable,
  ): Promise<Omit<WrittenFile, 'ticket'> | undefined> {
    const { root, slices } = this.#options;
    await slices.next();
    throwIfCancelled(stoppable.signal, from);
    const { descriptor: source, stats } = openSource(root, from, closeSync);
    try {
      const decision = decide(root, to, existing, stats);
      if (decision.skip) return undefined;
      if (from === to) throw new AppError('invalid-request', 'a file can not be copied onto itself', { path: from });
      const { key, descriptor } = this.#create(to);
      try {
        const sha256 = await this.#transfer({ source, descriptor, stats, from, to, progress }, stoppable);
        checkUnchanged(source, stats, from);
        if (process.platform !== 'win32') fchmodSync(descriptor, (decision.mode ?? stats.mode) & 0o777);
        futimesSync(descriptor, stats.mtimeMs / 1000, stats.mtimeMs / 1000);
        const receipt = { size: stats.size, sha256, verified: true };
        return { path: to, key, replace: decision.replace, receipt, descriptor, directoryTimes: [] };
      } catch (error) {
        closeSync(descriptor);
        this.#drop(to, key);
        throw error;
      }
    } finally {
      closeSync(source);
    }
  }

  #create(to: string): { key: string; descriptor: number } {
    const { root, leftovers } = this.#options;
    const key = this.#keys.next();
    const parent = parentPath(to);
    try {
      const directory = ensureDirectory(root, parent);
      leftovers?.noteLane(root.realPath(parent), this.#keys.prefix);
      return { key, descriptor: openSync(directory.temporary(key), createFlags, 0o600) };
    } catch (error) {
      throw fromErrno(error, to);
    }
  }

  async #transfer({ source, descriptor, stats, from, to, progress }: CopiedFile, stoppable: Stoppable): Promise<string> {
    const { root, slices, clone = shareContents } = this.#options;
    const slice = new Slice(() => slices.next());
    const hash = createHash('sha256');
    const given = Buffer.allocUnsafe(Math.min(chunkBytes, stats.size));
    const copied = Buffer.allocUnsafe(given.length);
    const shared = stats.size > chunkBytes && clone(source, descriptor);
    const sparse = !shared && isSparse(stats);
    // A clone takes none, and holes stay holes.
    if (!shared) checkSpace(root, to, sparse ? stats.blocks * 512 : stats.size);
    if (sparse) ftruncateSync(descriptor, stats.size);
    let at = 0;
    while (at < stats.size) {
      if (slice.over) {
        progress?.(at);
        await slice.rest();
        throwIfCancelled(stoppable.signal, from);
      }
      const length = Math.min(given.length, stats.size - at);
      const bytes = readExactly(source, given, length, at, from);
      if (sparse) writeContents(descriptor, bytes, at);
      else if (!shared) writeAll(descriptor, bytes, at);
      const back = readExactly(descriptor, copied, length, at, from);
      if (!back.equals(bytes)) throw new AppError('integrity-mismatch', 'the copy is not what was copied', { path: from });
      hash.update(back);
      at += length;
    }
    progress?.(at);
    return hash.digest('hex');
  }

  #commit(file: Omit<WrittenFile, 'ticket'>): Promise<Receipt> {
    const ticket = this.#nextTicket++;
    const receipt = new Promise<Receipt>((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject });
    });
    this.#commits.add({ ticket, ...file });
    return receipt;
  }

  #take(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    return waiting;
  }

  #drop(to: string, key: string): void {
    try {
      unlinkSync(this.#options.root.directory(parentPath(to)).temporary(key));
    } catch {
      // Its directory went away with it.
    }
  }
}

interface CopiedFile {
  readonly source: number;
  readonly descriptor: number;
  readonly stats: Stats;
  readonly from: string;
  readonly to: string;
  readonly progress: ((bytes: number) => void) | undefined;
}

/** @throws AppError about `to` */
function decide(root: Root, to: string, existing: WriteExisting, source: Stats): TargetDecision {
  try {
    return decideTarget(root, { path: to, existing, modified: source.mtimeMs });
  } catch (error) {
    throw fromErrno(error, to);
  }
}

/**
 * A clone takes no time and no space (Btrfs, XFS). Both files are named by their descriptors, which nothing can swap; elsewhere than
 * on Linux there are no such names, and pieces are copied.
 */
export function shareContents(source: number, target: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    copyFileSync(`/proc/self/fd/${source}`, `/proc/self/fd/${target}`, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  }
}

/** All but blocks of zeros: there the hole stays. */
function writeContents(descriptor: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length; at += holeBlock) {
    const block = bytes.subarray(at, at + holeBlock);
    if (!isZero(block)) writeAll(descriptor, block, position + at);
  }
}

function writeAll(descriptor: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}
