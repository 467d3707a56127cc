import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { joinPath, parentPath } from '../../../src-shared/model/path.ts';
import { isErrno } from './errno.ts';
import { toLocalPath, toPlatformPath } from './platformPath.ts';

/** A trash of the user. */
export interface TrashFolder {
  readonly path: string;
  /** The top of its volume, which its notes are relative to; undefined for the one at home, whose notes are absolute. */
  readonly top: string | undefined;
}

/** The trash for what lies in a directory: at home for the home's volume, else at the top of the directory's own. @throws AppError `unsupported` */
export function trashFolderFor(directory: string): TrashFolder {
  const { dev } = statSync(toPlatformPath(directory));
  const home = homeTrash();
  const folder = deviceOf(home) === dev ? { path: home, top: undefined } : volumeTrash(directory, dev);
  for (const name of ['files', 'info']) makeOwn(joinPath(folder.path, name), directory);
  return folder;
}

function homeTrash(): string {
  const data = process.env['XDG_DATA_HOME'];
  return toLocalPath(join(data !== undefined && isAbsolute(data) ? data : join(homedir(), '.local/share'), 'Trash'));
}

/** Of a directory that may still have to be made. */
function deviceOf(path: string): number {
  const stats = statSync(toPlatformPath(path), { throwIfNoEntry: false });
  return stats === undefined && path !== '/' ? deviceOf(parentPath(path)) : (stats?.dev ?? 0);
}

function topOf(directory: string, device: number): string {
  const parent = parentPath(directory);
  if (directory === '/' || statSync(toPlatformPath(parent)).dev !== device) return directory;
  return topOf(parent, device);
}

/** `.Trash`, which an administrator made for everyone, and else a folder of the user's own. */
function volumeTrash(directory: string, device: number): TrashFolder {
  const top = topOf(directory, device);
  const user = process.getuid?.() ?? 0;
  const shared = joinPath(top, '.Trash');
  if (isSharedTrash(shared)) {
    const path = joinPath(shared, String(user));
    try {
      makeOwn(path, directory);
      return { path, top };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  const path = joinPath(top, `.Trash-${user}`);
  makeOwn(path, directory);
  return { path, top };
}

/** A link, or a folder where others could remove one's files, is none. */
function isSharedTrash(path: string): boolean {
  const stats = lstatSync(toPlatformPath(path), { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (stats.mode & 0o1000) !== 0;
}

/** A directory that is this user's, made when it is missing. @throws AppError `unsupported` when it can't be had */
function makeOwn(path: string, about: string): void {
  try {
    mkdirSync(toPlatformPath(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'ENOSPC', 'EDQUOT')) throw error;
    throw noTrash(about, error);
  }
  const stats = lstatSync(toPlatformPath(path));
  const own = process.getuid === undefined || stats.uid === process.getuid();
  if (!stats.isDirectory() || !own) throw noTrash(about);
}

function noTrash(path: string, cause?: unknown): AppError {
  return new AppError('unsupported', 'there is no trash on this volume', { path, cause });
}
