import { createHash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { baseName, checkPath, joinPath, parentPath } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import type {
  Attributes,
  CopyOptions,
  FileHash,
  FileRange,
  FileSystem,
  FileSystemFeatures,
  ListingPage,
  OperationOptions,
  ChunkList,
  PartialFile,
  TrashedEntry,
  WalkPage,
  Watch,
} from '../fileSystem.ts';
import type { ReadLane, ReadSink, WriteLane, WriteSink } from '../lane.ts';
import { bytesAsNames } from '../nameRules.ts';
import { checkRange } from '../range.ts';
import { MemoryReadLane } from './memoryReadLane.ts';
import { type MemoryFile, MemoryTree, toEntry } from './memoryTree.ts';
import { MemoryWriteLane } from './memoryWriteLane.ts';

export interface MemoryOptions {
  /** What it stands on; a new empty tree by default. */
  readonly tree?: MemoryTree;
  /** Milliseconds between a call and its effect; 0 by default. */
  readonly latency?: number;
  /** Bytes handed over at a time; 256 KiB by default. */
  readonly chunkSize?: number;
  /** Entries on a page; 1,000 by default. */
  readonly pageSize?: number;
  readonly features?: Partial<FileSystemFeatures>;
}

const blockSize = 1024 * 1024;
const capacity = 1024 ** 4;

/** Files in memory, gone with the process: for tests, and for things made up on the way. */
export class MemoryFileSystem implements FileSystem {
  readonly features: FileSystemFeatures;
  readonly closed: Promise<AppError | undefined>;
  readonly tree: MemoryTree;
  readonly #latency: number;
  readonly #chunkSize: number;
  readonly #pageSize: number;
  readonly #lanes = new Set<MemoryReadLane | MemoryWriteLane>();
  readonly #end = new AbortController();
  #settle: (reason: AppError | undefined) => void = () => {};

  constructor(options: MemoryOptions = {}) {
    this.tree = options.tree ?? new MemoryTree();
    this.#latency = options.latency ?? 0;
    this.#chunkSize = options.chunkSize ?? 256 * 1024;
    this.#pageSize = options.pageSize ?? 1000;
    this.features = {
      directories: true,
      walk: true,
      rename: true,
      attributes: true,
      space: true,
      copy: true,
      hash: true,
      delta: false,
      roundTrip: 0,
      directoryTimes: false,
      read: true,
      trash: false,
      watch: true,
      resume: true,
      names: bytesAsNames,
      adopt: true,
      verifiedWrites: true,
      writable: true,
      lanes: 2,
      ...options.features,
    };
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  async *list(path: string, options?: OperationOptions): AsyncGenerator<ListingPage> {
    await this.#arrive(options);
    const all = [...this.tree.directory(path).children].map(([name, node]) => toEntry(name, node));
    for (let at = 0; at === 0 || at < all.length; at += this.#pageSize) {
      if (at > 0) await this.#arrive(options);
      const entries = all.slice(at, at + this.#pageSize);
      yield { entries, total: at + this.#pageSize >= all.length ? all.length : undefined };
    }
  }

  async *walk(path: string, options?: OperationOptions): AsyncGenerator<WalkPage> {
    await this.#arrive(options, 'walk');
    const waiting = [''];
    for (let directory = waiting.shift(); directory !== undefined; directory = waiting.shift()) {
      const full = directory === '' ? path : joinPath(path, directory);
      for await (const page of this.list(full, options)) {
        yield { directory, entries: page.entries };
        for (const entry of page.entries) {
          if (entry.kind === 'directory') waiting.push(directory === '' ? entry.name : `${directory}/${entry.name}`);
        }
      }
    }
  }

  async stat(path: string, options?: OperationOptions): Promise<Entry> {
    await this.#arrive(options);
    return toEntry(baseName(path), this.tree.get(path));
  }

  async makeDirectory(path: string, options?: OperationOptions & { readonly parents?: boolean }): Promise<void> {
    await this.#arrive(options, 'directories', 'writable');
    this.tree.makeDirectory(path, options?.parents === true);
  }

  async rename(from: string, to: string, options?: OperationOptions & { readonly overwrite?: boolean }): Promise<void> {
    await this.#arrive(options, 'rename', 'writable');
    this.tree.rename(from, to, options?.overwrite === true);
  }

  async remove(path: string, options?: OperationOptions & { readonly recursive?: boolean }): Promise<number> {
    await this.#arrive(options, 'writable');
    return this.tree.remove(path, options?.recursive === true);
  }

  async trash(path: string, options?: OperationOptions): Promise<TrashedEntry> {
    await this.#arrive(options, 'trash', 'writable');
    throw new AppError('unsupported', 'memory has no trash', { path });
  }

  async setAttributes(path: string, attributes: Attributes, options?: OperationOptions): Promise<void> {
    await this.#arrive(options, 'attributes', 'writable');
    const node = this.tree.get(path);
    if (attributes.modified !== undefined) node.modified = attributes.modified;
    if (attributes.mode !== undefined) node.mode = attributes.mode & 0o777;
    this.tree.watches.changed(parentPath(path));
  }

  async space(path: string, options?: OperationOptions): Promise<Space> {
    await this.#arrive(options, 'space');
    this.tree.get(path);
    return { available: capacity, total: capacity };
  }

  async copy(from: string, to: string, options: CopyOptions = {}): Promise<Receipt | undefined> {
    await this.#arrive(options, 'copy', 'writable');
    const { existing = 'fail' } = options;
    const source = this.#file(from);
    checkPath(to);
    const target = this.tree.find(to);
    if (target !== undefined) {
      if (existing === 'fail') throw new AppError('already-exists', `${to} already exists`, { path: to });
      if (target.kind === 'directory') throw new AppError('is-a-directory', `${to} is a directory`, { path: to });
      if (existing === 'skip' || (existing === 'newer' && target.modified >= source.modified)) return undefined;
    }
    if (from === to) throw new AppError('invalid-request', 'a file can not be copied onto itself', { path: from });
    this.tree.makeParents(to);
    const mode = target?.kind === 'file' ? target.mode : source.mode;
    this.tree.put(to, this.tree.newFile(source.bytes, source.modified, mode));
    options.progress?.(source.bytes.length);
    return { size: source.bytes.length, sha256: sha256Of(source.bytes), verified: true };
  }

  async hash(path: string, options?: OperationOptions): Promise<FileHash> {
    await this.#arrive(options, 'hash');
    const { bytes } = this.#file(path);
    return { size: bytes.length, sha256: sha256Of(bytes) };
  }

  async read(path: string, offset: number, length: number, options?: OperationOptions): Promise<FileRange> {
    await this.#arrive(options, 'read');
    checkRange(path, offset, length);
    const { bytes, modified } = this.#file(path);
    return { bytes: bytes.slice(offset, offset + length), size: bytes.length, modified };
  }

  #file(path: string): MemoryFile {
    const node = this.tree.get(path);
    if (node.kind === 'directory') throw new AppError('is-a-directory', `${path} is a directory`, { path });
    if (node.kind !== 'file') throw new AppError('not-a-file', `${path} is no file`, { path });
    return node;
  }

  chunks(path: string): Promise<ChunkList> {
    return Promise.reject(new AppError('unsupported', 'nothing is listed by its chunks here', { path }));
  }

  async partial(path: string, key: string, options?: OperationOptions): Promise<PartialFile | undefined> {
    await this.#arrive(options, 'resume');
    checkPath(path);
    const partial = this.tree.partials.get(key);
    if (partial === undefined || partial.path !== path) return undefined;
    return measure(partial.bytes);
  }

  async adopt(path: string, key: string, options?: OperationOptions): Promise<PartialFile> {
    await this.#arrive(options, 'adopt', 'writable');
    const { bytes } = this.#file(path);
    this.tree.partials.set(key, { path, bytes });
    return measure(bytes);
  }

  async watch(path: string, changed: () => void, options?: OperationOptions): Promise<Watch> {
    await this.#arrive(options, 'watch');
    this.tree.directory(path);
    const watch = this.tree.watches.add(path, changed);
    const end = (): void => watch.close();
    options?.signal?.addEventListener('abort', end);
    this.#end.signal.addEventListener('abort', end);
    void watch.ended.then(() => {
      options?.signal?.removeEventListener('abort', end);
      this.#end.signal.removeEventListener('abort', end);
    });
    return watch;
  }

  openReadLane(sink: ReadSink): ReadLane {
    return this.#keep(new MemoryReadLane(this.tree, sink, { chunkSize: this.#chunkSize, latency: this.#latency }));
  }

  openWriteLane(sink: WriteSink): WriteLane {
    const options = { chunkSize: this.#chunkSize, latency: this.#latency };
    return this.#keep(new MemoryWriteLane(this.tree, sink, options, this.features.writable));
  }

  async close(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort(new AppError('cancelled', 'the file system was closed'));
    await Promise.all([...this.#lanes].map((lane) => lane.close()));
    this.#settle(undefined);
  }

  /** The link is gone, as when a server is killed: every lane breaks, and what has arrived of resumable files stays. */
  break(error: AppError): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort(error);
    for (const lane of this.#lanes) lane.break(error);
    this.#settle(error);
  }

  #keep<L extends MemoryReadLane | MemoryWriteLane>(lane: L): L {
    this.#lanes.add(lane);
    const reason: unknown = this.#end.signal.reason;
    if (reason instanceof AppError) lane.break(reason);
    return lane;
  }

  /** The way there and back: waits the latency, then checks that nothing has ended meanwhile and that the feature is there. */
  async #arrive(options?: OperationOptions, ...features: readonly (keyof FileSystemFeatures)[]): Promise<void> {
    for (const feature of features) {
      if (this.features[feature] !== false) continue;
      if (feature === 'writable') throw new AppError('permission-denied', 'the file system is read-only');
      throw new AppError('unsupported', `${feature}: not supported here`);
    }
    const signals = [this.#end.signal, ...(options?.signal === undefined ? [] : [options.signal])];
    const check = (): void => {
      for (const signal of signals) {
        if (!signal.aborted) continue;
        throw signal.reason instanceof AppError ? signal.reason : new AppError('cancelled', 'the operation was cancelled');
      }
    };
    check();
    if (this.#latency > 0) await delay(this.#latency, signals);
    else await Promise.resolve();
    check();
  }
}

function measure(bytes: Uint8Array): PartialFile {
  const prefixes: Uint8Array[] = [];
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += blockSize) {
    hash.update(bytes.subarray(at, at + blockSize));
    prefixes.push(hash.copy().digest());
  }
  return { size: bytes.length, blockSize, prefixes };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ends early when a signal is aborted. */
function delay(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
  });
}
