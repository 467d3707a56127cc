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

  /** One after the other: the last call's value is what stays. @throws AppError */
  async write(value: T): Promise<void> {
    await this.#inTurn(async () => value);
  }

  /** Changes what is in the file now: another process may have written to it since it was read. @throws AppError */
  async update(change: (value: T) => T): Promise<void> {
    await this.#inTurn(async () => {
      const text = await readFile(this.path, 'utf8').catch(() => '');
      return change(this.#parse(text) ?? this.#fallback);
    });
  }

  async #inTurn(value: () => Promise<T>): Promise<void> {
    const turn = this.#writing.then(async () => {
      await writeFileAtomically(this.path, `${JSON.stringify(await value(), undefined, 2)}\n`);
    });
    const settled = turn.catch(() => undefined);
    this.#writing = settled;
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
    await turn;
  }

  #parse(text: string): T | undefined {
    try {
      return this.#schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }
}
