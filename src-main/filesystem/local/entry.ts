import type { Buffer } from 'node:buffer';
import { constants, type Dirent, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { decodeName } from '../../../src-shared/model/nameBytes.ts';
import type { Entry, EntryKind } from '../../../src-shared/model/entry.ts';
import { fromErrno, isErrno } from './errno.ts';
import type { PlatformPath } from './platformPath.ts';
import type { Root } from './root.ts';

const hasModes = process.platform !== 'win32';

export function kindOf(stats: Stats | Dirent | Dirent<Buffer>): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : 'other';
}

export function entryFromStats(root: Root, name: string, path: PlatformPath, stats: Stats): Entry {
  const kind = kindOf(stats);
  const entry: Entry = {
    name,
    kind,
    size: kind === 'file' ? stats.size : 0,
    modified: stats.mtimeMs,
    mode: hasModes ? stats.mode & 0o777 : undefined,
  };
  return kind === 'symlink' ? { ...entry, ...linkTarget(root, path) } : entry;
}

/** What a thread has found out; `mode` with the kind in it. */
export function entryFromFigures(
  root: Root,
  name: string,
  path: PlatformPath,
  { mode, size, modified }: { readonly mode: number; readonly size: number; readonly modified: number },
): Entry {
  const type = mode & constants.S_IFMT;
  const kind: EntryKind =
    type === constants.S_IFREG
      ? 'file'
      : type === constants.S_IFDIR
        ? 'directory'
        : type === constants.S_IFLNK
          ? 'symlink'
          : 'other';
  const entry: Entry = { name, kind, size: kind === 'file' ? size : 0, modified, mode: hasModes ? mode & 0o777 : undefined };
  return kind === 'symlink' ? { ...entry, ...linkTarget(root, path) } : entry;
}

/** Undefined when the entry is gone. @throws AppError */
export function readEntry(root: Root, name: string, path: PlatformPath): Entry | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : entryFromStats(root, name, path, stats);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw fromErrno(error, name);
  }
}

function linkTarget(root: Root, path: PlatformPath): Pick<Entry, 'target' | 'targetKind'> {
  try {
    const target = decodeName(readlinkSync(path, { encoding: 'buffer' }));
    return { target, targetKind: root.followsLinks ? kindOf(statSync(path)) : undefined };
  } catch {
    return {}; // a link that leads nowhere, or went away: it is shown without its target
  }
}
