import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWindowState, writeWindowState } from './windowState.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-window-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test('what was written is read again', async () => {
  const userData = await folder();
  const state = { x: -1200, y: 40, width: 900, height: 700, maximized: true };
  writeWindowState(userData, state);
  expect(readWindowState(userData)).toEqual(state);
  expect(await readdir(userData)).toEqual(['window.json']);
});

test.each(['', '{', '[]', '{"width":1e9,"height":1,"maximized":false}', '{"width":"900","height":700,"maximized":false}'])(
  'a first start, and a damaged file, give the usual size: %s',
  async (text) => {
    const userData = await folder();
    expect(readWindowState(userData)).toEqual({ width: 1240, height: 800, maximized: false });
    await writeFile(join(userData, 'window.json'), text);
    expect(readWindowState(userData)).toEqual({ width: 1240, height: 800, maximized: false });
  },
);

test('a folder that can not be written to is no reason to fail', () => {
  writeWindowState('/nonexistent/folder', { width: 900, height: 700, maximized: false });
});
