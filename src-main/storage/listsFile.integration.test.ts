import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ListsFile } from './listsFile.ts';

describe('lists on disk', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-lists-'));
    path = join(folder, 'lists.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const open = () => new ListsFile<{ names: string; sizes: number }>(path, { names: z.string(), sizes: z.number() });

  it('are empty without a file, and read back as they were written', async () => {
    expect(await open().read()).toEqual({ lists: { names: [], sizes: [] }, damaged: undefined });
    await open().update(() => ({ names: ['a', 'b'], sizes: [1] }));
    expect(await open().read()).toEqual({ lists: { names: ['a', 'b'], sizes: [1] }, damaged: undefined });
  });

  it('keep what another process has added', async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.read(), other.read()]);
    await one.update((lists) => ({ ...lists, names: [...lists.names, 'a'] }));
    await other.update((lists) => ({ ...lists, names: [...lists.names, 'b'] }));
    expect((await one.read()).lists.names).toEqual(['a', 'b']);
  });

  it.each([
    ['an item', { version: 1, names: ['a', 7], sizes: [1] }, { names: ['a'], sizes: [1] }],
    ['a list', { version: 1, names: 'a', sizes: [1] }, { names: [], sizes: [1] }],
    ['a later version', { version: 2, names: ['a'], sizes: [1] }, { names: [], sizes: [] }],
  ])('leave out %s they do not understand, and put the file aside', async (_what, stored, lists) => {
    await writeFile(path, JSON.stringify(stored));
    expect(await open().read()).toEqual({ lists, damaged: `${path}.damaged` });
    expect(JSON.parse(await readFile(`${path}.damaged`, 'utf8'))).toEqual(stored);
  });

  it('put a file aside that is no document', async () => {
    await writeFile(path, '{"version":1,"names":[');
    expect(await open().read()).toEqual({ lists: { names: [], sizes: [] }, damaged: `${path}.damaged` });
  });
});
