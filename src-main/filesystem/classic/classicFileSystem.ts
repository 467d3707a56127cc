import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { nameProblem } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { classicNameProblem } from '../../protocol/classic/names.ts';
import type {
  ChunkList,
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
import { bytesAsNames } from '../nameRules.ts';
import type { ClassicConnection } from './connection.ts';
import type { ClassicLink } from './link.ts';
import { about, classicName, download, listNames, removeName, roundedSize, sizeIfThere } from './operations.ts';
import { ClassicReadLane } from './readLane.ts';
import { ClassicWriteLane } from './writeLane.ts';

/** Longer listings come without sizes: each size is a question of its own. */
const sizedEntries = 200;
const pageLength = 1000;
/** A folder says a small size; something larger is a file for certain. */
const largestFolder = 64 * 1024;

/** The one folder of a classic server, in plain text over the quirks of the original. */
export class ClassicFileSystem implements FileSystem {
  readonly features: FileSystemFeatures = {
    directories: false,
    walk: false,
    rename: false,
    attributes: false,
    space: false,
    copy: false,
    hash: false,
    delta: false,
    roundTrip: 0,
    directoryTimes: false,
    read: false,
    trash: false,
    watch: false,
    resume: false,
    names: { ...bytesAsNames, noWhiteSpace: true, textOnly: true },
    adopt: false,
    verifiedWrites: false,
    writable: true,
    lanes: 1,
  };
  readonly closed: Promise<AppError | undefined>;
  readonly #link: ClassicLink;

  constructor(link: ClassicLink) {
    this.#link = link;
    this.closed = link.closed;
  }

  /** Names only: every entry counts as a file, its size is rounded, and unknown (0) in a long listing. */
  async *list(path: string, options: OperationOptions = {}): AsyncIterable<ListingPage> {
    if (path !== '/') {
      classicName(path);
      throw new AppError('unsupported', 'the classic protocol lists the shared folder only, not what is in its folders', {
        path,
      });
    }
    const listed = await this.#link.use(options.signal, listNames).catch((error: unknown) => {
      throw about(path, error);
    });
    const names = [...new Set(listed)].filter((name) => nameProblem(name) === undefined);
    const entries: Entry[] = [];
    for (const name of names) entries.push(await this.#entry(name, names.length <= sizedEntries, options.signal));
    for (let start = 0; ; start += pageLength) {
      yield { entries: entries.slice(start, start + pageLength), total: entries.length };
      if (start + pageLength >= entries.length) return;
    }
  }

  async #entry(name: string, sized: boolean, signal: AbortSignal | undefined): Promise<Entry> {
    let size = 0;
    if (sized && classicNameProblem(name) === undefined) {
      size = (await this.#link.use(signal, (connection) => sizeIfThere(connection, name))) ?? 0;
    }
    return { name, kind: 'file', size, modified: Number.NaN, exact: false };
  }

  async *walk(path: string): AsyncIterable<WalkPage> {
    yield* [];
    throw unsupported(path);
  }

  async stat(path: string, options: OperationOptions = {}): Promise<Entry> {
    if (path === '/') return { name: '', kind: 'directory', size: 0, modified: Number.NaN };
    const name = classicName(path);
    const size = await this.#ask(path, options, (connection) => roundedSize(connection, name));
    return { name, kind: 'file', size, modified: Number.NaN, exact: false };
  }

  /** A folder is refused: the original server dies of it. */
  async remove(path: string, options: OperationOptions = {}): Promise<number> {
    const name = classicName(path);
    return await this.#ask(path, options, async (connection) => {
      const size = await roundedSize(connection, name);
      if (size <= largestFolder) {
        await download(connection, name, {}).catch((error: unknown) => {
          if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
          throw new AppError('not-a-file', 'it is a folder, and the classic protocol can not remove folders');
        });
      }
      await removeName(connection, name);
      return 1;
    });
  }

  async #ask<T>(path: string, options: OperationOptions, work: (connection: ClassicConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#link.use(options.signal, work);
    } catch (error) {
      throw about(path, error);
    }
  }

  makeDirectory(path: string): Promise<void> {
    return Promise.reject(unsupported(path));
  }

  rename(path: string): Promise<void> {
    return Promise.reject(unsupported(path));
  }

  trash(path: string): Promise<TrashedEntry> {
    return Promise.reject(unsupported(path));
  }

  setAttributes(path: string): Promise<void> {
    return Promise.reject(unsupported(path));
  }

  copy(from: string): Promise<Receipt | undefined> {
    return Promise.reject(unsupported(from));
  }

  hash(path: string): Promise<FileHash> {
    return Promise.reject(unsupported(path));
  }

  chunks(path: string): Promise<ChunkList> {
    return Promise.reject(unsupported(path));
  }

  read(path: string): Promise<FileRange> {
    return Promise.reject(unsupported(path));
  }

  space(path: string): Promise<Space> {
    return Promise.reject(unsupported(path));
  }

  partial(path: string): Promise<PartialFile | undefined> {
    return Promise.reject(unsupported(path));
  }

  watch(path: string): Promise<Watch> {
    return Promise.reject(unsupported(path));
  }

  adopt(path: string): Promise<PartialFile> {
    return Promise.reject(unsupported(path));
  }

  openReadLane(sink: ReadSink): ReadLane {
    return new ClassicReadLane(this.#link, sink);
  }

  openWriteLane(sink: WriteSink): WriteLane {
    return new ClassicWriteLane(this.#link, sink);
  }

  async close(): Promise<void> {
    await this.#link.close();
  }
}

function unsupported(path: string): AppError {
  return new AppError('unsupported', 'the classic protocol can not do this', { path });
}
