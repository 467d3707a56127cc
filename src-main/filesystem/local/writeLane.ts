import { lstatSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, checkPath, parentPath } from '../../../src-shared/model/path.ts';
import type { WriteLane, WriteRequest, WriteSink } from '../lane.ts';
import { fromErrno, isErrno } from './errno.ts';
import { GroupCommit } from './groupCommit.ts';
import type { Leftovers } from './leftovers.ts';
import { ensureDirectory, volumeSpace } from './operations.ts';
import type { PartialFiles } from './partialFiles.ts';
import { entryAccess, type Root } from './root.ts';
import { TemporaryFile } from './temporaryFile.ts';
import { refuseTemporary, resumableKey, TemporaryKeys } from './temporaryName.ts';

/** Only files of this size or more are worth a look at the free space first. */
const spaceCheckedFrom = 1024 * 1024;
/** A file that may not replace another is refused at once from this size on, before its contents travel. */
const decidedFrom = 128 * 1024;
/** What is left free for others. */
const spaceReserve = 16 * 1024 * 1024;

interface OpenWrite {
  readonly request: WriteRequest;
  readonly file: TemporaryFile;
  /** Whether the target may be replaced, and the mode of the file that is. */
  readonly replace: boolean;
  readonly mode: number | undefined;
  acknowledged: number;
}

interface TargetDecision {
  readonly skip: boolean;
  readonly replace: boolean;
  readonly mode: number | undefined;
}

export interface LocalWriteLaneOptions {
  readonly root: Root;
  readonly partials: PartialFiles;
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
  readonly #keys = new TemporaryKeys();
  readonly #readOnly: boolean;
  readonly #leftovers: Leftovers | undefined;
  readonly #options: LocalWriteLaneOptions;
  #notedDirectory: string | undefined;
  #current: OpenWrite | undefined;
  #wasCongested = false;
  #closed = false;

