import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { decodeName } from '../../src-shared/model/nameBytes.ts';
import { local, makeRoom, type Room, type TestApplication } from './application.testing.ts';

const run = promisify(execFile);
const unix = process.platform !== 'win32';
const names = unix
  ? [
      'plain.txt',
      'with blank',
      ' leading',
      '-dash',
      '*star',
      'ümläut 文件',
      'back\\slash',
      'carriage\rreturn\r',
      'line\nbreak',
      'both\\\n\\n',
      '\\',
      'q"\'',
    ]
  : ['plain.txt', 'with blank', '-dash', 'ümläut 文件'];

/** Copies a tree of odd names within this computer, and has the receipts. */
async function copied(room: Room): Promise<TestApplication> {
  for (const [at, name] of names.entries()) {
    const folder = join(room.left, 'tree', at % 2 === 0 ? 'even' : 'odd\\');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), `contents ${at}`);
  }
  const app = await room.start();
  const from = [local(join(room.left, 'tree'))];
  await app.request('transfer.enqueue', { from, to: local(room.share), existing: 'ask' });
  const { counts } = await app.transfersEnd();
  expect(counts).toMatchObject({ done: names.length, failed: 0 });
  return app;
}

async function check(folder: string, file: string): Promise<{ ok: number; said: string }> {
  const { stdout } = await run('sha256sum', ['--strict', '-c', file], { cwd: folder, encoding: 'buffer' });
  const said = stdout.toString('latin1');
  return { ok: said.split(/: OK\n/).length - 1, said };
}

const local0 = { endpoint: 'local', name: 'SHA256SUMS', replace: false } as const;

describe.skipIf(!unix)('saved receipts', () => {
  it('are accepted by sha256sum, named from the folder they are in', async () => {
    const room = await makeRoom();
    const app = await copied(room);
    expect(await app.request('transfer.receiptPlaces', {})).toEqual({
      places: [{ endpoint: 'local', folder: join(room.share, 'tree'), count: names.length }],
    });
    const saved = await app.request('transfer.saveReceipts', { ...local0, folder: room.share });
    expect(saved).toEqual({ path: join(room.share, 'SHA256SUMS'), count: names.length });
    expect((await check(room.share, 'SHA256SUMS')).ok).toBe(names.length);
    expect(await readFile(saved.path, 'utf8')).toContain('  tree/even/plain.txt\n');
    expect((await readdir(room.share)).toSorted()).toEqual(['SHA256SUMS', 'tree']);
  });

  it('name files elsewhere by their whole path, and tell a damaged one', async () => {
    const room = await makeRoom();
    const app = await copied(room);
    const folder = join(room.path, 'elsewhere');
    await mkdir(folder);
    await app.request('transfer.saveReceipts', { ...local0, folder, name: 'sums of today.txt' });
    expect((await check(folder, 'sums of today.txt')).ok).toBe(names.length);
    await writeFile(join(room.share, 'tree/even/plain.txt'), 'other');
    await expect(check(folder, 'sums of today.txt')).rejects.toMatchObject({ code: 1 });
  });

  it('know the last contents of a file that was copied twice, and names that are not text', async () => {
    const room = await makeRoom();
    const raw = Buffer.from([0x61, 0xff, 0xfe]);
    await writeFile(join(room.left, 'twice'), 'first');
    await writeFile(Buffer.concat([Buffer.from(`${room.left}/`), raw]), 'raw');
    const app = await room.start();
    const copy = async (path: string): Promise<void> => {
      await app.request('transfer.enqueue', {
        from: [{ endpoint: 'local', path }],
        to: local(room.share),
        existing: 'overwrite',
      });
      await app.transfersEnd();
    };
    await copy(join(room.left, 'twice'));
    await copy(`${room.left}/${decodeName(raw)}`);
    await writeFile(join(room.left, 'twice'), 'second');
    await copy(join(room.left, 'twice'));
    expect((await app.request('transfer.saveReceipts', { ...local0, folder: room.share })).count).toBe(2);
    expect((await check(room.share, 'SHA256SUMS')).ok).toBe(2);
  });

  it('of a server are named from the folder that holds them all', async () => {
    const room = await makeRoom();
    await mkdir(join(room.left, 'deep'));
    await writeFile(join(room.left, 'deep/a'), 'a');
    await writeFile(join(room.left, 'b'), 'b');
    const server = await room.start({ userData: join(room.path, 'server') });
    const options = { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
    await server.request('server.start', options);
    const app = await room.start();
    const { session } = await app.request('session.open', await server.request('server.link', {}));
    const from = [local(join(room.left, 'deep')), local(join(room.left, 'b'))];
    await app.request('transfer.enqueue', { from, to: { endpoint: session.id, path: '/in' }, existing: 'ask' });
    await app.transfersEnd();
    expect((await app.request('transfer.receiptPlaces', {})).places).toEqual([{ endpoint: session.id, folder: '/in', count: 2 }]);
    await app.request('transfer.saveReceipts', { ...local0, endpoint: session.id, folder: join(room.share, 'in') });
    expect((await check(join(room.share, 'in'), 'SHA256SUMS')).ok).toBe(2);
  });

  it('never replace a file unless that is asked for, and leave nothing behind', async () => {
    const room = await makeRoom();
    const app = await copied(room);
    await writeFile(join(room.share, 'SHA256SUMS'), 'mine');
    const params = { ...local0, folder: room.share };
    expect(await app.refused('transfer.saveReceipts', params)).toMatchObject({ code: 'already-exists' });
    expect(await readFile(join(room.share, 'SHA256SUMS'), 'utf8')).toBe('mine');
    expect((await readdir(room.share)).toSorted()).toEqual(['SHA256SUMS', 'tree']);
    await app.request('transfer.saveReceipts', { ...params, replace: true });
    expect((await check(room.share, 'SHA256SUMS')).ok).toBe(names.length);
  });

  it('say what is wrong with where they should go', async () => {
    const room = await makeRoom();
    const app = await copied(room);
    const refused = async (change: object) =>
      (await app.refused('transfer.saveReceipts', { ...local0, folder: '/', ...change })).code;
    expect(await refused({ folder: join(room.path, 'missing') })).toBe('not-found');
    expect(await refused({ folder: 'relative' })).toBe('name-invalid');
    expect(await refused({ folder: room.share, name: '../out' })).toBe('name-invalid');
    expect(await refused({ folder: join(room.left, 'tree/even/plain.txt') })).toBe('not-a-directory');
    expect(await refused({ folder: room.share, endpoint: 's9' })).toBe('not-found');
    if (process.getuid?.() === 0) return;
    await chmod(room.left, 0o500);
    expect(await refused({ folder: room.left })).toBe('permission-denied');
    await chmod(room.left, 0o700);
  });
});

describe('settings of the queue', () => {
  it('hold at once and in the next run', async () => {
    const room = await makeRoom();
    const app = await room.start();
    await app.request('settings.set', { change: { speedLimit: 2_000_000, parallelTransfers: 3 } });
    expect((await app.request('app.start', {})).summary.limit).toBe(2_000_000);
    await app.backend.close();
    const next = await room.start();
    expect((await next.request('app.start', {})).summary.limit).toBe(2_000_000);
    await next.request('transfer.limit', {});
    expect((await next.request('settings.get', {})).settings).toMatchObject({ speedLimit: 'off', parallelTransfers: 3 });
    expect((await next.request('app.start', {})).summary.limit).toBeUndefined();
    expect((await next.refused('settings.set', { change: { parallelTransfers: 9 } })).code).toBe('invalid-request');
  });
});
