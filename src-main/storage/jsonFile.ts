import { readFile, rename } from 'node:fs/promises';
import type { z } from 'zod';
import { writeFileAtomically } from './atomicFile.ts';
import { errno, storageError } from './storageError.ts';

export interface Loaded<T> {
  readonly value: T;
  /** Where the file was put aside because it could not be understood; its contents are not in `value`. */
  readonly damaged: string | undefined;
}

const underWay = new Set<Promise<void>>();

/** Resolves when everything that was to be written so far is, in all files. */
export async function writesSettled(): Promise<void> {
  await Promise.all(underWay);
}

/** A small document on disk, checked by a schema when it is read. Only the user can read it. */
export class JsonFile<T> {
  readonly path: string;
  readonly #schema: z.ZodType<T>;
  readonly #fallback: T;
  #writing: Promise<void> = Promise.resolve();
  /** Not in the file yet: still in turn, or it could not be written. */
  readonly #unsaved = new Set<(value: T) => T>();

  /** `fallback`: what a missing or damaged file stands for. */
  constructor(path: string, schema: z.ZodType<T>, fallback: T) {
    this.path = path;
    this.#schema = schema;
    this.#fallback = fallback;
  }

  /** @throws AppError when the file is there and can't be read */
  async read(): Promise<Loaded<T>> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (errno(error) === 'ENOENT') return { value: this.#fallback, damaged: undefined };
      throw storageError(error, this.path);
    }
    const value = this.#parse(text);
    if (value !== undefined) return { value, damaged: undefined };
    const damaged = `${this.path}.damaged`;
    try {
      await rename(this.path, damaged);
    } catch (error) {
      throw storageError(error, this.path);
    }
    return { value: this.#fallback, damaged };
  }

  /**
   * Changes what is in the file at that time: another process may have written to it since it was read. A change that can't be written
   * is made again with the next one. @throws AppError
   */
  async update(change: (value: T) => T): Promise<void> {
    this.#unsaved.add(change);
    const turn = this.#writing.then(() => this.#save());
    const settled = turn.catch(() => undefined);
    this.#writing = settled;
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
    await turn;
  }

  async #save(): Promise<void> {
    const changes = [...this.#unsaved];
    if (changes.length === 0) return; // one turn writes for all who wait
    const text = await readFile(this.path, 'utf8').catch(() => '');
    const before = this.#parse(text) ?? this.#fallback;
    const value = changes.reduce((so, change) => change(so), before);
    await writeFileAtomically(this.path, `${JSON.stringify(value, undefined, 2)}\n`);
    for (const change of changes) this.#unsaved.delete(change);
  }

  #parse(text: string): T | undefined {
    try {
      return this.#schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }
}
