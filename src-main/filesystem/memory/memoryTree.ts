import { AppError } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { encodeName, isEncodable } from '../../../src-shared/model/nameBytes.ts';
import { baseName, checkPath, isWithin, parentPath, splitPath } from '../../../src-shared/model/path.ts';
import { TreeWatches } from './treeWatches.ts';

export interface MemoryFile {
  readonly kind: 'file';
  /** Never changed in place: a reader that has it keeps a consistent picture. */
  readonly bytes: Uint8Array;
  modified: number;
  mode: number;
}

export interface MemoryDirectory {
  readonly kind: 'directory';
  readonly children: Map<string, MemoryNode>;
  modified: number;
  mode: number;
}

export interface MemoryLink {
  readonly kind: 'symlink';
  readonly target: string;
  modified: number;
  mode: number;
}

export type MemoryNode = MemoryFile | MemoryDirectory | MemoryLink;

/** An interrupted write that may go on. */
export interface MemoryPartial {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const longestName = 255;

/**
 * Files and directories in memory. All methods are synchronous and throw AppError. Several file systems may stand on one tree, as
 * several sessions stand on one server.
 */
export class MemoryTree {
  readonly root: MemoryDirectory;
  /** Interrupted writes by their key. */
  readonly partials = new Map<string, MemoryPartial>();
  readonly watches = new TreeWatches();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.root = this.#newDirectory();
  }

  find(path: string): MemoryNode | undefined {
    checkPath(path);
    let node: MemoryNode = this.root;
    for (const name of splitPath(path)) {
      checkLength(name, path);
      if (node.kind !== 'directory') return undefined;
      const child = node.children.get(name);
      if (child === undefined) return undefined;
      node = child;
    }
    return node;
  }

  get(path: string): MemoryNode {
    const node = this.find(path);
    if (node === undefined) throw this.#missing(path);
    return node;
  }

  directory(path: string): MemoryDirectory {
    const node = this.get(path);
    if (node.kind !== 'directory') throw new AppError('not-a-directory', `${path} is not a directory`, { path });
    return node;
  }

  /** Puts a node under a path, in place of what is there. The parent must stand. */
  put(path: string, node: MemoryNode): void {
    if (path === '/') throw new AppError('invalid-request', 'the root can not be replaced', { path });
    const parent = this.directory(parentPath(path));
    const name = baseName(path);
    checkLength(name, path);
    parent.children.set(name, node);
    parent.modified = this.#now();
    this.watches.changed(parentPath(path));
  }

  makeDirectory(path: string, parents: boolean): void {
    const existing = this.find(path);
    if (existing !== undefined) {
      if (parents && existing.kind === 'directory') return;
      throw new AppError('already-exists', `${path} already exists`, { path });
    }
    if (parents) this.makeParents(path);
    this.put(path, this.#newDirectory());
  }

  makeParents(path: string): void {
    let at = '';
    for (const name of splitPath(parentPath(path))) {
      at = `${at}/${name}`;
      const node = this.find(at);
      if (node === undefined) this.put(at, this.#newDirectory());
      else if (node.kind !== 'directory') throw new AppError('not-a-directory', `${at} is not a directory`, { path: at });
    }
  }

  rename(from: string, to: string, overwrite: boolean): void {
    if (from === '/' || to === '/') throw new AppError('invalid-request', 'the root can not be renamed', { path: from });
    const node = this.get(from);
    const existing = this.find(to);
    if (existing === node) return;
    if (node.kind === 'directory' && isWithin(to, from)) {
      throw new AppError('invalid-request', 'a directory can not move into itself', { path: from });
    }
    if (existing !== undefined) {
      if (!overwrite) throw new AppError('already-exists', `${to} already exists`, { path: to });
      if (existing.kind === 'directory') throw new AppError('is-a-directory', `${to} is a directory`, { path: to });
      if (node.kind === 'directory') throw new AppError('not-a-directory', `${to} is not a directory`, { path: to });
    }
    this.put(to, node);
    this.#drop(from);
  }

  /** @returns the number of entries removed */
  remove(path: string, recursive: boolean): number {
    if (path === '/') throw new AppError('invalid-request', 'the root can not be removed', { path });
    const node = this.get(path);
    if (node.kind === 'directory' && node.children.size > 0 && !recursive) {
      throw new AppError('directory-not-empty', `${path} is not empty`, { path });
    }
    this.#drop(path);
    return countNodes(node);
  }

  newFile(bytes: Uint8Array, modified?: number, mode = 0o644): MemoryFile {
    const known = modified !== undefined && !Number.isNaN(modified);
    return { kind: 'file', bytes, modified: known ? modified : this.#now(), mode: mode & 0o777 };
  }

  newLink(target: string): MemoryLink {
    return { kind: 'symlink', target, modified: this.#now(), mode: 0o777 };
  }

  #newDirectory(): MemoryDirectory {
    return { kind: 'directory', children: new Map(), modified: this.#now(), mode: 0o755 };
  }

  #drop(path: string): void {
    const parent = this.directory(parentPath(path));
    parent.children.delete(baseName(path));
    parent.modified = this.#now();
    this.watches.changed(parentPath(path));
    this.watches.gone(path);
  }

  #missing(path: string): AppError {
    for (let at = parentPath(path); at !== '/'; at = parentPath(at)) {
      const node = this.find(at);
      if (node !== undefined && node.kind !== 'directory') {
        return new AppError('not-a-directory', `${at} is not a directory`, { path });
      }
    }
    return new AppError('not-found', `${path} does not exist`, { path });
  }
}

export function toEntry(name: string, node: MemoryNode): Entry {
  const common = { name, kind: node.kind, modified: node.modified, mode: node.mode };
  if (node.kind === 'symlink') return { ...common, size: 0, target: node.target };
  return { ...common, size: node.kind === 'file' ? node.bytes.length : 0 };
}

function countNodes(node: MemoryNode): number {
  if (node.kind !== 'directory') return 1;
  let count = 1;
  for (const child of node.children.values()) count += countNodes(child);
  return count;
}

function checkLength(name: string, path: string): void {
  if (!isEncodable(name)) throw new AppError('name-invalid', 'the name is not well-formed text', { path });
  if (name.length > longestName / 4 && encodeName(name).length > longestName) {
    throw new AppError('name-invalid', 'the name is longer than 255 bytes', { path });
  }
}
