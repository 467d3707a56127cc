import { closeSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import type { DirectoryTime } from '../lane.ts';
import { isMemoryVolume, syncDescriptor, syncVolumes, volumesOf } from './durability.ts';
import { restoreTimes } from './directoryTimes.ts';
import { fromErrno, isErrno } from './errno.ts';
import { placeWithoutReplacing } from './operations.ts';
import { type PlatformPath, toPlatformText } from './platformPath.ts';
import type { Root } from './root.ts';
import { Slice } from '../../loop/slice.ts';
import { syncDirectory } from '../../storage/syncDirectory.ts';
import type { DiskThreads } from './threads/diskThreads.ts';
import { placeOnThread, placedOnThreadFrom } from './threads/placeOnThread.ts';

/** A file that stands whole and compared under its temporary name. */
export interface WrittenFile {
  readonly ticket: number;
  readonly path: string;
  readonly key: string;
  readonly replace: boolean;
  readonly receipt: Receipt;
  /** Of the directories that its coming changes. */
  readonly directoryTimes: readonly DirectoryTime[];
  /** Open, for syncing; the group closes it. Undefined when it is closed already. */
  readonly descriptor: number | undefined;
}

export interface CommitSink {
  committed(ticket: number, receipt: Receipt): void;
  failed(ticket: number, error: AppError): void;
  /** A group has ended: there is room for more. */
  groupEnded(): void;
}

/** A group starts its way to the disk at this size, or when the lane is flushed, or this long after its first file. */
const groupFiles = 400;
const groupBytes = 64 * 1024 * 1024;
const groupWaitMs = 50;
/** Windows syncs only what may be written to. */
const syncFlags = process.platform === 'win32' ? 'r+' : 'r';
/** Up to this many files of a group are synced one by one, more by volume. */
const descriptorsKept = 8;

/**
 * Takes written files in groups through sync, rename and sync of their directories, and only then gives the receipts. While one
 * group is on its way the next one fills.
 */
export class GroupCommit {
  readonly #root: Root;
  readonly #threads: DiskThreads;
  readonly #sink: CommitSink;
  #filling: WrittenFile[] = [];
  #fillingBytes = 0;
  /** Of these, those that are open. */
  #open: WrittenFile[] = [];
  /** Their tickets have not ended. */
  readonly #waiting = new Set<WrittenFile>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(root: Root, threads: DiskThreads, sink: CommitSink) {
    this.#root = root;
    this.#threads = threads;
    this.#sink = sink;
  }

  /** More than one full group waits. */
  get congested(): boolean {
    return this.#running !== undefined && (this.#filling.length >= groupFiles || this.#fillingBytes >= groupBytes);
  }

  add(file: WrittenFile): void {
    this.#waiting.add(file);
    this.#filling.push(file);
    this.#fillingBytes += file.receipt.size;
    if (file.descriptor !== undefined) this.#open.push(file);
    if (this.#filling.length > descriptorsKept) this.#filling = this.#closed(this.#filling, this.#open.splice(0));
    if (this.#filling.length >= groupFiles || this.#fillingBytes >= groupBytes) this.start();
    else this.#timer ??= setTimeout(() => this.start(), groupWaitMs);
  }

  /** The two ends' hashes differ: the file goes, and with it its ticket. */
  refuse(file: WrittenFile): void {
    this.#waiting.add(file);
    const [kept] = this.#closed([file], [file]);
    const error = new AppError('integrity-mismatch', 'what arrived is not what was sent', { path: file.path });
    if (kept !== undefined) this.#fail(kept, error);
  }

  start(): void {
    if (this.#running !== undefined || this.#filling.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const files = this.#filling;
    const open = this.#open;
    this.#filling = [];
    this.#fillingBytes = 0;
    this.#open = [];
    this.#running = this.#commit(files, open)
      .catch((error: unknown) => {
        for (const file of files) this.#fail(file, error);
      })
      .finally(() => {
        this.#running = undefined;
        this.#sink.groupEnded();
        if (this.#filling.length > 0) this.start();
      });
  }

  /** Resolves when nothing is left on the way. */
  async finish(): Promise<void> {
    this.start();
    while (this.#running !== undefined) await this.#running;
  }

  /** Those of `files` that are whole when `open` are closed: over a network that may be when the system tells that something was not written. */
  #closed(files: WrittenFile[], open: readonly WrittenFile[]): WrittenFile[] {
    const lost = new Set<WrittenFile>();
    for (const file of open) {
      try {
        if (file.descriptor !== undefined) closeSync(file.descriptor);
      } catch (error) {
        lost.add(file);
        this.#fail(file, error);
      }
    }
    return lost.size === 0 ? files : files.filter((file) => !lost.has(file));
  }

  async #commit(files: WrittenFile[], open: readonly WrittenFile[]): Promise<void> {
    const directories = directoriesOf(files);
    const durable = this.#needsSync(directories);
    try {
      if (durable) await this.#syncContents(files, directories);
    } catch (error) {
      this.#closed(files, open);
      throw error;
    }
    const placed = await this.#place(this.#closed(files, open)); // closed, since Windows renames no open file
    await restoreTimes(this.#root, new Set(placed.map((file) => file.directoryTimes)));
    const unsynced = durable ? await this.#syncDirectories(directoriesOf(placed)) : undefined;
    const slice = new Slice();
    for (const file of placed) {
      if (slice.over) await slice.rest();
      const problem = unsynced?.get(parentPath(file.path));
      this.#waiting.delete(file);
      if (problem === undefined) this.#sink.committed(file.ticket, file.receipt);
      else this.#sink.failed(file.ticket, fromErrno(problem, file.path));
    }
  }

  /** A directory that can't be looked at is the trouble of its own files, when they are placed. */
  #needsSync(directories: readonly string[]): boolean {
    return directories.some((directory) => {
      try {
        return !isMemoryVolume(this.#root.directory(directory).self);
      } catch (error) {
        return !isGone(error);
      }
    });
  }

  async #syncContents(files: readonly WrittenFile[], directories: readonly string[]): Promise<void> {
    if (files.length <= descriptorsKept) {
      // All of them come to their end before the descriptors are closed.
      const ends = await Promise.allSettled(files.map((file) => this.#syncOpenFile(file)));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return;
    }
    if (await this.#syncVolumesOf(directories)) return;
    for (const file of files) await this.#syncFile(file);
  }

  #syncOpenFile(file: WrittenFile): Promise<void> {
    return file.descriptor === undefined ? this.#syncFile(file) : syncDescriptor(file.descriptor);
  }

  async #syncFile(file: WrittenFile): Promise<void> {
    let descriptor: number;
    try {
      descriptor = openSync(this.#root.directory(parentPath(file.path)).temporary(file.key), syncFlags);
    } catch (error) {
      if (isGone(error)) return; // which shows when it is placed
      // Nobody but its future readers may read it.
      if (isErrno(error, 'EACCES') && (await this.#syncVolumesOf([parentPath(file.path)]))) return;
      throw error;
    }
    try {
      await syncDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** What went wrong, by directory. One that was moved or removed meanwhile is no trouble: its files were placed. */
  async #syncDirectories(directories: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const problems = new Map<string, unknown>();
    if (directories.length > descriptorsKept && (await this.#syncVolumesOf(directories))) return problems;
    for (const directory of directories) {
      try {
        await syncDirectory(this.#root.directory(directory).self);
      } catch (error) {
        if (!isErrno(error, 'ENOENT', 'ENOTDIR')) problems.set(directory, error);
      }
    }
    return problems;
  }

  async #syncVolumesOf(directories: readonly string[]): Promise<boolean> {
    const self = (directory: string): PlatformPath => this.#root.directory(directory).self;
    const volumes = volumesOf(directories, self, (directory) => toPlatformText(this.#root.realPath(directory)));
    return volumes !== undefined && (await syncVolumes(volumes));
  }

  async #place(files: readonly WrittenFile[]): Promise<WrittenFile[]> {
    const thread = files.length < placedOnThreadFrom ? undefined : this.#threads.forSmallFiles();
    const problems = thread === undefined ? undefined : await placeOnThread(thread, this.#root, files);
    if (problems === undefined) return await this.#placeHere(files);
    return files.filter((file, index) => {
      const problem = problems[index];
      if (problem !== undefined) this.#fail(file, problem);
      return problem === undefined;
    });
  }

  async #placeHere(files: readonly WrittenFile[]): Promise<WrittenFile[]> {
    const slice = new Slice();
    const placed: WrittenFile[] = [];
    for (const file of files) {
      try {
        const directory = this.#root.directory(parentPath(file.path));
        const target = directory.child(baseName(file.path));
        if (file.replace) renameSync(directory.temporary(file.key), target);
        else placeWithoutReplacing(directory.temporary(file.key), target, file.path);
        placed.push(file);
      } catch (error) {
        this.#fail(file, error);
      }
      await slice.rest();
    }
    return placed;
  }

  #fail(file: WrittenFile, error: unknown): void {
    if (!this.#waiting.delete(file)) return;
    this.#drop(file);
    this.#sink.failed(file.ticket, fromErrno(error, file.path));
  }

  #drop(file: WrittenFile): void {
    try {
      unlinkSync(this.#root.directory(parentPath(file.path)).temporary(file.key));
    } catch {
      // It is gone already, or its directory is: nothing of it is left to see.
    }
  }
}

/** What makes no other sense any more either: it, or its directory, is not there. */
function isGone(error: unknown): boolean {
  return error instanceof AppError || isErrno(error, 'ENOENT', 'ENOTDIR');
}

function directoriesOf(files: readonly WrittenFile[]): string[] {
  return [...new Set(files.map((file) => parentPath(file.path)))];
}
