import { closeSync, ftruncateSync } from 'node:fs';
import { AppError } from '../../../../src-shared/errors.ts';
import { attribute, newFileMode, type WrittenAttributes } from '../newFile.ts';
import type { Root } from '../root.ts';
import { type Continuation, continueTemporary, createTemporary, removeTemporary } from '../temporaryFile.ts';
import type { Blocks } from '../../blocks.ts';
import type { ContentWorker } from './contentWorker.ts';
import { ThreadWriter } from './threadWriter.ts';

export interface TemporaryPlace {
  readonly root: Root;
  readonly path: string;
  readonly key: string;
  /** Permission bits of the file that will be replaced. */
  readonly mode: number | undefined;
  readonly continuation?: Continuation | undefined;
  readonly blocks: Blocks;
  /** The file that is there already, open; closed in the end, also when the constructor throws. */
  readonly basis?: { readonly descriptor: number; readonly size: number } | undefined;
}

/** As TemporaryFile, for a large file and for one that goes on: written and hashed elsewhere, or later, so that its end comes later. */
export class LargeTemporaryFile {
  readonly key: string;
  readonly path: string;
  readonly #root: Root;
  readonly #descriptor: number;
  readonly #writer: ThreadWriter;
  #basis: { readonly descriptor: number; readonly size: number } | undefined;
  #hollow = false;
  /** Where the bytes end that were given so far. */
  size: number;

  /**
   * `worker`: with the hash of the continuation, if there is one. `progressed`: `written`, `congested` or `problem` may be another.
   * @throws errno, AppError `offset-conflict`
   */
  constructor(
    { root, path, key, mode, continuation, blocks, basis }: TemporaryPlace,
    worker: ContentWorker,
    progressed: () => void,
  ) {
    this.#root = root;
    this.path = path;
    this.key = key;
    this.size = continuation?.offset ?? 0;
    this.#basis = basis;
    try {
      this.#descriptor =
        continuation === undefined
          ? createTemporary(root, path, key, mode ?? newFileMode)
          : continueTemporary(root, path, key, continuation);
    } catch (error) {
      this.#closeBasis();
      throw error;
    }
    this.#writer = new ThreadWriter({ file: worker, descriptor: this.#descriptor, blocks }, progressed, this.size);
  }

  /** Bytes that have been given to the operating system. */
  get written(): number {
    return this.#writer.written;
  }

  /** What was given waits for memory. */
  get congested(): boolean {
    return this.#writer.congested;
  }

  /** Blocks of it that are on their way to the disk. */
  get underWay(): number {
    return this.#writer.underWay;
  }

  get problem(): Error | undefined {
    return this.#writer.problem;
  }

  append(bytes: Uint8Array, release?: () => void): void {
    this.size += bytes.length;
    this.#writer.append(bytes, release);
  }

  hole(length: number): void {
    this.size += length;
    this.#hollow = true;
    this.#writer.hole(length);
  }

  /** @throws AppError `offset-conflict` when the basis ends before */
  reuse(offset: number, length: number): void {
    if (this.#basis === undefined || offset + length > this.#basis.size) {
      throw new AppError('offset-conflict', 'what is there does not reach that far', { path: this.path });
    }
    this.size += length;
    this.#writer.reuse(this.#basis.descriptor, offset, length);
  }

  #closeBasis(): void {
    if (this.#basis !== undefined) closeSync(this.#basis.descriptor);
    this.#basis = undefined;
  }

  /** Resolves to the open descriptor and the hash of all bytes; after an error the file is still to be discarded. @throws errno */
  async finish(attributes: WrittenAttributes): Promise<{ descriptor: number; sha256: Uint8Array }> {
    const sha256 = await this.#writer.finish();
    this.#reachEnd();
    attribute(this.#descriptor, attributes);
    await this.#writer.close(false);
    this.#closeBasis();
    return { descriptor: this.#descriptor, sha256 };
  }

  /** With `keep`, all that was given stays for a later transfer with the same key. */
  async discard(keep: boolean): Promise<void> {
    await this.#writer.close(keep);
    this.#closeBasis();
    try {
      if (keep) this.#reachEnd();
    } finally {
      closeSync(this.#descriptor);
    }
    if (!keep) removeTemporary(this.#root, this.path, this.key);
  }

  /** A file that ends with a hole is as long as what was written before it. */
  #reachEnd(): void {
    if (this.#hollow) ftruncateSync(this.#descriptor, this.#writer.written);
  }
}
