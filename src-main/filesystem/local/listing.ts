import { Buffer } from 'node:buffer';
import { type Dir, opendirSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { nameFromBytes } from '../../protocol/bytes.ts';
import type { ListingPage, WalkPage } from '../fileSystem.ts';
import { entryFromStats } from './entry.ts';
import { fromErrno } from './errno.ts';
import { childOf, lookAt } from './lookAt.ts';
import type { DirectoryAccess, HeldDirectory, Root } from './root.ts';
import { Slice } from '../../loop/slice.ts';
import { isTemporaryName } from './temporaryName.ts';
import type { DiskThreads } from './threads/diskThreads.ts';
import { LookUps } from './threads/lookUps.ts';

/** Entries looked up in one turn: about 2 ms of `lstat`. */
const pageSize = 400;
/** Behind so many entries a directory is large enough for the threads. */
const threadsFrom = 1_000;

export async function* listDirectory(
  root: Root,
  path: string,
  options: Stoppable = {},
  threads?: DiskThreads,
  slice = new Slice(),
): AsyncGenerator<ListingPage> {
  let total = 0;
  let helped: HelpedListing | undefined;
  try {
    for await (const names of nameBatches(root, path, slice, options)) {
      if (total >= threadsFrom && threads !== undefined) helped ??= new HelpedListing(threads, root, path);
      const entries = helped?.entries(names.list) ?? entriesOf(root, names.list, access(root, path));
      if (names.last) entries.push(...((await helped?.rest()) ?? []));
      total += entries.length;
      if (entries.length > 0 || names.last) yield { entries, total: names.last ? total : undefined };
      await slice.rest();
    }
  } catch (error) {
    throw fromErrno(error, path);
  } finally {
    await helped?.close();
  }
}

function entriesOf(root: Root, names: readonly string[], directory: DirectoryAccess): Entry[] {
  const entries: Entry[] = [];
  for (const name of names) {
    const path = childOf(directory, name);
    const stats = path === undefined ? 'hidden' : lookAt(path);
    if (path === undefined || stats === 'hidden') entries.push({ name, kind: 'other', size: 0, modified: Number.NaN });
    else if (stats !== undefined) entries.push(entryFromStats(root, name, path, stats));
  }
  return entries;
}

/** Threads look up what they can take, and this thread the rest. */
class HelpedListing {
  readonly #root: Root;
  readonly #path: string;
  readonly #held: HeldDirectory | undefined;
  readonly #lookUps: LookUps | undefined;

  constructor(threads: DiskThreads, root: Root, path: string) {
    this.#root = root;
    this.#path = path;
    this.#held = root.hold(path);
    this.#lookUps = this.#held === undefined ? undefined : new LookUps(threads, root, this.#held);
  }

  entries(names: readonly string[]): Entry[] {
    const found = this.#lookUps?.found() ?? [];
    if (this.#lookUps?.offer(names) === true) return found;
    for (const entry of entriesOf(this.#root, names, access(this.#root, this.#path))) found.push(entry);
    return found;
  }

  async rest(): Promise<Entry[]> {
    await this.#lookUps?.end();
    return this.#lookUps?.found() ?? [];
  }

  async close(): Promise<void> {
    await this.#lookUps?.end();
    this.#held?.close();
  }
}

interface NameBatch {
  readonly list: readonly string[];
  readonly last: boolean;
}

interface NameOptions extends Stoppable {
  readonly temporary?: boolean;
}

/** The names in a directory, without those of temporary files unless asked. The directory is read as it goes, so a huge one starts at once. */
async function* nameBatches(root: Root, path: string, slice: Slice, options: NameOptions): AsyncGenerator<NameBatch> {
  const directory = openDirectory(root, path);
  try {
    for (;;) {
      throwIfCancelled(options.signal, path);
      const list: string[] = [];
      let last = false;
      while (list.length < pageSize) {
        const entry = directory.readSync();
        if (entry === null) {
          last = true;
          break;
        }
        // With the encoding `buffer` the name is bytes, which the types do not say.
        const raw: unknown = entry.name;
        const name = Buffer.isBuffer(raw) ? nameFromBytes(raw) : String(raw);
        if (options.temporary === true || !isTemporaryName(name)) list.push(name);
      }
      yield { list, last };
      if (last) return;
      await slice.rest();
    }
  } catch (error) {
    throw fromErrno(error, path);
  } finally {
    directory.closeSync();
  }
}

/** All names at once, those of temporary files too: for removing everything in a directory. */
export async function directoryNames(root: Root, path: string, options: Stoppable): Promise<string[]> {
  const all: string[] = [];
  for await (const names of nameBatches(root, path, new Slice(), { ...options, temporary: true })) {
    for (const name of names.list) all.push(name);
  }
  return all;
}

function openDirectory(root: Root, path: string): Dir {
  try {
    const encoding = process.platform === 'win32' ? 'utf8' : ('buffer' as BufferEncoding);
    return opendirSync(root.directory(path).self, { encoding, bufferSize: 512 });
  } catch (error) {
    throw fromErrno(error, path);
  }
}

function access(root: Root, path: string): ReturnType<Root['directory']> {
  try {
    return root.directory(path);
  } catch (error) {
    throw fromErrno(error, path);
  }
}

/** Parents before children, depth first; a directory that can't be read is told and passed over. */
export async function* walkTree(
  root: Root,
  path: string,
  options: Stoppable = {},
  threads?: DiskThreads,
): AsyncGenerator<WalkPage> {
  const waiting: string[] = [''];
  // One for all: many small directories take as long as a large one.
  const slice = new Slice();
  for (let relative = waiting.pop(); relative !== undefined; relative = waiting.pop()) {
    const absolute = relative === '' ? path : joinPath(path, relative);
    const below: string[] = [];
    try {
      for await (const page of listDirectory(root, absolute, options, threads, slice)) {
        for (const entry of page.entries) {
          if (entry.kind === 'directory') below.push(relative === '' ? entry.name : `${relative}/${entry.name}`);
        }
        yield { directory: relative, entries: page.entries };
      }
    } catch (error) {
      const problem = fromErrno(error, absolute);
      if (problem.code === 'cancelled' || relative === '') throw problem;
      yield { directory: relative, entries: [], error: problem };
    }
    waiting.push(...below.reverse());
  }
}

/** What an operation looks at from time to time to learn whether it is still wanted. */
export interface Stoppable {
  readonly signal?: { readonly aborted: boolean } | undefined;
}

export function throwIfCancelled(signal: Stoppable['signal'], path: string): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'cancelled', { path });
}
