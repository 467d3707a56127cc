import { Buffer } from 'node:buffer';
import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { encodeName, hasRawBytes, isEncodable } from '../../../src-shared/model/nameBytes.ts';
import { baseName, checkPath, joinPath, parentPath, splitPath } from '../../../src-shared/model/path.ts';
import { type PlatformPath, toLocalPath, toPlatformPath, windowsNameProblem } from './platformPath.ts';
import { isTemporaryName, refuseTemporary, temporaryName } from './temporaryName.ts';

/** An open directory, and how to name something in it so that no other path can be meant. */
export interface DirectoryAccess {
  /** The directory itself, for reading and syncing it. */
  readonly self: PlatformPath;
  /** @throws AppError `name-invalid` for the name of a temporary file */
  child(name: string): PlatformPath;
  /** The temporary file of a key (temporaryName.ts). */
  temporary(key: string): PlatformPath;
}

export interface HeldDirectory extends DirectoryAccess {
  close(): void;
}

/** Turns paths of the file system into what the platform's calls take. All of it is synchronous. */
export interface Root {
  /** The directory `path`; the answer is to be used at once, before anything else is awaited. @throws errno or AppError */
  directory(path: string): DirectoryAccess;
  /** As `directory`, good until it is closed; undefined where the platform has nothing that stays good. */
  hold(path: string): HeldDirectory | undefined;
  /** Forgets what is known of `path` and below: it was renamed or removed. */
  forget(path: string): void;
  /** The same directory as a path of the whole computer: to say where it is, not to use it. */
  realPath(path: string): string;
  /** Whether a link at the end of a path may be followed. */
  readonly followsLinks: boolean;
  close(): void;
}

/** The whole computer: links are followed as every program of the user does. */
export function wholeComputer(): Root {
  const checked = new Map<string, number>();
  const directory = (path: string): DirectoryAccess => {
    checkPath(path);
    const self = toPlatformPath(path);
    checkDirectory(checked, path, self);
    return {
      self,
      child: (name) => toPlatformPath(joinPath(path, checkedName(name))),
      temporary: (key) => toPlatformPath(joinPath(path, temporaryName(key))),
    };
  };
  return {
    directory,
    hold: (path) => ({ ...directory(path), close: () => {} }),
    forget: () => checked.clear(),
    realPath: (path) => path,
    followsLinks: true,
    close: () => checked.clear(),
  };
}

/** What was a directory a moment ago is not looked at again: a thousand files of one folder cost one look. */
function checkDirectory(checked: Map<string, number>, path: string, self: PlatformPath): void {
  const now = performance.now();
  if (now - (checked.get(path) ?? Number.NEGATIVE_INFINITY) < freshMs) return;
  checked.delete(path);
  if (!statSync(self).isDirectory()) throw new AppError('not-a-directory', 'not a directory', { path });
  checked.set(path, now);
  for (const oldest of checked.keys()) {
    if (checked.size <= directoriesKept) return;
    checked.delete(oldest);
  }
}

/** Where an entry is: its directory, opened, and its name. The root itself has no name. @throws AppError `permission-denied` */
export function entryAccess(root: Root, path: string): PlatformPath {
  if (path === '/') throw new AppError('permission-denied', 'the shared folder itself can not be changed', { path });
  return root.directory(parentPath(path)).child(baseName(path));
}

function checkedName(name: string): string {
  if (isTemporaryName(name)) refuseTemporary(`/${name}`);
  if (!isEncodable(name)) throw new AppError('name-invalid', 'the name is not well-formed text', { path: name });
  return name;
}

/** A folder nothing leads out of: no `..`, no link at the end or in the middle, no swap while it is used. */
export function confinedRoot(folder: string): Root {
  const real = realpathSync(folder);
  return existsSync(openDescriptors) ? new DescriptorRoot(real) : new CheckedRoot(real);
}

/** `/proc/self` is a link, one more to follow each time; the number is right only where /proc counts as this process does. */
const openDescriptors = ownNumber() ? `/proc/${process.pid}/fd` : '/proc/self/fd';

function ownNumber(): boolean {
  try {
    return readlinkSync('/proc/self') === String(process.pid);
  } catch {
    return false;
  }
}

/** How many directories are kept open or known, and for how long before they are looked up anew. */
const directoriesKept = 64;
const freshMs = 500;

function realPathBelow(folder: string, path: string): string {
  const root = toLocalPath(folder);
  return path === '/' ? root : root === '/' ? path : root + path;
}

interface OpenDirectory {
  readonly descriptor: number;
  readonly access: DirectoryAccess;
  readonly openedAt: number;
}

/** O_PATH: a handle that needs no right to read; the same number on every Linux architecture Node runs on. */
const pathOnly = 0o10000000;
const directoryFlags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Linux: walks from one open directory to the next through /proc/self/fd, so that each component is checked by the kernel in the
 * very call that uses it. Recently used directories stay open for a moment: a thousand files of one folder cost one walk.
 */
