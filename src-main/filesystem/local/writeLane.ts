import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { DirectoryTime, WriteLane, WriteRequest, WriteSink } from '../lane.ts';
import { openBasis } from './chunkList.ts';
import type { ContentMemory } from './contentMemory.ts';
import { MadeDirectories } from './directoryTimes.ts';
import { fromErrno, isErrno } from './errno.ts';
import { GroupCommit } from './groupCommit.ts';
import type { Leftovers } from './leftovers.ts';
import type { WrittenAttributes } from './newFile.ts';
import { ensureDirectory } from './operations.ts';
import type { PartialFiles } from './partialFiles.ts';
import type { Root } from './root.ts';
import { type Continuation, TemporaryFile } from './temporaryFile.ts';
import { InlineWorker } from './threads/contentWorker.ts';
import { type DiskThreads, threadFrom } from './threads/diskThreads.ts';
import { FileMaker } from './threads/fileMaker.ts';
import { LargeTemporaryFile } from './threads/largeTemporaryFile.ts';
import { enoughBlocks } from './threads/threadWriter.ts';
import { refuseTemporary, resumableKey, TemporaryKeys } from './temporaryName.ts';
import { checkSpace, decideBeforehand } from './writeTarget.ts';

interface OpenWrite {
  readonly request: WriteRequest;
  readonly file: TemporaryFile | LargeTemporaryFile;
  /** Whether the target may be replaced, and the mode of the file that is. */
  readonly replace: boolean;
  readonly mode: number | undefined;
  /** Of the directories that its coming changes. */
  readonly directoryTimes: readonly DirectoryTime[];
  acknowledged: number;
}

export interface LocalWriteLaneOptions {
  readonly root: Root;
  readonly partials: PartialFiles;
  readonly threads: DiskThreads;
  readonly memory: ContentMemory;
  readonly readOnly: boolean;
  readonly leftovers: Leftovers | undefined;
  /** The lane has been closed and has released everything. */
  ended(): void;
}

export class LocalWriteLane implements WriteLane {
  readonly #root: Root;
  readonly #sink: WriteSink;
  readonly #partials: PartialFiles;
  readonly #commits: GroupCommit;
  readonly #maker: FileMaker;
  readonly #keys = new TemporaryKeys();
  readonly #readOnly: boolean;
  readonly #leftovers: Leftovers | undefined;
  readonly #options: LocalWriteLaneOptions;
  #notedDirectory: string | undefined;
  #current: OpenWrite | undefined;
  #directoryTimes: readonly DirectoryTime[] = [];
  /** Large files whose end is on its way. */
  readonly #ending = new Map<OpenWrite, Promise<void>>();
  /** By the tickets of files that are whole and not yet named. */
  readonly #keysInPlacing = new Map<number, string>();
  readonly #directories: MadeDirectories;
  #flushed = false;
  /** That there is no room has been told, and not yet that there is. */
  #toldFull = false;
  #closed = false;

