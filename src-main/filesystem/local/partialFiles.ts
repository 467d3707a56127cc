import { Buffer } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { close, closeSync, constants, fstatSync, ftruncateSync, openSync, read, type Stats, unlinkSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { AppError } from '../../../src-shared/errors.ts';
import { checkPath, parentPath } from '../../../src-shared/model/path.ts';
import { limits } from '../../protocol/limits.ts';
import type { PartialFile } from '../fileSystem.ts';
import { shareContents } from './copies.ts';
import { isErrno } from './errno.ts';
import { holeBlock, isSparse, isZero } from './holes.ts';
import { type Stoppable, throwIfCancelled } from './listing.ts';
import { checkUnchanged, openSource } from './openSource.ts';
import type { PlatformPath } from './platformPath.ts';
import type { Root } from './root.ts';
import { type Continuation, type FileIdentity, identityOf } from './temporaryFile.ts';
import { refuseTemporary, resumableKey } from './temporaryName.ts';

const closeFile = promisify(close);
const readFile = promisify(read);
const writeFile = promisify(write);

const smallestBlock = 4 * 1024 * 1024;
const readBytes = 1024 * 1024;
const createFlags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Hash states are kept for this many partial files. */
const remembered = 16;

/** Milliseconds that a writer has to put down what it was given. */
const longestLettingGo = 10_000;

interface Writing {
  readonly letGo: () => void;
  readonly waiting: (() => void)[];
}

interface Measured {
  readonly path: string;
  readonly size: number;
  readonly blockSize: number;
  readonly identity: FileIdentity;
  /** The state of the hash after 0, 1, 2… blocks and at the end. */
  readonly states: readonly Hash[];
}

/**
 * The files left by interrupted writes. Measuring one hashes it once and keeps the hash's states, so that a write can go on from any
 * block without hashing the rest again. A key has one writer at a time; only who has the key can ask for it, so whoever asks what is there is the
 * same transfer on another connection, and the writer of before lets go: its connection may be dead and not known to be.
 */
export class PartialFiles {
  readonly #root: Root;
  readonly #measured = new Map<string, Measured>();
  readonly #writing = new Map<string, Writing>();

  constructor(root: Root) {
    this.#root = root;
  }

  /** @throws errno or AppError */
  async measure(path: string, key: string, options: Stoppable): Promise<PartialFile | undefined> {
    checkPath(path);
    refuseTemporary(path);
    checkKey(key);
    await this.#takeOver(key, path);
    let descriptor: number;
    try {
      const temporary = this.#root.directory(parentPath(path)).temporary(resumableKey(key, path));
      descriptor = openSync(temporary, openFlags);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
    try {
      const measured = await hashBlocks(descriptor, path, options);
      this.#remember(key, measured);
      const prefixes = measured.states.slice(1).map((state) => state.copy().digest());
      return { size: measured.size, blockSize: measured.blockSize, prefixes };
    } finally {
      await closeFile(descriptor);
    }
  }

  /** Makes a copy of what stands at the path the partial file of this key. @throws errno or AppError */
  async adopt(path: string, key: string, options: Stoppable): Promise<PartialFile> {
    checkPath(path);
    refuseTemporary(path);
    checkKey(key);
    if (this.#writing.has(key)) throw new AppError('busy', 'another transfer is still writing this file', { path });
    const { descriptor: source, stats } = openSource(this.#root, path, closeSync);
    this.#begin(key, () => {});
    try {
      const temporary = (): PlatformPath => this.#root.directory(parentPath(path)).temporary(resumableKey(key, path));
      await copyContents({ source, stats, temporary, path }, options);
      checkUnchanged(source, stats, path);
    } finally {
      this.release(key);
      closeSync(source);
    }
    const measured = await this.measure(path, key, options);
    if (measured?.size !== stats.size) throw new AppError('source-changed', 'the file changed while it was read', { path });
    return measured;
  }

  /** Takes the key for one writer, who drops its file and keeps what has arrived when `letGo` is called. @throws AppError `busy`, `offset-conflict` */
  claim(key: string, path: string, offset: number, letGo: () => void): Continuation | undefined {
    checkKey(key);
    if (this.#writing.has(key)) throw new AppError('busy', 'another transfer is still writing this file', { path });
    const continuation = offset === 0 ? undefined : this.#continuation(key, path, offset);
    this.#measured.delete(key);
    this.#begin(key, letGo);
    return continuation;
  }

  release(key: string): void {
    const writing = this.#writing.get(key);
    this.#writing.delete(key);
    for (const resolve of writing?.waiting ?? []) resolve();
  }

  #begin(key: string, letGo: () => void): void {
    this.#writing.set(key, { letGo, waiting: [] });
  }

  /** @throws AppError `busy` when the writer is not through in time */
  async #takeOver(key: string, path: string): Promise<void> {
    const writing = this.#writing.get(key);
    if (writing === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const released = new Promise<void>((resolve) => {
      writing.waiting.push(resolve);
      timer = setTimeout(resolve, longestLettingGo);
    });
    writing.letGo();
    await released;
    clearTimeout(timer);
    if (this.#writing.has(key)) throw new AppError('busy', 'another transfer is still writing this file', { path });
  }

  #continuation(key: string, path: string, offset: number): Continuation {
    const measured = this.#measured.get(key);
    const index =
      measured === undefined ? -1 : offset === measured.size ? measured.states.length - 1 : offset / measured.blockSize;
    const state = measured?.path === path ? measured.states[index] : undefined;
    if (measured === undefined || state === undefined)
      throw new AppError('offset-conflict', 'ask for the offset again', { path });
    return { offset, hash: state.copy(), identity: measured.identity };
  }

  #remember(key: string, measured: Measured): void {
    this.#measured.set(key, measured);
    for (const oldest of this.#measured.keys()) {
      if (this.#measured.size <= remembered) return;
      this.#measured.delete(oldest);
    }
  }
}

interface Adopted {
  readonly source: number;
  readonly stats: Stats;
  /** To be asked for anew each time: a path is good at once only. */
  readonly temporary: () => PlatformPath;
  readonly path: string;
}

/** What is there under the temporary name gives way; when the copy fails, nothing is left under it. */
async function copyContents({ source, stats, temporary, path }: Adopted, options: Stoppable): Promise<void> {
  removeIfThere(temporary());
  const descriptor = openSync(temporary(), createFlags, (stats.mode & 0o777) | 0o600);
  try {
    if (!shareContents(source, descriptor)) {
      const buffer = Buffer.allocUnsafeSlow(readBytes);
      const sparse = isSparse(stats);
      if (sparse) ftruncateSync(descriptor, stats.size);
      for (let at = 0; at < stats.size; ) {
        throwIfCancelled(options.signal, path);
        const { bytesRead } = await readFile(source, buffer, 0, Math.min(readBytes, stats.size - at), at);
        if (bytesRead === 0) throw new AppError('source-changed', 'the file changed while it was read', { path });
        const isHole = sparse && bytesRead % holeBlock === 0 && isZero(buffer.subarray(0, bytesRead));
        for (let done = 0; done < bytesRead && !isHole; ) {
          done += (await writeFile(descriptor, buffer, done, bytesRead - done, at + done)).bytesWritten;
        }
        at += bytesRead;
      }
    }
  } catch (error) {
    try {
      removeIfThere(temporary());
    } catch {
      // Its directory went away with it.
    }
    throw error;
  } finally {
    await closeFile(descriptor);
  }
}

function removeIfThere(temporary: PlatformPath): void {
  try {
    unlinkSync(temporary);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

async function hashBlocks(descriptor: number, path: string, options: Stoppable): Promise<Measured> {
  const stats: Stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new AppError('not-a-file', 'not a regular file', { path });
  const { size } = stats;
  const blockSize = Math.max(smallestBlock, 2 ** Math.ceil(Math.log2(Math.max(1, size / limits.prefixes))));
  const hash = createHash('sha256');
  const states: Hash[] = [hash.copy()];
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  for (let at = 0; at < size; ) {
    throwIfCancelled(options.signal, path);
    const blockEnd = Math.min(size, states.length * blockSize);
    const { bytesRead } = await readFile(descriptor, buffer, 0, Math.min(readBytes, blockEnd - at), at);
    if (bytesRead === 0) throw new AppError('offset-conflict', 'the partial file changed while it was read', { path });
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
    if (at === blockEnd) states.push(hash.copy());
  }
  return { path, size, blockSize, states, identity: identityOf(stats) };
}

function checkKey(key: string): void {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new AppError('invalid-request', 'a key has 32 hexadecimal digits');
}
