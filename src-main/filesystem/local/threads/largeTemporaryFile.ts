import { closeSync } from 'node:fs';
import type { Root } from '../root.ts';
import { attribute, createTemporary, newFileMode, removeTemporary, type WrittenAttributes } from '../temporaryFile.ts';
import type { ThreadFile } from './diskThreads.ts';
import { ThreadWriter } from './threadWriter.ts';

/** As TemporaryFile, for a large file from its beginning: a disk thread writes and hashes it, so that its end comes later. */
export class LargeTemporaryFile {
  readonly key: string;
  readonly path: string;
  readonly #root: Root;
  readonly #descriptor: number;
  readonly #writer: ThreadWriter;
  /** Bytes given so far. */
  size = 0;

  /** `progressed`: `written`, `congested` or `problem` may be another. @throws errno */
  constructor(
    place: { readonly root: Root; readonly path: string; readonly key: string; readonly mode: number | undefined },
    file: ThreadFile,
    progressed: () => void,
  ) {
    this.#root = place.root;
    this.path = place.path;
    this.key = place.key;
    this.#descriptor = createTemporary(place.root, place.path, place.key, place.mode ?? newFileMode);
    this.#writer = new ThreadWriter(file, this.#descriptor, progressed);
  }

  /** Bytes that have been given to the operating system. */
  get written(): number {
    return this.#writer.written;
  }

  /** What was given waits for memory. */
  get congested(): boolean {
    return this.#writer.congested;
  }

  get problem(): Error | undefined {
    return this.#writer.problem;
  }

  append(bytes: Uint8Array, release?: () => void): void {
    this.size += bytes.length;
    this.#writer.append(bytes, release);
  }

  /** Resolves to the open descriptor and the hash of all bytes; after an error the file is still to be discarded. @throws errno */
  async finish(attributes: WrittenAttributes): Promise<{ descriptor: number; sha256: Uint8Array }> {
    const sha256 = await this.#writer.finish();
    attribute(this.#descriptor, attributes);
    await this.#writer.close(false);
    return { descriptor: this.#descriptor, sha256 };
  }

  /** With `keep`, all that was given stays for a later transfer with the same key. */
  async discard(keep: boolean): Promise<void> {
    await this.#writer.close(keep);
    closeSync(this.#descriptor);
    if (!keep) removeTemporary(this.#root, this.path, this.key);
  }
}