  constructor(options: LocalWriteLaneOptions, sink: WriteSink) {
    const { root } = options;
    this.#options = options;
    this.#root = root;
    this.#partials = options.partials;
    this.#leftovers = options.leftovers;
    this.#readOnly = options.readOnly;
    this.#sink = sink;
    this.#directories = new MadeDirectories(root, (ticket) => {
      sink.committed(ticket, { size: 0, sha256: '', verified: true });
    });
    this.#maker = new FileMaker(root, options.threads, () => this.#made());
    this.#commits = new GroupCommit(root, options.threads, {
      committed: (ticket, receipt) => {
        this.#placed(ticket);
        sink.committed(ticket, receipt);
      },
      failed: (ticket, error) => {
        this.#placed(ticket);
        sink.failed(ticket, error);
      },
      groupEnded: () => this.#relieve(),
    });
  }

  get congested(): boolean {
    const full = this.#isFull;
    this.#toldFull ||= full;
    return full;
  }

  get #isFull(): boolean {
    const { file } = this.#current ?? {};
    if (this.#commits.congested || this.#maker.congested) return true;
    return (file instanceof LargeTemporaryFile && file.congested) || this.#blocksEnding > enoughBlocks;
  }

  /** A sender that is faster than the disk fills no memory with files that have come and are not written. */
  get #blocksEnding(): number {
    let blocks = 0;
    for (const { file } of this.#ending.keys()) if (file instanceof LargeTemporaryFile) blocks += file.underWay;
    return blocks;
  }

  /** Whoever has heard once that there is no room waits for this, whatever he has heard since. */
  #relieve(): void {
    if (!this.#toldFull || this.#closed || this.#isFull) return;
    this.#toldFull = false;
    this.#sink.drained();
  }

  open(request: WriteRequest): void {
    if (this.#current !== undefined) this.abort(this.#current.request.ticket, false);
    this.#flushed = false;
    this.#attempt(request.ticket, request.path, () => {
      this.#checkWritable(request.path);
      const decision = decideBeforehand(this.#root, request);
      if (decision.skip) {
        this.#sink.skipped(request.ticket);
        return;
      }
      checkSpace(this.#root, request.path, request.attributes.size - (request.offset ?? 0));
      this.#current = {
        request,
        file: this.#temporaryFile(request, decision.mode),
        replace: decision.replace,
        mode: decision.mode,
        directoryTimes: this.#directoryTimes,
        acknowledged: 0,
      };
    });
  }

  #temporaryFile(request: WriteRequest, mode: number | undefined): TemporaryFile | LargeTemporaryFile {
    const { key, path } = request;
    const directory = parentPath(path);
    if (key === undefined) {
      if (directory !== this.#notedDirectory) this.#leftovers?.noteLane(this.#root.realPath(directory), this.#keys.prefix);
      this.#notedDirectory = directory;
      return this.#newFile(request, this.#keys.next(), mode);
    }
    const name = resumableKey(key, path);
    this.#leftovers?.noteResumable(this.#root.realPath(directory), name);
    const continuation = this.#partials.claim(key, path, request.offset ?? 0, () => this.#letGo(key));
    try {
      return this.#newFile(request, name, mode, continuation);
    } catch (error) {
      this.#partials.release(key);
      if (isErrno(error, 'ENOENT'))
        throw new AppError('offset-conflict', 'nothing is left to go on from', { path, cause: error });
      throw error;
    }
  }

  #newFile(
    { path, ticket, attributes, basis: identity }: WriteRequest,
    key: string,
    mode: number | undefined,
    continuation?: Continuation,
  ): TemporaryFile | LargeTemporaryFile {
    const root = this.#root;
    const basis = identity === undefined ? undefined : openBasis(root, path, identity);
    if (basis === undefined && continuation === undefined && !(attributes.size >= threadFrom))
      return new TemporaryFile({ root, path, key, mode, pieces: this.#options.memory.pieces });
    // A running hash can't be handed to a thread, and the threads may have enough to do.
    const worker =
      continuation === undefined ? (this.#options.threads.open() ?? new InlineWorker()) : new InlineWorker(continuation.hash);
    try {
      const place = { root, path, key, mode, continuation, blocks: this.#options.memory.blocks, basis };
      return new LargeTemporaryFile(place, worker, () => this.#progressed(ticket));
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  #progressed(ticket: number): void {
    const current = this.#current;
    if (current?.request.ticket === ticket) this.#attempt(ticket, current.request.path, () => this.#acknowledge(current));
    for (const write of this.#ending.keys()) if (write.request.ticket === ticket) this.#acknowledgeEnding(write);
    this.#relieve();
  }

  /** What is wrong its end will tell. */
  #acknowledgeEnding(write: OpenWrite): void {
    if (write.file instanceof LargeTemporaryFile && write.file.problem === undefined) this.#acknowledge(write);
  }

  #acknowledge(current: OpenWrite): void {
    const { file, request } = current;
    if (file instanceof LargeTemporaryFile && file.problem !== undefined) throw file.problem;
    if (file.written <= current.acknowledged) return;
    current.acknowledged = file.written;
    this.#sink.acknowledged(request.ticket, current.acknowledged);
  }

  #checkWritable(path: string): void {
    if (this.#closed) throw new AppError('cancelled', 'cancelled', { path });
    if (this.#readOnly) throw new AppError('permission-denied', 'the share is read-only', { path });
    checkPath(path);
    refuseTemporary(path);
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    this.#attempt(ticket, current.request.path, () => {
      current.file.append(bytes, release);
      this.#acknowledge(current);
    });
  }

  hole(ticket: number, length: number): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    this.#attempt(ticket, current.request.path, () => {
      current.file.hole(length);
      this.#acknowledge(current);
    });
  }

  reuse(ticket: number, offset: number, length: number): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    const { file, request } = current;
    this.#attempt(ticket, request.path, () => {
      if (!(file instanceof LargeTemporaryFile)) {
        throw new AppError('offset-conflict', 'there is nothing to take bytes from', { path: request.path });
      }
      file.reuse(offset, length);
      this.#acknowledge(current);
    });
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    const { request, file } = current;
    this.#attempt(ticket, request.path, () => {
      const attributes = { modified: request.attributes.modified, mode: current.mode };
      if (file instanceof LargeTemporaryFile) {
        this.#current = undefined;
        this.#later(
          file.finish(attributes).then((finished) => this.#written(current, finished, sha256)),
          current,
        );
        return;
      }
      if (this.#isOffered(current, file, attributes, sha256)) {
        this.#current = undefined;
        return;
      }
      const finished = file.finish(attributes);
      this.#current = undefined;
      this.#written(current, finished, sha256);
    });
  }

  /** Whether a thread makes it, together with others. */
  #isOffered(write: OpenWrite, file: TemporaryFile, attributes: WrittenAttributes, expected: Uint8Array | undefined): boolean {
    if (write.request.key !== undefined) return false;
    return this.#maker.offer(file, attributes, (sha256) => {
      try {
        if (sha256 === undefined) this.#written(write, file.finish(attributes), expected);
        else this.#written(write, { descriptor: undefined, sha256 }, expected);
      } catch (error) {
        this.#end(write, false, fromErrno(error, write.request.path));
      }
    });
  }

  #made(): void {
    this.#startWhenLast();
    this.#relieve();
  }

  /** What was flushed is complete when the last of it has come to its end. */
  #startWhenLast(): void {
    if (this.#flushed && this.#ending.size === 0 && !this.#maker.busy) this.#commits.start();
  }

  /** A large file comes to its end when its thread has; the next one may be on its way meanwhile. */
  #later(end: Promise<void>, write: OpenWrite): void {
    const { file, request } = write;
    const ending = end
      .catch(async (error: unknown) => {
        if (file instanceof LargeTemporaryFile) await file.discard(false).catch(() => undefined);
        this.#release(request);
        this.#sink.failed(request.ticket, fromErrno(error, request.path));
      })
      .finally(() => {
        this.#ending.delete(write);
        this.#startWhenLast();
        this.#relieve();
      });
    this.#ending.set(write, ending);
  }

  #written(
    { request, file, replace, directoryTimes }: OpenWrite,
    { descriptor, sha256 }: { readonly descriptor: number | undefined; readonly sha256: Uint8Array },
    expected: Uint8Array | undefined,
  ): void {
    const { ticket, path } = request;
    const own = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length);
    const receipt = { size: file.size, sha256: own.toString('hex'), verified: expected !== undefined };
    const written = { ticket, path, key: file.key, replace, receipt, descriptor, directoryTimes };
    // Until it stands under its name the file is not another writer's.
    if (request.key !== undefined) this.#keysInPlacing.set(ticket, request.key);
    if (expected !== undefined && !own.equals(expected)) this.#commits.refuse(written);
    else this.#commits.add(written);
  }

  abort(ticket: number, keep: boolean): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    this.#end(
      current,
      keep && current.request.key !== undefined,
      new AppError('cancelled', 'cancelled', { path: current.request.path }),
    );
  }

  makeDirectory(ticket: number, path: string): void {
    this.#attempt(ticket, path, () => {
      this.#checkWritable(path);
      ensureDirectory(this.#root, path);
      this.#directories.add(ticket, this.#directoryTimes);
    });
  }

  directoryTimes(times: readonly DirectoryTime[]): void {
    this.#directoryTimes = times;
  }

  flush(): void {
    this.#maker.flush();
    this.#flushed = this.#ending.size > 0 || this.#maker.busy;
    this.#commits.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#current !== undefined) this.abort(this.#current.request.ticket, true);
    await this.#maker.finish();
    while (this.#ending.size > 0) await Promise.all(this.#ending.values());
    await this.#commits.finish();
    await this.#directories.finish();
    this.#leftovers?.laneEnded(this.#keys.prefix);
    this.#options.ended();
  }

  /** Whatever goes wrong is the end of that ticket alone. */
  #attempt(ticket: number, path: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      const problem = fromErrno(error, path);
      if (this.#current?.request.ticket === ticket) this.#end(this.#current, false, problem);
      else this.#sink.failed(ticket, problem);
    }
  }

  /** Drops what is open. The ticket has failed when what stays of it, or goes, is settled. */
  #end(current: OpenWrite, keep: boolean, reason: AppError): void {
    const { file, request } = current;
    if (this.#current === current) this.#current = undefined;
    if (file instanceof LargeTemporaryFile) {
      this.#later(
        file
          .discard(keep)
          .catch(() => undefined)
          .then(() => this.#dropped(request, reason)),
        current,
      );
      return;
    }
    try {
      file.discard(keep);
    } catch {
      // Its directory went away with it.
    }
    this.#dropped(request, reason);
  }

  /** Another connection goes on with it. One that is whole already is on its way to its name. */
  #letGo(key: string): void {
    const current = this.#current;
    if (current?.request.key !== key) return;
    this.#end(current, true, new AppError('busy', 'another connection goes on with this file', { path: current.request.path }));
  }

  #dropped(request: WriteRequest, reason: AppError): void {
    this.#release(request);
    this.#sink.failed(request.ticket, reason);
  }

  #placed(ticket: number): void {
    const key = this.#keysInPlacing.get(ticket);
    if (key === undefined) return;
    this.#keysInPlacing.delete(ticket);
    this.#partials.release(key);
  }

  #release(request: WriteRequest): void {
    if (request.key !== undefined) this.#partials.release(request.key);
  }
}
