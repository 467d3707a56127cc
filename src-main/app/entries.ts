import { AppError, fromErrorRecord, toErrorRecord } from '../../src-shared/errors.ts';
import type { EntryFailure, Result, Trashed } from '../../src-shared/ipc/contract.ts';
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

const entriesAtOnce = 8;

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
  let removed = 0;
  const failures = await forEach(context, locations, async (location) => {
    removed += await context.fileSystem(location).remove(location.path, { recursive: true });
  });
  if (failures[0] !== undefined) throw fromErrorRecord(failures[0].error);
  return removed;
}

export async function trashEntries(context: EntryContext, locations: readonly Location[]): Promise<Result<'entry.trash'>> {
  const trashed: Trashed[] = [];
  const failures = await forEach(context, locations, async (from) => {
    const { path } = await context.fileSystem(from).trash(from.path);
    trashed.push({ from, to: { ...from, path } });
  });
  return { trashed, failures };
}

/** A few at a time; one that fails does not keep the others. */
async function forEach(
  context: EntryContext,
  locations: readonly Location[],
  work: (location: Location) => Promise<void>,
): Promise<EntryFailure[]> {
  for (const { path } of locations) checkPath(path);
  const failures: EntryFailure[] = [];
  const attempt = async (location: Location): Promise<void> => {
    try {
      await work(location);
    } catch (error) {
      failures.push({ path: location.path, error: toErrorRecord(error) });
    } finally {
      context.changed(parentOf(location));
    }
  };
  for (let at = 0; at < locations.length; at += entriesAtOnce) {
    await Promise.all(locations.slice(at, at + entriesAtOnce).map(attempt));
  }
  return failures;
}

function parentOf({ endpoint, path }: Location): Location {
  return { endpoint, path: parentPath(path) };
}

/** For the bridge: as text, which both shells carry alike. */
export async function readPiece(
  context: Pick<EntryContext, 'fileSystem'>,
  location: Location,
  offset: number,
  length: number,
): Promise<Result<'entry.read'>> {
  const fileSystem = context.fileSystem(location);
  const { bytes, size, modified } = await fileSystem.read(checkPath(location.path), offset, length);
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'), size, modified };
}
