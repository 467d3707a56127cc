import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../src-shared/errors.ts';
import { JsonFile, writesSettled } from './jsonFile.ts';

const schema = z.strictObject({ count: z.number() });

describe('a document on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-storage-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read back as it was written, by the user alone', async () => {
    const file = new JsonFile(join(folder, 'new', 'a.json'), schema, { count: 0 });
    expect(await file.read()).toEqual({ value: { count: 0 }, damaged: undefined });
    await file.update(() => ({ count: 7 }));
    expect(await file.read()).toEqual({ value: { count: 7 }, damaged: undefined });
    if (process.platform !== 'win32') {
      expect((await stat(file.path)).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
    }
    expect(await readdir(join(folder, 'new'))).toEqual(['a.json']);
  });

  it.each(['', '{', 'null', '[]', '{"count":"7"}', '{"count":7,"more":1}', '\0\0\0\0'])(
    'put aside when damaged: %j',
    async (text) => {
      const file = new JsonFile(join(folder, 'a.json'), schema, { count: 0 });
      await writeFile(file.path, text);
      expect(await file.read()).toEqual({ value: { count: 0 }, damaged: `${file.path}.damaged` });
      expect(await readFile(`${file.path}.damaged`, 'utf8')).toBe(text);
      expect(await file.read()).toEqual({ value: { count: 0 }, damaged: undefined });
    },
  );

  it('keeps what another process has written, when it is only changed', async () => {
    const counts = z.record(z.string(), z.number());
    const [one, other] = [0, 1].map(() => new JsonFile<Record<string, number>>(join(folder, 'a.json'), counts, {}));
    await Promise.all([one?.read(), other?.read()]);
    await one?.update((value) => ({ ...value, a: 1 }));
    await other?.update((value) => ({ ...value, b: 2 }));
    expect((await one?.read())?.value).toEqual({ a: 1, b: 2 });
    void one?.update((value) => ({ ...value, a: 3 }));
    await writesSettled();
    expect((await other?.read())?.value).toEqual({ a: 3, b: 2 });
  });

  it('makes changes in their order, and keeps the old contents when they can not be written', async () => {
    const file = new JsonFile(join(folder, 'a.json'), schema, { count: 0 });
    await Promise.all(Array.from({ length: 20 }, () => file.update(({ count }) => ({ count: count + 1 }))));
    expect((await file.read()).value).toEqual({ count: 20 });
    const below = new JsonFile(join(folder, 'a.json', 'b.json'), schema, { count: 0 });
    await expect(below.update(() => ({ count: 1 }))).rejects.toBeInstanceOf(AppError);
    expect((await file.read()).value).toEqual({ count: 20 });
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('makes a change that could not be written with the next one', async () => {
    const counts = z.record(z.string(), z.number());
    const file = new JsonFile<Record<string, number>>(join(folder, 'in', 'a.json'), counts, {});
    await writeFile(join(folder, 'in'), 'a file where the folder would be');
    await expect(file.update((value) => ({ ...value, a: 1 }))).rejects.toBeInstanceOf(AppError);
    await rm(join(folder, 'in'));
    await file.update((value) => ({ ...value, b: 2 }));
    expect((await file.read()).value).toEqual({ a: 1, b: 2 });
  });
});
