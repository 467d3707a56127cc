import { Buffer } from 'node:buffer';
import { createHash, hash as hashOnce, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { ReadLane, ReadRequest, ReadSink, ResumePoint } from '../lane.ts';
import { limits } from '../../protocol/limits.ts';
import { ChunkIndex } from '../chunks.ts';
import { ChunkReader } from './chunkReader.ts';
import { chunkBytes, type ContentMemory } from './contentMemory.ts';
import { fromErrno } from './errno.ts';
import { HoleFinder, isSparse } from './holes.ts';
import { readFlags } from './openSource.ts';
import type { Root } from './root.ts';
import { Slice } from '../../loop/slice.ts';
import { type DiskThreads, threadFrom } from './threads/diskThreads.ts';
import { type Fetched, FileFetcher } from './threads/fileFetcher.ts';
import { ThreadReader } from './threads/threadReader.ts';

export interface LocalReadLaneOptions {
  readonly root: Root;
  readonly threads: DiskThreads;
  readonly memory: ContentMemory;
  /** The lane has been closed and has released everything. */
  ended(): void;
}

/** Reads file after file in short slices of time, hashing as it goes, until it is paused. */
export class LocalReadLane implements ReadLane {
  readonly #options: LocalReadLaneOptions;
  readonly #root: Root;
  readonly #sink: ReadSink;
  #waiting: ReadRequest[] = [];
  #next = 0;
  readonly #cancelled = new Set<number>();
  readonly #open = new Set<number>();
  #running: Promise<void> | undefined;
  #paused = false;
  readonly #memory: ContentMemory;
  readonly #fetcher: FileFetcher;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(options: LocalReadLaneOptions, sink: ReadSink) {
    this.#options = options;
    this.#root = options.root;
    this.#memory = options.memory;
    this.#fetcher = new FileFetcher(options.root, options.threads);
    this.#sink = sink;
  }

  request(request: ReadRequest): void {
    if (this.#closed) {
      this.#sink.failed(request.ticket, cancelled(request.path));
      return;
    }
    this.#open.add(request.ticket);
    this.#waiting.push(request);
    this.#running ??= this.#run();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
  }

  cancel(ticket: number): void {
    if (this.#open.has(ticket)) this.#cancelled.add(ticket);
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
    this.#options.ended();
  }

  /** Nothing may be awaited between the last look for a request and the end, or a request made then would never be taken. */
  async #run(): Promise<void> {
    await nextTurn(); // requests of one turn are taken together, and the sink is never called from within request()
    const slice = new Slice();
    for (let request = this.#take(); request !== undefined; request = this.#take()) {
      const fetched = await this.#fetched(request);
      try {
        this.#throwIfStopped(request);
        await this.#flow(slice, request);
        if (fetched === undefined) await this.#read(request, slice);
        else this.#giveFetched(request, fetched);
        this.#forget(request.ticket);
      } catch (error) {
        this.#forget(request.ticket);
        this.#sink.failed(request.ticket, fromErrno(error, request.path));
      }
    }
    this.#running = undefined;
  }

  async #fetched(request: ReadRequest): Promise<Fetched | undefined> {
    const fetched = await this.#fetcher.take(request);
    this.#fetcher.ahead(this.#waiting, this.#next);
    return fetched;
  }

  #giveFetched({ ticket }: ReadRequest, { bytes, sha256, mode, modified, release }: Fetched): void {
    this.#sink.opened(ticket, attributesOf({ size: bytes.length, mtimeMs: modified, mode }), 0);
    if (bytes.length > 0) this.#sink.data(ticket, bytes, release);
    else release();
    this.#sink.ended(ticket, sha256);
  }

  #take(): ReadRequest | undefined {
    const request = this.#waiting[this.#next];
    this.#next += 1;
    if (request === undefined || this.#next > 1_024) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return request;
  }

  #forget(ticket: number): void {
    this.#open.delete(ticket);
    this.#cancelled.delete(ticket);
  }

  #throwIfStopped(request: ReadRequest): void {
    if (this.#closed || this.#cancelled.has(request.ticket)) throw cancelled(request.path);
  }

  /** Waits while paused, and when the slice is over. */
  async #flow(slice: Slice, request: ReadRequest): Promise<void> {
    while (this.#paused && !this.#closed && !this.#cancelled.has(request.ticket)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    if (slice.over) await slice.rest();
    this.#throwIfStopped(request);
  }

  async #read(request: ReadRequest, slice: Slice): Promise<void> {
    const descriptor = this.#openFile(request.path);
    try {
      const before = fstatSync(descriptor);
      checkRegular(before, request.path);
      if (request.basis !== undefined) await this.#readNew(request, request.basis, descriptor, before, slice);
      else if (before.size <= chunkBytes && request.resume === undefined) this.#readWhole(request, descriptor, before);
      else if (!(await this.#readOnThread(request, descriptor, before, slice)))
        await this.#readChunks(request, descriptor, before, slice);
    } finally {
      closeSync(descriptor);
    }
  }

  #openFile(path: string): number {
    checkPath(path);
    if (path === '/') throw new AppError('is-a-directory', 'is a directory', { path });
    const file = this.#root.directory(parentPath(path)).child(baseName(path));
    return openSync(file, readFlags(this.#root));
  }

  /** One byte more than the size is asked for, so that growth shows. */
  #readWhole(request: ReadRequest, descriptor: number, stats: Stats): void {
    const buffer = this.#memory.buffers.take();
    let count = readSync(descriptor, buffer, 0, stats.size + 1, 0);
    if (count < stats.size) count += readFully(descriptor, buffer.subarray(count), stats.size - count, count);
    if (count !== stats.size || isChanged(stats, fstatSync(descriptor))) throw changed(request.path);
    const bytes = buffer.subarray(0, count);
    this.#sink.opened(request.ticket, attributesOf(stats), 0);
    const sha256 = hashOnce('sha256', bytes, 'buffer');
    if (count > 0) this.#sink.data(request.ticket, bytes, () => this.#memory.buffers.giveBack(buffer));
    else this.#memory.buffers.giveBack(buffer);
    this.#sink.ended(request.ticket, sha256);
  }

  async #readChunks(request: ReadRequest, descriptor: number, before: Stats, slice: Slice): Promise<void> {
    const start =
      request.resume === undefined
        ? fromStart()
        : await this.#commonPrefix(request, request.resume, descriptor, before.size, slice);
    const { hash } = start;
    const holes = this.#holesOf(request, before);
    this.#sink.opened(request.ticket, attributesOf(before), start.offset);
    let at = start.offset;
    while (at < before.size) {
      await this.#flow(slice, request);
      const buffer = this.#memory.buffers.take();
      const wanted = Math.min(chunkBytes, before.size - at);
      if (readFully(descriptor, buffer, wanted, at) < wanted) throw changed(request.path);
      const bytes = buffer.subarray(0, wanted);
      hash.update(bytes);
      at += wanted;
      this.#give(request, holes, bytes, () => this.#memory.buffers.giveBack(buffer));
    }
    holes?.flush();
    if (isChanged(before, fstatSync(descriptor))) throw changed(request.path);
    this.#sink.ended(request.ticket, hash.digest());
  }

  /** Gives what the basis has not. */
  async #readNew(request: ReadRequest, basis: Uint8Array, descriptor: number, before: Stats, slice: Slice): Promise<void> {
    const { ticket, resume } = request;
    const index = new ChunkIndex(basis);
    const start = resume === undefined ? fromStart() : await this.#commonPrefix(request, resume, descriptor, before.size, slice);
    const { hash } = start;
    const holes = this.#holesOf(request, before);
    this.#sink.opened(ticket, attributesOf(before), start.offset);
    const chunks = new ChunkReader(descriptor, before.size, index.sizes, start.offset);
    const known = new Reuses((offset, length) => this.#sink.reuse(ticket, offset, length));
    for (let chunk = chunks.next(); chunk !== undefined; chunk = chunks.next()) {
      hash.update(chunk);
      const offset = index.find(chunk);
      if (offset === undefined) {
        known.flush();
        this.#give(request, holes, Buffer.from(chunk), () => {});
      } else {
        holes?.flush();
        known.add(offset, chunk.length);
      }
      if (this.#paused || slice.over) await this.#flow(slice, request);
      this.#throwIfStopped(request);
    }
    known.flush();
    holes?.flush();
    if (isChanged(before, fstatSync(descriptor))) throw changed(request.path);
    this.#sink.ended(ticket, hash.digest());
  }

  /** False for a file that is not large, and when the threads have enough to do. */
  async #readOnThread(request: ReadRequest, descriptor: number, before: Stats, slice: Slice): Promise<boolean> {
    if (before.size < threadFrom || request.resume !== undefined) return false;
    const thread = this.#options.threads.open();
    if (thread === undefined) return false;
    const reader = new ThreadReader(thread, descriptor, before.size, this.#memory.blocks);
    const holes = this.#holesOf(request, before);
    try {
      this.#sink.opened(request.ticket, attributesOf(before), 0);
      for (let at = 0; at < before.size; ) {
        await this.#flow(slice, request);
        const { bytes, release } = await reader.next();
        this.#throwIfStopped(request);
        if (bytes.length < Math.min(chunkBytes, before.size - at)) throw changed(request.path);
        at += bytes.length;
        this.#give(request, holes, bytes, release);
      }
      holes?.flush();
      if (isChanged(before, fstatSync(descriptor))) throw changed(request.path);
      this.#sink.ended(request.ticket, await reader.digest());
    } finally {
      await reader.close();
    }
    return true;
  }

  #holesOf({ ticket }: ReadRequest, stats: Stats): HoleFinder | undefined {
    return isSparse(stats) ? new HoleFinder(this.#sink, ticket) : undefined;
  }

  #give({ ticket }: ReadRequest, holes: HoleFinder | undefined, bytes: Uint8Array, release: () => void): void {
    if (holes === undefined) this.#sink.data(ticket, bytes, release);
    else holes.data(bytes, release);
  }

  /** The longest prefix, in blocks of the resume point, whose hash is the same here. */
  async #commonPrefix(
    request: ReadRequest,
    resume: ResumePoint,
    descriptor: number,
    size: number,
    slice: Slice,
  ): Promise<Prefix> {
    let common = fromStart();
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    let at = 0;
    for (const prefix of resume.prefixes) {
      const blockEnd = Math.min(resume.size, at + resume.blockSize);
      if (blockEnd > size) break;
      while (at < blockEnd) {
        await this.#flow(slice, request);
        const wanted = Math.min(chunkBytes, blockEnd - at);
        if (readFully(descriptor, buffer, wanted, at) < wanted) throw changed(request.path);
        hash.update(buffer.subarray(0, wanted));
        at += wanted;
      }
      if (!hash.copy().digest().equals(prefix)) break;
      common = { offset: at, hash: hash.copy() };
    }
    return common;
  }
}

