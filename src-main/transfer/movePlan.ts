import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { baseName, isWithin, joinPath, nameProblem, parentPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import type { DirectoryPair } from './item.ts';
import type { PlanRequest } from './plan.ts';

/** What a plan of moves within one file system finds. */
export interface MovePlanSink {
  /** A file or a link. */
  file(directory: DirectoryPair, name: string, targetName: string, size: number): void;
  /** A directory that moves with everything in it, because its name is free. */
  wholeDirectory(directory: DirectoryPair, name: string, targetName: string): void;
  refused(
    directory: DirectoryPair,
    name: string,
    kind: 'file' | 'directory',
    state: 'failed',
    error: AppError,
    targetName: string,
  ): void;
  /** A directory whose entries move one by one into one that exists: it goes when it is empty. Parents before children. */
  emptied(path: string): void;
}

type Request = Pick<PlanRequest, 'source' | 'from' | 'to' | 'name' | 'targetNameProblem' | 'signal'>;

/** Finds how the entries move: a directory in one step where its name is free, else entry by entry. Links move as they are. */
export async function planMove(request: Request, sink: MovePlanSink): Promise<void> {
  const { source, signal } = request;
  for (const path of request.from) {
    signal.throwIfAborted();
    const pair = { from: parentPath(path), to: request.to };
    const name = baseName(path);
    const targetName = request.name ?? name;
    let entry: Entry;
    let existing: Entry | undefined;
    try {
      entry = await source.stat(path, { signal });
      existing = entry.kind === 'directory' ? await statIfThere(source, joinPath(pair.to, targetName), signal) : undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      sink.refused(pair, name, 'file', 'failed', asAppError(error), targetName);
      continue;
    }
    await planEntry(request, sink, pair, { ...entry, name }, targetName, existing);
  }
}

async function planEntry(
  request: Request,
  sink: MovePlanSink,
  pair: DirectoryPair,
  entry: Entry,
  targetName: string,
  existing: Entry | undefined,
): Promise<void> {
  const { name } = entry;
  const path = joinPath(pair.from, name);
  const target = joinPath(pair.to, targetName);
  const kind = entry.kind === 'directory' ? 'directory' : 'file';
  const refuse = (error: AppError): void => sink.refused(pair, name, kind, 'failed', error, targetName);
  const problem = nameProblem(targetName) ?? request.targetNameProblem(targetName);
  if (problem !== undefined) return refuse(new AppError('name-invalid', problem, { path }));
  if (target === path) return refuse(new AppError('invalid-request', 'it is there already', { path }));
  if (kind === 'file') return sink.file(pair, name, targetName, entry.size);
  if (isWithin(target, path)) return refuse(new AppError('invalid-request', 'a folder can not be moved into itself', { path }));
  if (existing === undefined) return sink.wholeDirectory(pair, name, targetName);
  if (existing.kind !== 'directory')
    return refuse(new AppError('already-exists', 'something else has this name', { path: target }));
  await planMerge(request, sink, { from: path, to: target }, pair, name, targetName);
}

async function planMerge(
  request: Request,
  sink: MovePlanSink,
  pair: DirectoryPair,
  parent: DirectoryPair,
  name: string,
  targetName: string,
): Promise<void> {
  const { source, signal } = request;
  sink.emptied(pair.from);
  try {
    const there = new Map<string, Entry>();
    for await (const { entries } of source.list(pair.to, { signal })) {
      for (const entry of entries) if (entry.kind === 'directory') there.set(entry.name, entry);
    }
    // All of it before the first of them moves: a listing of a directory that changes may miss some.
    const inside: Entry[] = [];
    for await (const { entries } of source.list(pair.from, { signal })) inside.push(...entries);
    for (const entry of inside) await planEntry(request, sink, pair, entry, entry.name, there.get(entry.name));
  } catch (error) {
    if (signal.aborted) throw error;
    sink.refused(parent, name, 'directory', 'failed', asAppError(error), targetName);
  }
}

async function statIfThere(source: FileSystem, path: string, signal: AbortSignal): Promise<Entry | undefined> {
  try {
    return await source.stat(path, { signal });
  } catch (error) {
    if (asAppError(error).code === 'not-found') return undefined;
    throw error;
  }
}