class DescriptorRoot implements Root {
  readonly #open = new Map<string, OpenDirectory>();
  #retired: number[] = [];
  #sweep: NodeJS.Timeout | undefined;
  readonly #root: OpenDirectory;
  readonly #folder: string;
  readonly followsLinks = false;

  constructor(folder: string) {
    this.#folder = folder;
    this.#root = openDirectory(folder);
  }

  realPath(path: string): string {
    return realPathBelow(this.#folder, path);
  }

  directory(path: string): DirectoryAccess {
    checkPath(path);
    refuseTemporary(path);
    if (path === '/') return this.#root.access;
    const known = this.#fresh(path);
    if (known !== undefined) return known.access;
    const parent = this.directory(parentPath(path));
    const opened = openDirectory(parent.child(baseName(path)));
    this.#open.set(path, opened);
    this.#sweep ??= setTimeout(() => this.#retireStale(), freshMs).unref();
    if (this.#open.size > directoriesKept) this.#retireOldest();
    return opened.access;
  }

  hold(path: string): HeldDirectory {
    const { descriptor, access } = openDirectory(this.directory(path).self);
    return { ...access, close: () => closeSync(descriptor) };
  }

  #fresh(path: string): OpenDirectory | undefined {
    const known = this.#open.get(path);
    if (known === undefined) return undefined;
    if (performance.now() - known.openedAt < freshMs) return known;
    this.forget(path);
    return undefined;
  }

  /** A removed directory is gone, and whoever watches it hears of it, only when nobody has it open. */
  #retireStale(): void {
    this.#sweep = undefined;
    const now = performance.now();
    for (const [path, directory] of this.#open) {
      if (now - directory.openedAt < freshMs) continue;
      this.#open.delete(path);
      this.#retire(directory);
    }
    if (this.#open.size > 0) this.#sweep = setTimeout(() => this.#retireStale(), freshMs).unref();
  }

  #retireOldest(): void {
    for (const [path, directory] of this.#open) {
      this.#open.delete(path);
      this.#retire(directory);
      return;
    }
  }

  /** A path that was just handed out may still name this descriptor: it is closed when the caller's turn is over. */
  #retire(directory: OpenDirectory): void {
    if (this.#retired.length === 0) setImmediate(() => this.#closeRetired());
    this.#retired.push(directory.descriptor);
  }

  #closeRetired(): void {
    for (const descriptor of this.#retired.splice(0)) closeSync(descriptor);
  }

  forget(path: string): void {
    const below = `${path}/`;
    for (const [open, directory] of this.#open) {
      if (path !== '/' && open !== path && !open.startsWith(below)) continue;
      this.#open.delete(open);
      this.#retire(directory);
    }
  }

  close(): void {
    clearTimeout(this.#sweep);
    this.forget('/');
    this.#retire(this.#root);
  }
}

function openDirectory(path: PlatformPath): OpenDirectory {
  const descriptor = openSync(path, directoryFlags);
  const self = `${openDescriptors}/${descriptor}/`;
  return {
    descriptor,
    openedAt: performance.now(),
    access: {
      self,
      child(name) {
        checkedName(name);
        return hasRawBytes(name) ? Buffer.concat([Buffer.from(self), encodeName(name)]) : self + name;
      },
      temporary: (key) => self + temporaryName(key),
    },
  };
}

/** Elsewhere: every component is looked at before the use, and the folder must still be the same file after it. */
class CheckedRoot implements Root {
  readonly #folder: string;
  readonly #identity: string;
  readonly followsLinks = false;

  constructor(folder: string) {
    this.#folder = folder;
    this.#identity = identity(folder);
  }

  directory(path: string): DirectoryAccess {
    checkPath(path);
    refuseTemporary(path);
    if (identity(this.#folder) !== this.#identity) throw new AppError('not-found', 'the shared folder was replaced', { path });
    let real = this.#folder;
    for (const part of splitPath(path)) {
      real = join(real, checkedComponent(part));
      const stats = lstatSync(real);
      if (!stats.isDirectory()) throw new AppError('not-a-directory', 'not a directory', { path });
    }
    return {
      self: real,
      child: (name) => join(real, checkedComponent(checkedName(name))),
      temporary: (key) => join(real, temporaryName(key)),
    };
  }

  hold(): undefined {
    return undefined;
  }

  realPath(path: string): string {
    return realPathBelow(this.#folder, path);
  }

  forget(): void {}
  close(): void {}
}

function checkedComponent(name: string): string {
  const problem = process.platform === 'win32' ? windowsNameProblem(name) : undefined;
  if (problem !== undefined || hasRawBytes(name))
    throw new AppError('name-invalid', problem ?? 'the name is not UTF-8', { path: name });
  return name;
}

function identity(folder: string): string {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    const { dev, ino } = fstatSync(descriptor);
    return `${dev}:${ino}`;
  } finally {
    closeSync(descriptor);
  }
}
