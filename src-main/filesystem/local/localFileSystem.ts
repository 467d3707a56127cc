import { statSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { baseName, checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import type {
  Attributes,
  ChunkList,
  CopyOptions,
  FileHash,
  FileRange,
  FileSystem,
  FileSystemFeatures,
  ListingPage,
  OperationOptions,
  PartialFile,
  TrashedEntry,
  WalkPage,
  Watch,
} from '../fileSystem.ts';
import type { ReadLane, ReadSink, WriteLane, WriteSink } from '../lane.ts';
import { nameRulesOf } from '../nameRules.ts';
import { limits } from '../../protocol/limits.ts';
import { listChunks } from './chunkList.ts';
import { ContentMemory } from './contentMemory.ts';
import { LocalCopies } from './copies.ts';
import { entryFromStats, readEntry } from './entry.ts';
import { fromErrno } from './errno.ts';
import { hashFile } from './hash.ts';
import type { Leftovers } from './leftovers.ts';
import { listDirectory, type Stoppable, throwIfCancelled, walkTree } from './listing.ts';
import { makeDirectory, removeEntry, renameEntry, setAttributes, volumeSpace } from './operations.ts';
import { PartialFiles } from './partialFiles.ts';
import { LocalReadLane } from './readLane.ts';
import { readRange } from './range.ts';
import { confinedRoot, type Root, wholeComputer } from './root.ts';
import { SharedSlices } from '../../loop/slice.ts';
import { resumableKey } from './temporaryName.ts';
import { hasTrash, trashEntry } from './trash.ts';
import { LocalWatch } from './watch.ts';
import { DiskThreads, threadFrom } from './threads/diskThreads.ts';
import { LocalWriteLane } from './writeLane.ts';

export interface LocalFileSystemOptions {
  /** A folder nothing leads out of, as the platform writes it; undefined: the whole computer. @throws AppError when it is missing */
  readonly root?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** Notes of where temporary files are; without it those of a killed process stay, hidden. */
  readonly leftovers?: Leftovers | undefined;
}

/** This computer's disk. File calls are synchronous in short slices: run it off the thread that serves a window. */
export class LocalFileSystem implements FileSystem {
  readonly features: FileSystemFeatures;
  readonly closed: Promise<AppError | undefined>;
  readonly #root: Root;
  readonly #partials: PartialFiles;
  readonly #leftovers: Leftovers | undefined;
  readonly #slices = new SharedSlices();
  readonly #threads = new DiskThreads();
  readonly #memory = new ContentMemory();
  readonly #copies: LocalCopies;
  readonly #lanes = new Set<ReadLane | WriteLane>();
  readonly #watches = new Set<Watch>();
  #stopped = false;
  #resolveClosed: (reason: AppError | undefined) => void = () => {};

  constructor(options: LocalFileSystemOptions = {}) {
    this.#root = openRoot(options.root);
    this.#partials = new PartialFiles(this.#root);
    this.#leftovers = options.leftovers;
    this.#copies = new LocalCopies({
      root: this.#root,
      slices: this.#slices,
      leftovers: options.leftovers,
      threads: this.#threads,
    });
    this.features = {
      directories: true,
      walk: true,
      rename: true,
      attributes: true,
      space: true,
      copy: true,
      hash: true,
      delta: true,
      roundTrip: 0,
      directoryTimes: true,
      read: true,
      trash: hasTrash && options.root === undefined,
      watch: true,
      resume: true,
      names: nameRulesOf(process.platform),
      adopt: true,
      verifiedWrites: true,
      writable: options.readOnly !== true,
      lanes: 4,
    };
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  list(path: string, options: OperationOptions = {}): AsyncIterable<ListingPage> {
    return listDirectory(this.#root, path, this.#stoppable(options), this.#threads);
  }

  walk(path: string, options: OperationOptions = {}): AsyncIterable<WalkPage> {
    return walkTree(this.#root, path, this.#stoppable(options), this.#threads);
  }

  async stat(path: string, options: OperationOptions = {}): Promise<Entry> {
    const entry = await this.#run(path, options, () => this.#stat(path));
    // Who looks at one large file is likely to ask for it next, and would wait for the thread's start.
    if (entry.kind === 'file' && entry.size >= threadFrom) this.#threads.prepare();
    return entry;
  }

  #stat(path: string): Entry {
    if (path === '/') {
      const self = this.#root.directory('/').self;
      return entryFromStats(this.#root, '', self, statSync(self));
    }
    const name = baseName(path);
    const entry = readEntry(this.#root, name, this.#root.directory(parentPath(path)).child(name));
    if (entry === undefined) throw new AppError('not-found', 'no such file or directory', { path });
    return entry;
  }

  async makeDirectory(path: string, options: OperationOptions & { readonly parents?: boolean } = {}): Promise<void> {
    await this.#change(path, options, () => makeDirectory(this.#root, path, options.parents === true));
  }

  async rename(from: string, to: string, options: OperationOptions & { readonly overwrite?: boolean } = {}): Promise<void> {
    await this.#change(from, options, () => {
      checkPath(to);
      renameEntry(this.#root, from, to, options.overwrite === true);
    });
  }

  async remove(path: string, options: OperationOptions & { readonly recursive?: boolean } = {}): Promise<number> {
    return await this.#change(path, options, () =>
      removeEntry(this.#root, path, options.recursive === true, this.#stoppable(options)),
    );
  }

  async trash(path: string, options: OperationOptions = {}): Promise<TrashedEntry> {
    return await this.#change(path, options, () => {
      if (!this.features.trash) throw new AppError('unsupported', 'there is no trash here', { path });
      return trashEntry(this.#root, path);
    });
  }

  async setAttributes(path: string, attributes: Attributes, options: OperationOptions = {}): Promise<void> {
    await this.#change(path, options, () => setAttributes(this.#root, path, attributes));
  }

  async space(path: string, options: OperationOptions = {}): Promise<Space> {
    return await this.#run(path, options, () => volumeSpace(this.#root, path));
  }

  async copy(from: string, to: string, options: CopyOptions = {}): Promise<Receipt | undefined> {
    return await this.#change(from, options, () => this.#copies.copy(from, to, options, this.#stoppable(options)));
  }

  async hash(path: string, options: OperationOptions = {}): Promise<FileHash> {
    return await this.#run(path, options, () => hashFile(this.#root, path, this.#slices, this.#stoppable(options)));
  }

  async chunks(path: string, options: OperationOptions = {}): Promise<ChunkList> {
    return await this.#run(path, options, () => listChunks(this.#root, path, this.#slices, this.#stoppable(options)));
  }

  async read(path: string, offset: number, length: number, options: OperationOptions = {}): Promise<FileRange> {
    return await this.#run(path, options, () => readRange(this.#root, path, offset, length));
  }

  async partial(path: string, key: string, options: OperationOptions = {}): Promise<PartialFile | undefined> {
    return await this.#run(path, options, () => this.#partials.measure(path, key, this.#stoppable(options)));
  }

  async watch(path: string, changed: () => void, options: OperationOptions = {}): Promise<Watch> {
    return await this.#run(path, options, () => {
      if (this.#watches.size >= limits.watchesInAll) throw new AppError('unsupported', 'no more can be watched', { path });
      const finished = (): void => void this.#watches.delete(watch);
      const watch: LocalWatch = new LocalWatch({ root: this.#root, path, changed, signal: options.signal, finished });
      this.#watches.add(watch);
      return watch;
    });
  }

  async adopt(path: string, key: string, options: OperationOptions = {}): Promise<PartialFile> {
    return await this.#change(path, options, () => {
      this.#leftovers?.noteResumable(this.#root.realPath(parentPath(path)), resumableKey(key, path));
      return this.#partials.adopt(path, key, this.#stoppable(options));
    });
  }

  /** Starts the thread for contents, which otherwise starts when there is enough for it to do. */
  prepareThread(): void {
    this.#threads.prepare();
  }

  openReadLane(sink: ReadSink): ReadLane {
    const lane: LocalReadLane = new LocalReadLane(
      { root: this.#root, threads: this.#threads, memory: this.#memory, ended: () => this.#lanes.delete(lane) },
      sink,
    );
    return this.#lane(lane);
  }

  openWriteLane(sink: WriteSink): WriteLane {
    const options = {
      root: this.#root,
      partials: this.#partials,
      threads: this.#threads,
      memory: this.#memory,
      leftovers: this.#leftovers,
      readOnly: !this.features.writable,
      ended: () => this.#lanes.delete(lane),
    };
    const lane: LocalWriteLane = new LocalWriteLane(options, sink);
    return this.#lane(lane);
  }

  #lane<T extends ReadLane | WriteLane>(lane: T): T {
    if (this.#stopped) void lane.close();
    else this.#lanes.add(lane);
    return lane;
  }

  async close(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      for (const watch of this.#watches) watch.close();
      await Promise.all([...this.#lanes].map((lane) => lane.close()));
      await this.#copies.finish();
      await this.#threads.close();
      this.#root.close();
      this.#resolveClosed(undefined);
    }
    await this.closed;
  }

  /** Only looked at, never listened to: an AbortSignal made of two would stay with the one that lives on. */
  #stoppable(options: OperationOptions): Stoppable {
    const stopped = (): boolean => this.#stopped || options.signal?.aborted === true;
    return {
      signal: {
        get aborted() {
          return stopped();
        },
      },
    };
  }

  async #change<T>(path: string, options: OperationOptions, step: () => T | Promise<T>): Promise<T> {
    return await this.#run(path, options, () => {
      if (!this.features.writable) throw new AppError('permission-denied', 'the share is read-only', { path });
      return step();
    });
  }

  async #run<T>(path: string, options: OperationOptions, step: () => T | Promise<T>): Promise<T> {
    try {
      throwIfCancelled(this.#stoppable(options).signal, path);
      checkPath(path);
      return await step();
    } catch (error) {
      throw fromErrno(error, path);
    }
  }
}

function openRoot(folder: string | undefined): Root {
  if (folder === undefined) return wholeComputer();
  try {
    if (!statSync(folder).isDirectory()) throw new AppError('not-a-directory', 'not a directory', { path: folder });
    return confinedRoot(folder);
  } catch (error) {
    throw fromErrno(error, folder);
  }
}
