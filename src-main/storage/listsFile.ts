import { copyFile } from 'node:fs/promises';
import { z } from 'zod';
import { JsonFile } from './jsonFile.ts';
import { storageError } from './storageError.ts';

/** One list for each name. */
export type Lists<L> = { readonly [K in keyof L]: readonly L[K][] };

const fileSchema = z.record(z.string(), z.unknown());

/**
 * Lists in one document, checked item by item: what can't be understood is left out, and the file as it was is put aside. A later
 * version of the document is not understood at all.
 */
export class ListsFile<L extends object> {
  readonly #file: JsonFile<Record<string, unknown>>;
  readonly #schemas: { readonly [K in keyof L]: z.ZodType<L[K]> };

  constructor(path: string, schemas: { readonly [K in keyof L]: z.ZodType<L[K]> }) {
    this.#file = new JsonFile(path, fileSchema, { version: 1 });
    this.#schemas = schemas;
  }

  /** `damaged`: where the file was put aside. @throws AppError when it is there and can't be read */
  async read(): Promise<{ readonly lists: Lists<L>; readonly damaged: string | undefined }> {
    const { value, damaged } = await this.#file.read();
    const { lists, whole } = this.#understand(value);
    return { lists, damaged: damaged ?? (whole ? undefined : await this.#putAside()) };
  }

  /** As JsonFile.update. @throws AppError */
  async update(change: (lists: Lists<L>) => Lists<L>): Promise<void> {
    await this.#file.update((value) => ({ version: 1, ...change(this.#understand(value).lists) }));
  }

  #understand(value: Readonly<Record<string, unknown>>): { readonly lists: Lists<L>; readonly whole: boolean } {
    const known = value['version'] === 1;
    let whole = known;
    const listOf = (name: keyof L): readonly unknown[] => {
      const stored: unknown = Reflect.get(value, name);
      const items: readonly unknown[] = Array.isArray(stored) ? stored : [];
      const understood = known ? items.filter((item) => this.#schemas[name].safeParse(item).success) : [];
      if (understood.length < items.length || (stored !== undefined && !Array.isArray(stored))) whole = false;
      return understood;
    };
    const names = Object.keys(this.#schemas) as (keyof L)[];
    return { lists: Object.fromEntries(names.map((name) => [name, listOf(name)])) as Lists<L>, whole };
  }

  async #putAside(): Promise<string> {
    const damaged = `${this.#file.path}.damaged`;
    try {
      await copyFile(this.#file.path, damaged);
    } catch (error) {
      throw storageError(error, this.#file.path);
    }
    return damaged;
  }
}
