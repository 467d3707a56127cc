import { closeSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { decodeName } from '../../../src-shared/model/nameBytes.ts';
import { baseName, isWithin, joinPath, parentPath } from '../../../src-shared/model/path.ts';
import type { TrashedEntry } from '../fileSystem.ts';
import { syncDirectory } from '../../storage/syncDirectory.ts';
import { isErrno } from './errno.ts';
import { toPlatformPath } from './platformPath.ts';
import { entryAccess, type Root } from './root.ts';
import { type TrashFolder, trashFolderFor } from './trashFolder.ts';
import { infoExtension, trashInfo, trashName } from './trashInfo.ts';

/** The desktops of Linux and its relatives share a trash of plain files; other systems have one that only they can fill. */
export const hasTrash = process.platform !== 'win32' && process.platform !== 'darwin';

/**
 * Moves an entry to the trash of its volume by a rename, never by a copy: first the note of where it was, on disk, then the entry. A link
 * goes itself, not what it points to.
 * @throws AppError `unsupported` where the volume has no trash, or for what lies in one or holds one; errno
 */
export async function trashEntry(root: Root, path: string): Promise<TrashedEntry> {
  const source = entryAccess(root, path);
  lstatSync(source);
  const parent = decodeName(realpathSync.native(toPlatformPath(parentPath(path)), { encoding: 'buffer' }));
  const location = joinPath(parent, baseName(path));
  const folder = trashFolderFor(parent);
  if (isWithin(location, folder.path) || isWithin(folder.path, location)) {
    throw new AppError('unsupported', 'the trash itself can not go to the trash', { path });
  }
  const files = joinPath(folder.path, 'files');
  const info = joinPath(folder.path, 'info');
  const { name, note } = writeNote(folder, files, info, location);
  const target = joinPath(files, name);
  try {
    await syncDirectory(toPlatformPath(info));
    renameSync(source, toPlatformPath(target));
  } catch (error) {
    unlinkSync(toPlatformPath(note));
    throw error;
  }
  root.forget(path);
  await Promise.all([files, parent].map((directory) => syncDirectory(toPlatformPath(directory))));
  return { path: target, note };
}

/** The note claims the name: it is made only where there is none, and an entry without a note keeps its name too. */
function writeNote(folder: TrashFolder, files: string, info: string, location: string): { name: string; note: string } {
  const from = folder.top === undefined ? location : relativeTo(folder.top, location);
  for (let number = 1; ; number += 1) {
    const name = trashName(baseName(location), number);
    const note = joinPath(info, name + infoExtension);
    const descriptor = openNew(note);
    if (descriptor === undefined) continue;
    try {
      if (lstatSync(toPlatformPath(joinPath(files, name)), { throwIfNoEntry: false }) === undefined) {
        writeSync(descriptor, trashInfo(from, new Date()));
        fsyncSync(descriptor);
        return { name, note };
      }
    } catch (error) {
      unlinkSync(toPlatformPath(note));
      throw error;
    } finally {
      closeSync(descriptor);
    }
    unlinkSync(toPlatformPath(note));
  }
}

function openNew(path: string): number | undefined {
  try {
    return openSync(toPlatformPath(path), 'wx', 0o600);
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return undefined;
    throw error;
  }
}

function relativeTo(top: string, path: string): string {
  return top === '/' ? path.slice(1) : path.slice(top.length + 1);
}
