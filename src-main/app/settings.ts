import { z } from 'zod';
import { settingSchemas } from '../../src-shared/ipc/settingsSchema.ts';
import { defaultSettings, type Settings } from '../../src-shared/model/settings.ts';
import { JsonFile } from '../storage/jsonFile.ts';

export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

const fileSchema = z.record(z.string(), z.unknown());
const names = Object.keys(settingSchemas) as (keyof Settings)[];

/** The user's settings and their file. A value that can't be understood stands for its default and stays in the file until it is set. */
export class SettingsStore {
  readonly #file: JsonFile<Record<string, unknown>>;
  readonly #onChange: () => void;
  #stored: Record<string, unknown> = {};
  /** Names of settings whose values were ignored; `*` when the whole file was put aside. */
  #problems: readonly string[] = [];

  constructor(path: string, onChange: () => void) {
    this.#file = new JsonFile(path, fileSchema, {});
    this.#onChange = onChange;
  }

  /** @throws AppError when the file is there and can't be read */
  async load(): Promise<void> {
    const { value, damaged } = await this.#file.read();
    this.#stored = value;
    const bad = names.filter((name) => Object.hasOwn(value, name) && !settingSchemas[name].safeParse(value[name]).success);
    this.#problems = damaged === undefined ? bad : ['*'];
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  get settings(): Settings {
    const known: Record<string, unknown> = {};
    for (const name of names) {
      const checked = settingSchemas[name].safeParse(this.#stored[name]);
      if (checked.success) known[name] = checked.data;
    }
    return { ...defaultSettings, ...known };
  }

  /** Holds at once, also when it can't be written. @throws AppError */
  async set(change: SettingsChange): Promise<void> {
    const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#stored = { ...this.#stored, ...set };
    this.#problems = this.#problems.filter((name) => !Object.hasOwn(set, name));
    this.#onChange();
    await this.#file.update((stored) => ({ ...stored, ...set }));
  }
}