  constructor(options: LocalWriteLaneOptions, sink: WriteSink) {
    const { root } = options;
    this.#options = options;
    this.#root = root;
    this.#partials = options.partials;
    this.#leftovers = options.leftovers;
    this.#readOnly = options.readOnly;
    this.#sink = sink;
    this.#commits = new GroupCommit(root, {
      committed: (ticket, receipt) => sink.committed(ticket, receipt),
      failed: (ticket, error) => sink.failed(ticket, error),
      groupEnded: () => this.#relieve(),
    });
  }

  get congested(): boolean {
    this.#wasCongested = this.#commits.congested;
    return this.#wasCongested;
  }

  #relieve(): void {
    if (!this.#wasCongested || this.#closed) return;
    this.#wasCongested = false;
    this.#sink.drained();
  }

  open(request: WriteRequest): void {
    if (this.#current !== undefined) this.abort(this.#current.request.ticket, false);
    this.#attempt(request.ticket, request.path, () => {
      this.#checkWritable(request.path);
      const decision = this.#decide(request);
      if (decision.skip) {
        this.#sink.skipped(request.ticket);
        return;
      }
      this.#checkSpace(request);
      this.#current = {
        request,
        file: this.#temporaryFile(request, decision.mode),
        replace: decision.replace,
        mode: decision.mode,
        acknowledged: 0,
      };
    });
  }

  #temporaryFile(request: WriteRequest, mode: number | undefined): TemporaryFile {
    const directory = parentPath(request.path);
    if (request.key === undefined) {
      if (directory !== this.#notedDirectory) this.#leftovers?.noteLane(this.#root.realPath(directory), this.#keys.prefix);
      this.#notedDirectory = directory;
      return new TemporaryFile(this.#root, request.path, this.#keys.next(), mode);
    }
    this.#leftovers?.noteResumable(this.#root.realPath(directory), resumableKey(request.key, request.path));
    const continuation = this.#partials.claim(request.key, request.path, request.offset ?? 0);
    try {
      return new TemporaryFile(this.#root, request.path, resumableKey(request.key, request.path), mode, continuation);
    } catch (error) {
      this.#partials.release(request.key);
      if (isErrno(error, 'ENOENT'))
        throw new AppError('offset-conflict', 'nothing is left to go on from', { path: request.path, cause: error });
      throw error;
    }
  }

  #checkWritable(path: string): void {
    if (this.#closed) throw new AppError('cancelled', 'cancelled', { path });
    if (this.#readOnly) throw new AppError('permission-denied', 'the share is read-only', { path });
    checkPath(path);
    refuseTemporary(path);
  }

  #decide(request: WriteRequest): TargetDecision {
    if (request.path === '/') throw new AppError('is-a-directory', 'a directory has this name', { path: request.path });
    // Giving a small file its name tells soon enough that the name is taken.
    if (request.existing === 'fail' && request.attributes.size < decidedFrom)
      return { skip: false, replace: false, mode: undefined };
    const existing = this.#existing(request.path);
    if (existing === undefined) return { skip: false, replace: request.existing === 'overwrite', mode: undefined };
    if (existing.isDirectory()) throw new AppError('is-a-directory', 'a directory has this name', { path: request.path });
    const mode = existing.isFile() && process.platform !== 'win32' ? existing.mode & 0o777 : undefined;
    switch (request.existing) {
      case 'fail':
        throw new AppError('already-exists', 'the name is taken', { path: request.path });
      case 'skip':
        return { skip: true, replace: false, mode };
      case 'newer':
        return { skip: !isNewer(request.attributes.modified, existing.mtimeMs), replace: true, mode };
      case 'overwrite':
        return { skip: false, replace: true, mode };
    }
  }

  #existing(path: string): Stats | undefined {
    try {
      return lstatSync(entryAccess(this.#root, path), { throwIfNoEntry: false });
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined; // its directory is still to be made
      throw error;
    }
  }

  #checkSpace(request: WriteRequest): void {
    const wanted = request.attributes.size - (request.offset ?? 0);
    if (wanted < spaceCheckedFrom) return;
    ensureDirectory(this.#root, parentPath(request.path));
    const { available } = volumeSpace(this.#root, parentPath(request.path));
    if (wanted > available - spaceReserve) {
      throw new AppError('no-space', `${baseName(request.path)} needs ${wanted} bytes, ${Math.max(0, available)} are free`, {
        path: request.path,
      });
    }
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    this.#attempt(ticket, current.request.path, () => {
      current.file.append(bytes, release);
      if (current.file.written > current.acknowledged) {
        current.acknowledged = current.file.written;
        this.#sink.acknowledged(ticket, current.acknowledged);
      }
    });
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    const { request, file } = current;
    this.#attempt(ticket, request.path, () => {
      const size = file.size;
      const finished = file.finish({ modified: request.attributes.modified, mode: current.mode });
      const receipt = { size, sha256: finished.sha256.toString('hex'), verified: sha256 !== undefined };
      const written = {
        ticket,
        path: request.path,
        key: file.key,
        replace: current.replace,
        receipt,
        descriptor: finished.descriptor,
      };
      this.#current = undefined;
      this.#release(request);
      if (sha256 !== undefined && !finished.sha256.equals(sha256)) this.#commits.refuse(written);
      else this.#commits.add(written);
    });
  }

  abort(ticket: number, keep: boolean): void {
    const current = this.#current;
    if (current?.request.ticket !== ticket) return;
    this.#end(current, keep && current.request.key !== undefined);
    this.#sink.failed(ticket, new AppError('cancelled', 'cancelled', { path: current.request.path }));
  }

  makeDirectory(ticket: number, path: string): void {
    this.#attempt(ticket, path, () => {
      this.#checkWritable(path);
      ensureDirectory(this.#root, path);
      this.#sink.committed(ticket, { size: 0, sha256: '', verified: true });
    });
  }

  flush(): void {
    this.#commits.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#current !== undefined) this.abort(this.#current.request.ticket, true);
    await this.#commits.finish();
    this.#options.ended();
  }

  /** Whatever goes wrong is the end of that ticket alone. */
  #attempt(ticket: number, path: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      if (this.#current?.request.ticket === ticket) this.#end(this.#current, false);
      this.#sink.failed(ticket, fromErrno(error, path));
    }
  }

  #end(current: OpenWrite, keep: boolean): void {
    this.#current = undefined;
    try {
      current.file.discard(keep);
    } catch {
      // Its directory went away with it.
    }
    this.#release(current.request);
  }

  #release(request: WriteRequest): void {
    if (request.key !== undefined) this.#partials.release(request.key);
  }
}

/** Times that were carried through a double of seconds differ by less than a microsecond. */
function isNewer(source: number, target: number): boolean {
  return Number.isFinite(source) && source - target > 0.002;
}
