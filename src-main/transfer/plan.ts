import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { baseName, isWithin, joinPath, nameProblem, parentPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { Slice } from '../loop/slice.ts';
import { asAppError } from './asAppError.ts';
import { numberedName } from './conflict.ts';
import type { DirectoryPair } from './item.ts';
import { steadyWalk, type SteadyWalkRequest } from './steadyWalk.ts';

/** What a plan finds, as it finds it. */
export interface PlanSink {
  file(directory: DirectoryPair, name: string, targetName: string, size: number, isTroubled: boolean): void;
  /** A directory with no file and no directory in it. */
  emptyDirectory(directory: DirectoryPair, name: string, targetName: string, size: number, isTroubled: boolean): void;
  /** What can't be copied: `failed`, or `skipped` for what is not copied on purpose (links, devices). */
  refused(
    directory: DirectoryPair,
    name: string,
    kind: 'file' | 'directory',
    state: 'failed' | 'skipped',
    error: AppError,
    targetName?: string,
  ): void;
  /** Resolves when more may be told; undefined: at once. */
  room?(): Promise<void> | undefined;
  /** A directory that will stand at the target, and the time it shall have; parents come before their children. */
  directory(targetPath: string, modified: number, sourcePath: string): void;
}

export interface PlanRequest {
  readonly source: FileSystem;
  /** Whether source and target are the same file system: nothing may be copied into itself. */
  readonly sameEndpoint: boolean;
  readonly from: readonly string[];
  /** As in EnqueueRequest. */
  readonly known?: ReadonlyMap<string, Entry> | undefined;
  /** The directory at the target. */
  readonly to: string;
  /** The name at the target, of the only thing in `from`. */
  readonly name?: string | undefined;
  /** What is copied to where it is gets another name, instead of being refused. */
  readonly keepBoth: boolean;
  /** Why a name can't stand at the target, or undefined. */
  readonly targetNameProblem: (name: string) => string | undefined;
  /** Instead of that, for what is copied: the name an entry can have there, and whether somebody has to agree to it, or why it can't. */
  readonly place?: ((pair: DirectoryPair, sourceName: string, name: string) => PlacedName | string) | undefined;
  /** As in SteadyWalkRequest. */
  readonly again?: SteadyWalkRequest['again'];
  readonly retryDelays?: readonly number[];
  readonly signal: AbortSignal;
}

export interface PlacedName {
  readonly name: string;
  readonly isTroubled: boolean;
}

const statsAtOnce = 32;
/** From so many entries of one directory on it is cheaper to list the directory. */
const worthListing = 16;

/**
 * Expands what the user chose into files. Files are told while the rest is still being read. Links are not followed; names that a
 * listing brings never form a path outside the target directory.
 */
export async function plan(request: PlanRequest, sink: PlanSink): Promise<void> {
  const pairs = new Map<string, DirectoryPair>();
  const byParent = new Map<string, string[]>();
  for (const path of request.from) {
    const parent = parentPath(path);
    const siblings = byParent.get(parent) ?? [];
    siblings.push(path);
    byParent.set(parent, siblings);
    if (!pairs.has(parent)) pairs.set(parent, { from: parent, to: request.to });
  }
  for (const [parent, paths] of byParent) {
    const pair = pairs.get(parent) ?? { from: parent, to: request.to };
    for await (const [path, found] of findEntries(request, parent, paths)) {
      request.signal.throwIfAborted();
      if (found instanceof AppError) sink.refused(pair, baseName(path), 'file', 'failed', found, request.name);
      else await planEntry(request, sink, pair, path, found);
    }
  }
}

async function* findEntries(
  { source, known, signal }: PlanRequest,
  parent: string,
  paths: readonly string[],
): AsyncGenerator<[path: string, found: Entry | AppError]> {
  const unknown: string[] = [];
  for (const path of paths) {
    const entry = known?.get(path);
    if (entry === undefined) unknown.push(path);
    else yield [path, entry];
  }
  if (unknown.length < worthListing) {
    for (let at = 0; at < unknown.length; at += statsAtOnce) {
      const some = unknown.slice(at, at + statsAtOnce);
      yield* await Promise.all(some.map(async (path): Promise<[string, Entry | AppError]> => [path, await statOrError(path)]));
    }
    return;
  }
  const wanted = new Map(unknown.map((path) => [baseName(path), path]));
  try {
    for await (const page of source.list(parent, { signal })) {
      for (const entry of page.entries) {
        const path = wanted.get(entry.name);
        if (path === undefined) continue;
        wanted.delete(entry.name);
        yield [path, entry];
      }
    }
  } catch (error) {
    for (const path of wanted.values()) yield [path, asAppError(error)];
    return;
  }
  for (const path of wanted.values()) yield [path, new AppError('not-found', `${path} does not exist`, { path })];

  async function statOrError(path: string): Promise<Entry | AppError> {
    try {
      return await source.stat(path, { signal });
    } catch (error) {
      return asAppError(error);
    }
  }
}

async function planEntry(request: PlanRequest, sink: PlanSink, pair: DirectoryPair, path: string, entry: Entry): Promise<void> {
  const name = baseName(path);
  const kind = entry.kind === 'directory' ? 'directory' : 'file';
  const refuse = (error: AppError): void => sink.refused(pair, name, kind, 'failed', error, request.name);
  const placed = place(request, pair, entry.kind, name, request.name ?? name);
  if (typeof placed === 'string') return refuse(new AppError('name-invalid', placed, { path }));
  const { name: targetName, isTroubled } = placed;
  const target = joinPath(pair.to, targetName);
  if (entry.kind === 'file') {
    if (request.sameEndpoint && target === path && !request.keepBoth) {
      return refuse(new AppError('invalid-request', 'a file can not be copied onto itself', { path }));
    }
    return sink.file(pair, name, targetName, entry.size, isTroubled);
  }
  if (entry.kind !== 'directory') return sink.refused(pair, name, 'file', 'skipped', notCopied(path, entry));
  if (request.sameEndpoint && target === path && request.keepBoth) {
    const free = await freeName(request.source, pair.to, targetName, request.signal);
    sink.directory(joinPath(pair.to, free), entry.modified, path);
    return planDirectory(request, sink, pair, name, { name: free, isTroubled: false });
  }
  if (request.sameEndpoint && isWithin(target, path)) {
    return refuse(new AppError('invalid-request', 'a folder can not be copied into itself', { path }));
  }
  sink.directory(target, entry.modified, path);
  return planDirectory(request, sink, pair, name, placed);
}

/** The name at the target, or why there is none. */
function place(
  request: PlanRequest,
  pair: DirectoryPair,
  kind: Entry['kind'],
  sourceName: string,
  name: string,
): PlacedName | string {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  // What is not copied has no name there.
  if (request.place !== undefined && (kind === 'file' || kind === 'directory')) return request.place(pair, sourceName, name);
  return request.targetNameProblem(name) ?? { name, isTroubled: false };
}

/** For the copy of a folder beside itself, which must not merge with another one. */
async function freeName(source: FileSystem, directory: string, name: string, signal: AbortSignal): Promise<string> {
  for (let number = 2; ; number += 1) {
    const numbered = numberedName(name, number);
    try {
      await source.stat(joinPath(directory, numbered), { signal });
    } catch (error) {
      if (asAppError(error).code !== 'not-found') throw error;
      return numbered;
    }
  }
}

interface Planned {
  readonly pair: DirectoryPair;
  /** What it is in its parent, to be made when nothing in it is copied. */
  readonly parent: DirectoryPair;
  readonly name: string;
  readonly targetName: string;
  empty: boolean;
}

async function planDirectory(
  request: PlanRequest,
  sink: PlanSink,
  parent: DirectoryPair,
  name: string,
  { name: targetName, isTroubled }: PlacedName,
): Promise<void> {
  const { signal } = request;
  const start = joinPath(parent.from, name);
  const pair = { from: start, to: joinPath(parent.to, targetName), isTroubled };
  const known = new Map<string, Planned | 'refused'>([['', { pair, parent, name, targetName, empty: true }]]);
  // A server may have told much of its folders at once, and transfers go on beside its planning.
  const slice = new Slice();
  try {
    for await (const page of steadyWalk(start, request)) {
      signal.throwIfAborted();
      const directory = known.get(page.directory);
      if (directory === 'refused') continue;
      if (directory === undefined) {
        if (belowRefused(known, page.directory)) continue;
        const error = new AppError('name-invalid', 'the listing speaks of a directory that it did not name before');
        sink.refused(parent, name, 'directory', 'failed', error, targetName);
        continue;
      }
      if (page.error !== undefined) {
        directory.empty = false;
        const problem = asAppError(page.error);
        sink.refused(directory.parent, directory.name, 'directory', 'failed', problem, directory.targetName);
      }
      for (const entry of page.entries) planWalked(request, sink, known, page.directory, directory, entry);
      await sink.room?.();
      if (slice.over) await slice.rest();
    }
  } catch (error) {
    if (signal.aborted) throw error;
    sink.refused(parent, name, 'directory', 'failed', asAppError(error), targetName);
    return;
  }
  for (const directory of known.values()) {
    if (directory !== 'refused' && directory.empty) {
      sink.emptyDirectory(directory.parent, directory.name, directory.targetName, 0, directory.pair.isTroubled === true);
    }
  }
}

function belowRefused(known: ReadonlyMap<string, Planned | 'refused'>, relative: string): boolean {
  for (let at = relative.lastIndexOf('/'); at > 0; at = relative.lastIndexOf('/', at - 1)) {
    if (known.get(relative.slice(0, at)) === 'refused') return true;
  }
  return false;
}

function planWalked(
  request: PlanRequest,
  sink: PlanSink,
  known: Map<string, Planned | 'refused'>,
  relative: string,
  directory: Planned,
  entry: Entry,
): void {
  const { pair } = directory;
  const { name } = entry;
  const relativeName = relative === '' ? name : `${relative}/${name}`;
  const kind = entry.kind === 'directory' ? 'directory' : 'file';
  const placed = place(request, pair, entry.kind, name, name);
  if (typeof placed === 'string') {
    if (kind === 'directory') known.set(relativeName, 'refused');
    sink.refused(pair, name, kind, 'failed', new AppError('name-invalid', placed, { path: name }));
    return;
  }
  const isTroubled = placed.isTroubled || pair.isTroubled === true;
  if (entry.kind === 'file') {
    directory.empty = false;
    sink.file(pair, name, placed.name, entry.size, isTroubled);
    return;
  }
  if (entry.kind !== 'directory') {
    sink.refused(pair, name, 'file', 'skipped', notCopied(joinPath(pair.from, name), entry));
    return;
  }
  directory.empty = false;
  const inner = { from: joinPath(pair.from, name), to: joinPath(pair.to, placed.name), isTroubled };
  known.set(relativeName, { pair: inner, parent: pair, name, targetName: placed.name, empty: true });
  sink.directory(inner.to, entry.modified, inner.from);
}

function notCopied(path: string, entry: Entry): AppError {
  const message = entry.kind === 'symlink' ? 'links are not copied' : 'only files and folders are copied';
  return new AppError('not-a-file', message, { path });
}
