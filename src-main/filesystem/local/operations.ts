import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
} from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import type { Space } from '../../../src-shared/model/entry.ts';
import { baseName, isWithin, joinPath, parentPath, splitPath } from '../../../src-shared/model/path.ts';
import type { Attributes } from '../fileSystem.ts';
import { isErrno } from './errno.ts';
import { directoryNames, type Stoppable, throwIfCancelled } from './listing.ts';
import type { PlatformPath } from './platformPath.ts';
import { placeNew } from './placing.ts';
import { type DirectoryAccess, entryAccess, type Root } from './root.ts';
import { Slice } from '../../loop/slice.ts';
import { isTemporaryName, temporaryKey } from './temporaryName.ts';

/** Single operations on entries. They throw errno errors; the file system maps them. */

export function makeDirectory(root: Root, path: string, parents: boolean): void {
  if (!parents) {
    mkdirSync(entryAccess(root, path));
    return;
  }
  ensureDirectory(root, path);
}

/** The directory, made with all its missing parents. */
export function ensureDirectory(root: Root, path: string): DirectoryAccess {
  try {
    return makeMissing(root, path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  // One above it was known, and someone else removed it a moment ago.
  root.forget('/');
  return makeMissing(root, path);
}

function makeMissing(root: Root, path: string): DirectoryAccess {
  const known = existing(root, path);
  if (known !== undefined) return known;
  const parent = parentPath(path);
  return makeIn(existing(root, parent) ?? makeFromTop(root, parent), root, path);
}

/** From the top down: looking for the last one that is there from below would be a walk for each level. */
function makeFromTop(root: Root, path: string): DirectoryAccess {
  let directory = root.directory('/');
  let at = '';
  for (const name of splitPath(path)) {
    at += `/${name}`;
    directory = existing(root, at) ?? makeIn(directory, root, at);
  }
  return directory;
}

function existing(root: Root, path: string): DirectoryAccess | undefined {
  try {
    return root.directory(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || path === '/') throw error;
    return undefined;
  }
}

function makeIn(parent: DirectoryAccess, root: Root, path: string): DirectoryAccess {
  try {
    mkdirSync(parent.child(baseName(path)));
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error; // someone else made it meanwhile
  }
  return root.directory(path);
}

export function renameEntry(root: Root, from: string, to: string, overwrite: boolean): void {
  if (isWithin(to, from) && to !== from)
    throw new AppError('invalid-request', 'a directory can not move into itself', { path: from });
  const source = entryAccess(root, from);
  const target = entryAccess(root, to);
  const stats = lstatSync(source);
  if (overwrite) renameSync(source, target);
  else if (!stats.isFile() || sameFile(source, target)) renameUnlinked(source, target, to);
  else placeWithoutReplacing(source, target, to);
  root.forget(from);
  root.forget(to);
}

function sameFile(source: PlatformPath, target: PlatformPath): boolean {
  const a = lstatSync(source);
  const b = lstatSync(target, { throwIfNoEntry: false });
  return b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/**
 * A directory has no hard links to claim the name with, one to a symbolic link may be one to its target instead, and a change of case
 * alone keeps the same file.
 */
function renameUnlinked(source: PlatformPath, target: PlatformPath, path: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined && !sameFile(source, target)) throw taken(path);
  renameSync(source, target);
}

/** @throws AppError `already-exists` */
export function placeWithoutReplacing(source: PlatformPath, target: PlatformPath, path: string): void {
  try {
    placeNew(source, target);
  } catch (error) {
    throw isErrno(error, 'EEXIST') ? taken(path) : error;
  }
}

function taken(path: string): AppError {
  return new AppError('already-exists', 'the name is taken', { path });
}

/** Resolves to the number of entries removed. Links go, what they point to stays. */
export async function removeEntry(root: Root, path: string, recursive: boolean, options: Stoppable): Promise<number> {
  const entry = entryAccess(root, path);
  if (!lstatSync(entry).isDirectory()) {
    unlinkSync(entry);
    return 1;
  }
  if (recursive) return await removeTree(root, path, new Slice(), options);
  rmdirSync(entry);
  root.forget(path);
  return 1;
}

async function removeTree(root: Root, path: string, slice: Slice, options: Stoppable): Promise<number> {
  let count = 0;
  for (const name of await directoryNames(root, path, options)) {
    throwIfCancelled(options.signal, path);
    const directory = root.directory(path);
    const child = isTemporaryName(name) ? directory.temporary(temporaryKey(name)) : directory.child(name);
    const stats = lstatSync(child, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) {
      count += await removeTree(root, joinPath(path, name), slice, options);
    } else {
      unlinkSync(child);
      count += 1;
    }
    await slice.rest();
  }
  rmdirSync(entryAccess(root, path));
  root.forget(path);
  return count + 1;
}

export function setAttributes(root: Root, path: string, attributes: Attributes): void {
  const entry = entryAccess(root, path);
  const stats = lstatSync(entry);
  if (attributes.mode !== undefined && process.platform !== 'win32') changeMode(entry, attributes.mode & 0o777);
  if (attributes.modified !== undefined && Number.isFinite(attributes.modified)) {
    lutimesSync(entry, stats.atimeMs / 1000, attributes.modified / 1000);
  }
}

/** Through a descriptor, so that a link is never followed. The bits above the permissions, such as the sticky one, stay. */
function changeMode(entry: PlatformPath, mode: number): void {
  const { descriptor, readable } = openForMode(entry);
  try {
    const all = (fstatSync(descriptor).mode & 0o7000) | mode;
    if (readable) fchmodSync(descriptor, all);
    else chmodSync(`/proc/self/fd/${descriptor}`, all);
  } finally {
    closeSync(descriptor);
  }
}

/** Linux: a handle that needs no right to read; the same number on every architecture Node runs on. */
const pathOnly = 0o10000000;

/** What its owner may not even read has bits too, and can be given others. */
function openForMode(entry: PlatformPath): { descriptor: number; readable: boolean } {
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return { descriptor: openSync(entry, flags), readable: true };
  } catch (error) {
    if (!isErrno(error, 'EACCES') || process.platform !== 'linux') throw error;
    return { descriptor: openSync(entry, pathOnly | constants.O_NOFOLLOW), readable: false };
  }
}

export function volumeSpace(root: Root, path: string): Space {
  const stats = statfsSync(root.directory(path).self);
  return { available: stats.bavail * stats.bsize, total: stats.blocks * stats.bsize };
}
