import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src-shared/model/settings.ts';
import { SettingsStore } from './settings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(text?: string): Promise<SettingsStore> {
  const path = join(folder, 'settings.json');
  if (text !== undefined) await writeFile(path, text);
  const store = new SettingsStore(path, () => undefined);
  await store.load();
  return store;
}

describe('the settings', () => {
  it('are the defaults without a file, and what was set is there the next time', async () => {
    const store = await open();
    expect([store.settings, store.problems]).toEqual([defaultSettings, []]);
    await store.set({ theme: 'dark', columns: ['date', 'type'] });
    const again = await open();
    expect(again.settings).toEqual({ ...defaultSettings, theme: 'dark', columns: ['date', 'type'] });
    if (process.platform !== 'win32') expect((await stat(join(folder, 'settings.json'))).mode & 0o077).toBe(0);
  });

  it('ignore what they do not know, and tell it', async () => {
    const store = await open(JSON.stringify({ theme: 'pink', language: 'id', columns: ['size', 'size'], later: { a: 1 } }));
    expect(store.problems).toEqual(['theme', 'columns']);
    expect(store.settings).toEqual({ ...defaultSettings, language: 'id' });
    await store.set({ theme: 'light' });
    expect(store.problems).toEqual(['columns']);
    expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'light', later: { a: 1 } });
  });

  it('put a file aside that is no document', async () => {
    const store = await open('{"theme": ');
    expect([store.settings, store.problems]).toEqual([defaultSettings, ['*']]);
    expect(await readFile(join(folder, 'settings.json.damaged'), 'utf8')).toBe('{"theme": ');
  });
});
