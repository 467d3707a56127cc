import { AppError } from '../../src-shared/errors.ts';
import type { Location } from '../../src-shared/model/location.ts';
import { checkName, checkPath, joinPath, parentPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { writeEmptyFile } from './emptyFile.ts';

/** What the handlers for single entries work with. */
export interface EntryContext {
  fileSystem(location: Location): FileSystem;
  /** The directory has other entries than before. */
  changed(location: Location): void;
}

const removalsAtOnce = 8;

export async function makeDirectory(context: EntryContext, location: Location): Promise<void> {
  await context.fileSystem(location).makeDirectory(checkPath(location.path));
  context.changed(parentOf(location));
}

export async function makeFile(context: EntryContext, location: Location): Promise<void> {
  await writeEmptyFile(context.fileSystem(location), checkPath(location.path));
  context.changed(parentOf(location));
}

export async function renameEntry(context: EntryContext, from: Location, name: string): Promise<void> {
  const path = checkPath(from.path);
  if (path === '/') throw new AppError('invalid-request', 'the root can not be renamed', { path });
  await context.fileSystem(from).rename(path, joinPath(parentPath(path), checkName(name)));
  context.changed(parentOf(from));
}

/** Goes on after a failure, and tells the first one in the end. */
export async function removeEntries(context: EntryContext, locations: readonly Location[]): Promise<number> {
  for (const { path } of locations) checkPath(path);
  let removed = 0;
  let failure: AppError | undefined;
  const remove = async (location: Location): Promise<void> => {
    try {
      removed += await context.fileSystem(location).remove(location.path, { recursive: true });
    } catch (error) {
      failure ??= error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
    } finally {
      context.changed(parentOf(location));
    }
  };
  for (let at = 0; at < locations.length; at += removalsAtOnce) {
    await Promise.all(locations.slice(at, at + removalsAtOnce).map(remove));
  }
  if (failure !== undefined) throw failure;
  return removed;
}

function parentOf({ endpoint, path }: Location): Location {
  return { endpoint, path: parentPath(path) };
}
