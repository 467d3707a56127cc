import { Buffer } from 'node:buffer';
import { createHash, hash as hashOnce, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, ftruncateSync, openSync, type Stats, unlinkSync, writeSync, writevSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { parentPath } from '../../../src-shared/model/path.ts';
import { hashZeros } from '../zeros.ts';
import { pieceBytes } from './contentMemory.ts';
import { isErrno } from './errno.ts';
import { attribute, createFlags, newFileMode, type WrittenAttributes } from './newFile.ts';
import { ensureDirectory } from './operations.ts';
import type { DirectoryAccess, Root } from './root.ts';
import type { Blocks } from '../blocks.ts';

/** Pieces are gathered to this size before they are written; a file that ends below `heldWhole` is written in one call. */
const flushBytes = 256 * 1024;
const heldWhole = 512 * 1024;

const continueFlags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

export interface Continuation {
  readonly offset: number;
  /** The hash of everything before the offset. */
  readonly hash: Hash;
  /** The file that was hashed, as it was then. */
  readonly identity: FileIdentity;
}

/** Tells a file that was replaced or written to from what it was. */
export type FileIdentity = string;

export function identityOf(stats: Stats): FileIdentity {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

export interface NewTemporaryFile {
  readonly root: Root;
  readonly path: string;
  readonly key: string;
  /** The permission bits of the file that will be replaced, so that its successor is at no time open to more. */
  readonly mode: number | undefined;
  /** Blocks of `pieceBytes`. */
  readonly pieces: Blocks;
}

/** The hidden file a transfer is written to, and the running hash of what it holds. All calls throw errno errors. */
export class TemporaryFile {
  readonly key: string;
  readonly path: string;
  readonly #root: Root;
  readonly #mode: number;
  readonly #memory: Blocks;
  /** Of what is written; undefined while nothing is. */
  #hash: Hash | undefined;
  #descriptor: number | undefined;
  #pieces: Uint8Array[] = [];
  /** The last of them is filled by `#gatheredBytes`. */
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #releases: (() => void)[] = [];
  #held = 0;
  #written = 0;
  #hollow = false;
  /** Its contents are with somebody else, or went with him. */
  #away = false;

  constructor({ root, path, key, mode, pieces }: NewTemporaryFile) {
    this.#root = root;
    this.#memory = pieces;
    this.#mode = mode ?? newFileMode;
    this.path = path;
    this.key = key;
  }

  /** Bytes given so far. */
  get size(): number {
    return this.#written + this.#held;
  }

  /** Bytes that have been given to the operating system. */
  get written(): number {
    return this.#written;
  }

  /** Whose permission bits a new file has. */
  get mode(): number {
    return this.#mode;
  }

  /** Nothing of the file is on the disk. */
  get isWhole(): boolean {
    return this.#descriptor === undefined && this.#hash === undefined;
  }

  /** Copies all contents to the beginning of `memory` and lets go of them: they would be held as long as the disk is slow. */
  moveTo(memory: Uint8Array): void {
    let at = 0;
    for (const piece of this.#pieces) {
      memory.set(piece, at);
      at += piece.length;
    }
    this.#away = true;
    this.#letGo();
  }

  /** Its contents were written where they went. */
  made(): void {
    this.#written += this.#held;
    this.#held = 0;
  }

  /** They were not, and here they are again, or are lost. */
  takeBack(contents: Uint8Array | undefined): void {
    this.#away = contents === undefined;
    if (contents !== undefined) this.#pieces = [contents];
  }

  append(bytes: Uint8Array, release?: () => void): void {
    if (bytes.length === 0) return;
    this.#held += bytes.length;
    if (release === undefined) this.#gather(bytes);
    else {
      this.#pieces.push(bytes);
      this.#gatheredBytes = pieceBytes;
      this.#releases.push(release);
    }
    if (this.#held >= flushBytes && this.size > heldWhole) this.#hashAndFlush();
  }

  /** Nothing is written where the hole is. */
  hole(length: number): void {
    const hash = this.#hashHeld();
    this.#flush();
    hashZeros(hash, length);
    this.#written += length;
    this.#hollow = true;
  }

  /** Copies pieces together: a sender that gives byte by byte must not cost an object for each. */
  #gather(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      let last = this.#gathered.at(-1);
      if (last === undefined || this.#gatheredBytes === pieceBytes) {
        last = this.#memory.take();
        this.#gathered.push(last);
        this.#pieces.push(last);
        this.#gatheredBytes = 0;
      }
      const piece = bytes.subarray(at, at + pieceBytes - this.#gatheredBytes);
      last.set(piece, this.#gatheredBytes);
      at += piece.length;
      this.#gatheredBytes += piece.length;
      this.#pieces[this.#pieces.length - 1] = last.subarray(0, this.#gatheredBytes);
    }
  }

  /** Writes what is held, sets times and mode, and hands over the open descriptor and the hash of all bytes. */
  finish(attributes: WrittenAttributes): { descriptor: number; sha256: Buffer } {
    if (this.#away) throw new AppError('internal', 'the thread that had the contents has ended', { path: this.path });
    const sha256 = this.#digest();
    const descriptor = this.#flush();
    this.#reachEnd();
    attribute(descriptor, attributes);
    this.#descriptor = undefined;
    return { descriptor, sha256 };
  }

  /** Ends the writing; with `keep` the file stays for a later transfer with the same key. */
  discard(keep: boolean): void {
    try {
      if (keep && this.#held > 0) this.#hashAndFlush();
      if (keep) this.#reachEnd();
    } finally {
      if (this.#descriptor !== undefined) closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
    if (!keep) removeTemporary(this.#root, this.path, this.key); // also one of an earlier attempt that this one never came to open
  }

  /** The hash of everything. A file that comes in one piece is hashed in one call, which costs a third. */
  #digest(): Buffer {
    const [only] = this.#pieces;
    if (this.#hash === undefined && this.#pieces.length === 1 && only !== undefined) return hashOnce('sha256', only, 'buffer');
    return this.#hashHeld().digest();
  }

  #hashHeld(): Hash {
    this.#hash ??= createHash('sha256');
    for (const piece of this.#pieces) this.#hash.update(piece);
    return this.#hash;
  }

  #hashAndFlush(): void {
    this.#hashHeld();
    this.#flush();
  }

  #flush(): number {
    const descriptor = this.#descriptor ?? createTemporary(this.#root, this.path, this.key, this.#mode);
    this.#descriptor = descriptor;
    const pieces = this.#pieces;
    this.#written += writeAll(descriptor, pieces, this.#written);
    this.#drop();
    return descriptor;
  }

  #drop(): void {
    this.#held = 0;
    this.#letGo();
  }

  #letGo(): void {
    this.#pieces = [];
    for (const block of this.#gathered.splice(0)) this.#memory.giveBack(block);
    for (const release of this.#releases.splice(0)) release();
  }

  /** A file that ends with a hole is as long as what was written before it. */
  #reachEnd(): void {
    if (this.#hollow && this.#descriptor !== undefined) ftruncateSync(this.#descriptor, this.#written);
  }
}

/** Opens the temporary file of `key` beside `path`, empty, and makes missing directories. @throws errno */
export function createTemporary(root: Root, path: string, key: string, finalMode: number): number {
  const parent = parentPath(path);
  // Also of a file that nobody may write to: after an interruption it is opened again.
  const mode = finalMode | 0o600;
  try {
    return createIn(ensureDirectory(root, parent), key, mode);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  // The directory, or one above it, was known, and someone else removed it meanwhile.
  root.forget('/');
  return createIn(ensureDirectory(root, parent), key, mode);
}

/** Opens the temporary file of `key` beside `path` to go on with it. @throws errno, AppError `offset-conflict` */
export function continueTemporary(root: Root, path: string, key: string, { offset, identity }: Continuation): number {
  const descriptor = openSync(root.directory(parentPath(path)).temporary(key), continueFlags);
  try {
    if (identityOf(fstatSync(descriptor)) !== identity) {
      throw new AppError('offset-conflict', 'what is left of it has changed: ask for the offset again', { path });
    }
    ftruncateSync(descriptor, offset);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function createIn(directory: DirectoryAccess, key: string, mode: number): number {
  const temporary = directory.temporary(key);
  try {
    return openSync(temporary, createFlags, mode);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
  // A partial file of the same transfer that its source has given up: it starts anew.
  unlinkSync(temporary);
  return openSync(temporary, createFlags, mode);
}

/** @throws errno, but for one that is gone already */
export function removeTemporary(root: Root, path: string, key: string): void {
  try {
    unlinkSync(root.directory(parentPath(path)).temporary(key));
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

/** One call may write less than it was given. */
function writeAll(descriptor: number, pieces: Uint8Array[], position: number): number {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (total === 0) return 0;
  let done = pieces.length === 1 ? 0 : writevSync(descriptor, pieces, position);
  if (done === total) return total;
  const rest = pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : Buffer.concat(pieces);
  while (done < total) done += writeSync(descriptor, rest, done, total - done, position + done);
  return total;
}