/** Joins what lies side by side. */
class Reuses {
  readonly #tell: (offset: number, length: number) => void;
  #offset = 0;
  #length = 0;

  constructor(tell: (offset: number, length: number) => void) {
    this.#tell = tell;
  }

  add(offset: number, length: number): void {
    if (offset !== this.#offset + this.#length || this.#length + length > limits.reuse) this.flush();
    if (this.#length === 0) this.#offset = offset;
    this.#length += length;
  }

  flush(): void {
    // A single chunk of a very large file may be longer than what one may stand for.
    for (let some = 0; this.#length > 0; this.#offset += some, this.#length -= some) {
      some = Math.min(this.#length, limits.reuse);
      this.#tell(this.#offset, some);
    }
  }
}

interface Prefix {
  readonly offset: number;
  readonly hash: Hash;
}

function fromStart(): Prefix {
  return { offset: 0, hash: createHash('sha256') };
}

/** Reads until `length` bytes or the end of the file. */
function readFully(descriptor: number, buffer: Buffer, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const count = readSync(descriptor, buffer, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function checkRegular(stats: Stats, path: string): void {
  if (stats.isDirectory()) throw new AppError('is-a-directory', 'is a directory', { path });
  if (!stats.isFile()) throw new AppError('not-a-file', 'not a regular file', { path });
}

function attributesOf(stats: Pick<Stats, 'size' | 'mtimeMs' | 'mode'>): {
  size: number;
  modified: number;
  mode: number | undefined;
} {
  return { size: stats.size, modified: stats.mtimeMs, mode: process.platform === 'win32' ? undefined : stats.mode & 0o777 };
}

function isChanged(before: Stats, after: Stats): boolean {
  return after.size !== before.size || after.mtimeMs !== before.mtimeMs;
}

function changed(path: string): AppError {
  return new AppError('source-changed', 'the file changed while it was read', { path });
}

function cancelled(path: string): AppError {
  return new AppError('cancelled', 'cancelled', { path });
}
