import { Buffer } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  unlinkSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import { isErrno } from './errno.ts';
import { ensureDirectory } from './operations.ts';
import type { Root } from './root.ts';

/** Pieces are gathered to this size before they are written; a file that ends below `heldWhole` is written in one call. */
const flushBytes = 256 * 1024;
const heldWhole = 512 * 1024;

const createFlags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const continueFlags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

export interface Continuation {
  readonly offset: number;
  /** The hash of everything before the offset. */
  readonly hash: Hash;
}

/** The hidden file a transfer is written to, and the running hash of what it holds. All calls throw errno errors. */
export class TemporaryFile {
  readonly key: string;
  readonly path: string;
  readonly #root: Root;
  readonly #hash: Hash;
  #descriptor: number | undefined;
  #pieces: Uint8Array[] = [];
  #releases: (() => void)[] = [];
  #held = 0;
  #written = 0;

  constructor(root: Root, path: string, key: string, continuation?: Continuation) {
    this.#root = root;
    this.path = path;
    this.key = key;
    this.#hash = continuation?.hash ?? createHash('sha256');
    if (continuation !== undefined) this.#continueAt(continuation.offset);
  }

  /** Bytes given so far. */
  get size(): number {
    return this.#written + this.#held;
  }

  /** Bytes that have been given to the operating system. */
  get written(): number {
    return this.#written;
  }

  append(bytes: Uint8Array, release?: () => void): void {
    this.#hash.update(bytes);
    this.#pieces.push(bytes);
    if (release !== undefined) this.#releases.push(release);
    this.#held += bytes.length;
    if (this.#held >= flushBytes && this.size > heldWhole) this.#flush();
  }

  /** Writes what is held, sets times and mode, and hands over the open descriptor and the hash of all bytes. */
  finish(attributes: { modified: number; mode: number | undefined }): { descriptor: number; sha256: Buffer } {
    const descriptor = this.#flush();
    if (attributes.mode !== undefined) fchmodSync(descriptor, attributes.mode);
    if (Number.isFinite(attributes.modified)) futimesSync(descriptor, attributes.modified / 1000, attributes.modified / 1000);
    this.#descriptor = undefined;
    return { descriptor, sha256: this.#hash.digest() };
  }

  /** Ends the writing; with `keep` the file stays for a later transfer with the same key. */
  discard(keep: boolean): void {
    if (keep && this.#held > 0) this.#flush();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    if (keep) return;
    try {
      // Also one of an earlier attempt that this one never came to open.
      unlinkSync(this.#root.directory(parentPath(this.path)).temporary(this.key));
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
    }
  }

  #flush(): number {
    const descriptor = this.#descriptor ?? this.#create();
    this.#descriptor = descriptor;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#held = 0;
    this.#written += writeAll(descriptor, pieces, this.#written);
    for (const release of this.#releases.splice(0)) release();
    return descriptor;
  }

  #create(): number {
    const directory = ensureDirectory(this.#root, parentPath(this.path));
    const temporary = directory.temporary(this.key);
    try {
      return openSync(temporary, createFlags, 0o666);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
    // A partial file of the same transfer that its source has given up: it starts anew.
    unlinkSync(temporary);
    return openSync(temporary, createFlags, 0o666);
  }

  #continueAt(offset: number): void {
    const descriptor = openSync(this.#root.directory(parentPath(this.path)).temporary(this.key), continueFlags);
    try {
      if (fstatSync(descriptor).size < offset) {
        throw new AppError('offset-conflict', `${baseName(this.path)} has fewer bytes here than the offset`, { path: this.path });
      }
      ftruncateSync(descriptor, offset);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    this.#descriptor = descriptor;
    this.#written = offset;
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
