import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeName } from '../../src-shared/model/nameBytes.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { local, makeRoom, type Room, type TestApplication } from './application.testing.ts';
import { mostDragged } from './dragOut.ts';
import { stagingLimits } from './staging.ts';

async function connected(
  room: Room,
): Promise<{ app: TestApplication; server: TestApplication; at: (path: string) => { endpoint: string; path: string } }> {
  const server = await room.start({ userData: join(room.path, 'server') });
  const options = { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
  await server.request('server.start', options);
  const { link } = await server.request('server.link', {});
  const app = await room.start();
  const { session } = await app.request('session.open', { link });
  return { app, server, at: (path) => ({ endpoint: session.id, path }) };
}

/** What is staged of all drags, as paths below the folder of them all. */
async function stagedFiles(room: Room): Promise<string[]> {
  const found = await readdir(join(room.userData, 'dragged'), { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function ready(
  app: TestApplication,
  drag: number,
  locations: { endpoint: string; path: string }[],
): Promise<readonly string[]> {
  const readiness = await app.request('drag.prepare', { drag, locations });
  if (readiness.state !== 'ready') throw new Error(`the drag is ${readiness.state}`);
  expect((await app.request('drag.take', { drag })).paths).toEqual(readiness.paths);
  return readiness.paths;
}

describe('a drag out of the window, of this computer', () => {
  it('is handed over where it is, and once', async () => {
    const room = await makeRoom();
    const [file, folder] = [join(room.left, 'a b.txt'), join(room.left, 'ümläut')];
    await writeFile(file, 'a');
    await mkdir(folder);
    const app = await room.start();
    expect(await ready(app, 1, [local(file), local(folder)])).toEqual([file, folder]);
    expect(await app.refused('drag.take', { drag: 1 })).toMatchObject({ code: 'not-found' });
    expect(await stagedFiles(room)).toEqual([]);
  });

  it('is refused for what is not there, is no path, or is of several places', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const refusal = async (...locations: { endpoint: string; path: string }[]): Promise<string> =>
      (await app.refused('drag.prepare', { drag: 1, locations })).code;
    expect(await refusal(local(join(room.left, 'gone')))).toBe('not-found');
    expect(await refusal({ endpoint: 'local', path: `${local(room.left).path}/../x` })).toBe('name-invalid');
    expect(await refusal(local(room.left), { endpoint: 's1', path: '/x' })).toBe('invalid-request');
    expect(await app.refused('drag.take', { drag: 1 })).toMatchObject({ code: 'not-found' });
    const many = Array.from({ length: mostDragged + 1 }, () => local(room.left));
    expect(await app.request('drag.prepare', { drag: 1, locations: many })).toEqual({ state: 'too-large' });
  });

  it.skipIf(process.platform !== 'linux')('is refused, by its name, where that is not text', async () => {
    const room = await makeRoom();
    const raw = Buffer.from([0x61, 0xff, 0xfe]);
    await writeFile(Buffer.concat([Buffer.from(`${room.left}/`), raw]), 'raw');
    const app = await room.start();
    const path = `${local(room.left).path}/${decodeName(raw)}`;
    const error = await app.refused('drag.prepare', { drag: 1, locations: [{ endpoint: 'local', path }] });
    expect(error).toMatchObject({ code: 'name-invalid', path });
  });
});

describe('a drag out of the window, of a server', () => {
  it('is staged with everything in it, for the user alone, and does not show among the transfers', async () => {
    const room = await makeRoom();
    const contents = patternBytes(300_000);
    await mkdir(join(room.share, 'folder/inner'), { recursive: true });
    await writeFile(join(room.share, 'folder/inner/deep.bin'), contents);
    await writeFile(join(room.share, 'note.txt'), 'note');
    const { app, at } = await connected(room);
    const [folder, note] = await ready(app, 7, [at('/folder'), at('/note.txt')]);
    if (folder === undefined || note === undefined) throw new Error('two paths');
    expect(await readFile(join(folder, 'inner/deep.bin'))).toEqual(Buffer.from(contents));
    expect(await readFile(note, 'utf8')).toBe('note');
    expect(note.startsWith(join(room.userData, 'dragged'))).toBe(true);
    if (process.platform !== 'win32') expect((await stat(join(note, '../..'))).mode & 0o077).toBe(0);
    expect((await app.request('app.start', {})).summary.counts).toEqual({ queued: 0, running: 0, failed: 0, done: 0 });
    // Handed over: the other program may still be reading.
    await app.request('drag.forget', { drag: 7 });
    expect((await stagedFiles(room)).toSorted()).toEqual(['deep.bin', 'note.txt']);
    await app.backend.close();
    expect(await readdir(join(room.userData, 'dragged'))).toEqual([]);
  });

  it('is not staged when it is too large: bytes, entries, or what is in a folder', async () => {
    const room = await makeRoom();
    await writeFile(join(room.share, 'half.bin'), patternBytes(stagingLimits.bytes / 2 + 1));
    await writeFile(join(room.share, 'other.bin'), patternBytes(stagingLimits.bytes / 2));
    await mkdir(join(room.share, 'many'));
    for (let i = 0; i < stagingLimits.entries; i++) await writeFile(join(room.share, 'many', `${i}`), '');
    const { app, at } = await connected(room);
    const state = async (...locations: { endpoint: string; path: string }[]): Promise<string> =>
      (await app.request('drag.prepare', { drag: 1, locations })).state;
    expect(await state(at('/half.bin'), at('/other.bin'))).toBe('too-large');
    expect(await state(at('/many'))).toBe('too-large');
    expect(await state(...Array.from({ length: stagingLimits.entries + 1 }, (_, i) => at(`/many/${i}`)))).toBe('too-large');
    expect(await stagedFiles(room)).toEqual([]);
    expect(await state(at('/half.bin'))).toBe('ready');
  });

  it.skipIf(process.platform === 'win32')('leaves nothing when not all of it could be staged', async () => {
    const room = await makeRoom();
    await mkdir(join(room.share, 'folder'));
    await writeFile(join(room.share, 'folder/good.txt'), 'good');
    spawnSync('mkfifo', [join(room.share, 'folder/pipe')]);
    await symlink('nowhere', join(room.share, 'broken'));
    await writeFile(join(room.share, 'large.bin'), '');
    await truncate(join(room.share, 'large.bin'), stagingLimits.bytes + 1);
    await symlink('large.bin', join(room.share, 'link to much'));
    const { app, at } = await connected(room);
    for (const path of ['/folder', '/broken', '/link to much']) {
      expect(await app.request('drag.prepare', { drag: 1, locations: [at(path)] }), path).toEqual({ state: 'incomplete' });
      expect(await app.refused('drag.take', { drag: 1 })).toMatchObject({ code: 'not-found' });
    }
    expect(await stagedFiles(room)).toEqual([]);
  });

  it('ends, and goes, when the drag is forgotten; another of its number takes its place', async () => {
    const room = await makeRoom();
    await writeFile(join(room.share, 'large.bin'), patternBytes(stagingLimits.bytes));
    await writeFile(join(room.share, 'note.txt'), 'note');
    const { app, at } = await connected(room);
    await app.request('transfer.limit', { bytesPerSecond: 1_000_000 });
    const slow = app.refused('drag.prepare', { drag: 1, locations: [at('/large.bin')] });
    await expect.poll(() => readdir(join(room.userData, 'dragged')).catch(() => [])).toHaveLength(1);
    const next = app.request('drag.prepare', { drag: 1, locations: [at('/note.txt')] });
    expect(await slow).toMatchObject({ code: 'cancelled' });
    expect(await next).toMatchObject({ state: 'ready' });
    expect(await stagedFiles(room)).toEqual(['note.txt']);
    await app.request('drag.forget', { drag: 1 });
    await expect.poll(() => stagedFiles(room)).toEqual([]);
    expect(await app.refused('drag.take', { drag: 1 })).toMatchObject({ code: 'not-found' });
  });

  it('leaves nothing behind when the program ends during the staging, or was killed before', async () => {
    const room = await makeRoom();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await mkdir(join(room.userData, 'dragged', `${gone}-0123456789ab`, '1'), { recursive: true });
    await writeFile(join(room.userData, 'dragged', `${gone}-0123456789ab`, '1', 'old.txt'), 'old');
    await writeFile(join(room.share, 'large.bin'), patternBytes(stagingLimits.bytes));
    const { app, at } = await connected(room);
    await expect.poll(() => stagedFiles(room)).toEqual([]);
    await app.request('transfer.limit', { bytesPerSecond: 1_000_000 });
    const slow = app.refused('drag.prepare', { drag: 1, locations: [at('/large.bin')] });
    await expect.poll(() => readdir(join(room.userData, 'dragged'))).toHaveLength(1);
    await app.backend.close();
    expect(await slow).toMatchObject({ code: 'cancelled' });
    expect(await readdir(join(room.userData, 'dragged'))).toEqual([]);
  });
});
