import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Events } from '../../src-shared/ipc/contract.ts';
import type { ServerOptions } from '../../src-shared/model/server.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { local, makeRoom, type Room, type TestApplication } from './application.testing.ts';

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

/** Every entry below a folder: kind, size, time and contents. */
async function picture(folder: string): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const found = await lstat(path);
    const contents = found.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : '';
    out[name] = `${found.isDirectory() ? 'directory' : 'file'} ${Math.round(found.mtimeMs)} ${contents}`;
  }
  return out;
}

async function connected(
  room: Room,
  changes: Partial<ServerOptions> = {},
): Promise<{ app: TestApplication; server: TestApplication; id: string; link: string; port: number }> {
  const server = await room.start({ userData: join(room.path, 'server') });
  const started = await server.request('server.start', {
    folder: room.share,
    host: '127.0.0.1',
    port: 0,
    readOnly: false,
    classic: false,
    ...changes,
  });
  const { link } = await server.request('server.link', {});
  const app = await room.start();
  const { session } = await app.request('session.open', { link });
  return { app, server, id: session.id, link, port: started.server.state === 'running' ? started.server.port : 0 };
}

function lastSummary(app: TestApplication): Events['transfers.changed']['summary'] | undefined {
  return app.payloads('transfers.changed').at(-1)?.summary;
}

describe('transfers of the application', () => {
  it('takes a folder of 2,000 files up and down: the same bytes, names and times, with true receipts', async () => {
    const room = await makeRoom();
    const tree = join(room.left, 'tree');
    const names = ['plain', 'with blank', 'ümläut', '文件', 'emoji 🛳', `quote'"`, '-dash', '.hidden', '#%41'];
    for (let i = 0; i < 2000; i++) {
      const path = join(tree, `part ${i % 37}`, `${names[i % names.length]}-${i}`);
      await put(path, patternBytes(i % 11 === 0 ? 0 : (i * 37) % 9000, i + 1));
    }
    await put(join(tree, 'large'), patternBytes(5_000_000));
    await mkdir(join(tree, 'empty', 'inner'), { recursive: true });
    await utimes(join(tree, 'part 3'), 1_500_000_000, 1_500_000_000);
    const { app, id } = await connected(room);
    await app.request('directory.shown', { locations: [{ endpoint: id, path: '/' }] });
    const start = performance.now();
    await app.request('transfer.enqueue', {
      from: [local(tree)],
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    const up = await app.transfersEnd();
    expect(up.counts).toEqual({ queued: 0, running: 0, failed: 0, done: 2002 });
    const sent = await picture(tree);
    await expect.poll(() => picture(join(room.share, 'tree')), { timeout: 5000 }).toEqual(sent);
    await mkdir(join(room.left, 'back'));
    await app.request('transfer.enqueue', {
      from: [{ endpoint: id, path: '/tree' }],
      to: local(join(room.left, 'back')),
      existing: 'ask',
    });
    const down = await app.transfersEnd();
    expect(down.counts).toEqual({ queued: 0, running: 0, failed: 0, done: 4004 });
    expect(performance.now() - start).toBeLessThan(20_000);
    await expect.poll(() => picture(join(room.left, 'back', 'tree')), { timeout: 5000 }).toEqual(sent);
    for (let at = 0; at < 4004; at += 500) {
      const { rows } = await app.request('transfer.rows', { group: 'done', start: at, count: 500 });
      for (const row of rows) {
        if (row.receipt === undefined) continue;
        expect(row.receipt.verified).toBe(true);
        const path = row.direction === 'upload' ? join(room.share, row.to.path) : row.to.path;
        expect(
          createHash('sha256')
            .update(await readFile(path))
            .digest('hex'),
        ).toBe(row.receipt.sha256);
      }
    }
    expect(app.payloads('directory.changed')).toContainEqual({ location: { endpoint: id, path: '/' } });
    expect(app.payloads('transfers.ended').reduce((sum, ended) => sum + ended.count, 0)).toBe(4004);
    expect(lastSummary(app)?.bytesTotal).toBe(0);
  });

  it('copies between two servers', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    const second = join(room.path, 'second');
    await mkdir(second);
    const server = await room.start({ userData: join(room.path, 'server 2') });
    await server.request('server.start', { folder: second, host: '127.0.0.1', port: 0, readOnly: false, classic: false });
    const { link } = await server.request('server.link', {});
    const { session } = await app.request('session.open', { link });
    for (let i = 0; i < 50; i++) await put(join(room.share, 'd', `f${i}`), patternBytes(i * 1000, i + 1));
    await app.request('transfer.enqueue', {
      from: [{ endpoint: id, path: '/d' }],
      to: { endpoint: session.id, path: '/' },
      existing: 'ask',
    });
    expect((await app.transfersEnd()).counts.done).toBe(50);
    expect(await picture(second)).toEqual(await picture(room.share));
  });

  it('copies and moves on one server, moves between places, and tells the speed limit', async () => {
    const room = await makeRoom();
    for (let i = 0; i < 50; i++) await put(join(room.share, 'd', `f${i}`), patternBytes(1000, i + 1));
    await put(join(room.share, 'd', 'large'), patternBytes(2_000_000));
    const before = await picture(join(room.share, 'd'));
    const { app, id } = await connected(room);
    const at = (path: string) => ({ endpoint: id, path });
    await app.request('transfer.enqueue', { from: [at('/d')], to: at('/copy'), existing: 'ask' });
    expect((await app.transfersEnd()).counts).toEqual({ queued: 0, running: 0, failed: 0, done: 51 });
    expect(await picture(join(room.share, 'copy', 'd'))).toEqual(before);
    const { rows } = await app.request('transfer.rows', { group: 'done', start: 0, count: 100 });
    expect(rows.every((row) => row.receipt?.verified === true)).toBe(true);
    await app.request('transfer.clear', { group: 'done' });

    await app.request('transfer.enqueue', { from: [at('/copy/d')], to: at('/moved'), existing: 'ask', move: true });
    await expect.poll(async () => await picture(join(room.share, 'moved', 'd')).catch(() => ({}))).toEqual(before);
    expect(await readdir(join(room.share, 'copy'))).toEqual([]);

    await app.request('transfer.limit', { bytesPerSecond: 100_000_000 });
    await app.request('transfer.enqueue', { from: [at('/moved/d')], to: local(room.left), existing: 'ask', move: true });
    await expect.poll(() => lastSummary(app)?.limit).toBe(100_000_000);
    await expect.poll(() => readdir(join(room.share, 'moved')), { timeout: 5000 }).toEqual([]);
    expect(await picture(join(room.left, 'd'))).toEqual(before);
    await app.request('transfer.limit', {});
    await expect.poll(() => lastSummary(app)?.limit).toBeUndefined();
  });

  it('asks about taken names, and goes by the answer', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    for (const name of ['a', 'b', 'c']) {
      await put(join(room.left, name), `new ${name}`);
      await put(join(room.share, name), `old ${name}`);
    }
    for (const folder of [room.left, room.share]) await put(join(folder, 'same'), patternBytes(300_000));
    await app.request('transfer.enqueue', {
      from: ['same', 'a', 'b', 'c'].map((name) => local(join(room.left, name))),
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    await expect
      .poll(() => app.payloads('conflicts.changed').at(-1)?.conflicts, { timeout: 10_000 })
      .toMatchObject([{ waiting: 2 }]);
    const first = app.payloads('conflicts.changed').at(-1)?.conflicts[0];
    expect(first?.source.size).toBe(5);
    await app.request('conflict.answer', { conflict: first?.id ?? 0, answer: 'both', forBatch: false });
    await expect
      .poll(() => app.payloads('conflicts.changed').at(-1)?.conflicts, { timeout: 10_000 })
      .toMatchObject([{ waiting: 1 }]);
    const second = app.payloads('conflicts.changed').at(-1)?.conflicts[0];
    await app.request('conflict.answer', { conflict: second?.id ?? 0, answer: 'overwrite', forBatch: true });
    expect((await app.transfersEnd()).counts).toMatchObject({ done: 4, failed: 0 });
    expect((await readdir(room.share)).toSorted()).toEqual(['a', 'a (2)', 'b', 'c', 'same']);
    expect(await readFile(join(room.share, 'a'), 'utf8')).toBe('old a');
    expect(await readFile(join(room.share, 'b'), 'utf8')).toBe('new b');
    await expect.poll(() => app.payloads('conflicts.changed').at(-1)?.conflicts, { timeout: 10_000 }).toEqual([]);
  });

  it('cancels a large file in the middle, and leaves nothing of it', async () => {
    const room = await makeRoom();
    await put(join(room.left, 'large'), '');
    await truncate(join(room.left, 'large'), 2_000_000_000);
    const { app, id } = await connected(room);
    await app.request('transfer.enqueue', {
      from: [local(join(room.left, 'large'))],
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    await expect
      .poll(() => app.payloads('transfers.changed').at(-1)?.running[0]?.acknowledged ?? 0, { timeout: 10_000 })
      .toBeGreaterThan(0);
    const start = performance.now();
    await app.request('transfer.cancel', { transfers: 'all' });
    await app.transfersEnd();
    expect(performance.now() - start).toBeLessThan(2000);
    await expect.poll(() => readdir(room.share), { timeout: 5000 }).toEqual([]);
  });

  it('fails with the reason when the server has gone, and retry completes it', async () => {
    const room = await makeRoom();
    await put(join(room.left, 'd', 'large'), '');
    await truncate(join(room.left, 'd', 'large'), 800_000_000);
    for (let i = 0; i < 300; i++) await put(join(room.left, 'd', `f${i}`), patternBytes(i, i + 1));
    const { app, server, id, port } = await connected(room);
    await app.request('transfer.enqueue', {
      from: [local(join(room.left, 'd'))],
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    await expect
      .poll(
        () =>
          app
            .payloads('transfers.changed')
            .at(-1)
            ?.running.find((row) => row.name === 'large')?.acknowledged ?? 0,
      )
      .toBeGreaterThan(10_000_000);
    await server.request('server.stop', {});
    const { counts } = await app.transfersEnd();
    expect(counts.failed).toBeGreaterThan(0);
    const { rows } = await app.request('transfer.rows', { group: 'failed', start: 0, count: 10 });
    expect(['connection-lost', 'unreachable']).toContain(rows[0]?.error?.code);
    expect((await readdir(join(room.share, 'd'))).filter((name) => name === 'large')).toEqual([]);
    await server.request('server.start', { folder: room.share, host: '127.0.0.1', port, readOnly: false, classic: false });
    await app.request('transfer.retry', { transfers: 'all' });
    expect((await app.transfersEnd()).counts).toMatchObject({ failed: 0, done: 301 });
    expect((await stat(join(room.share, 'd', 'large'))).size).toBe(800_000_000);
    expect((await readdir(join(room.share, 'd'))).length).toBe(301);
  });

  it('goes on by itself when the server is back in time', async () => {
    const room = await makeRoom();
    await put(join(room.left, 'large'), '');
    await truncate(join(room.left, 'large'), 600_000_000);
    const { app, server, id, port } = await connected(room);
    await app.request('transfer.enqueue', {
      from: [local(join(room.left, 'large'))],
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    await expect
      .poll(() => app.payloads('transfers.changed').at(-1)?.running[0]?.acknowledged ?? 0, { timeout: 10_000 })
      .toBeGreaterThan(100_000_000);
    await server.request('server.stop', {});
    const stopped = app.payloads('transfers.changed').length;
    await server.request('server.start', { folder: room.share, host: '127.0.0.1', port, readOnly: false, classic: false });
    const resumed = await app.transfersEnd();
    const after = app.payloads('transfers.changed').slice(stopped);
    const reached = after.flatMap((payload) => payload.running.map((row) => row.acknowledged));
    expect(Math.min(...reached)).toBeGreaterThan(50_000_000);
    expect(resumed.counts).toEqual({ queued: 0, running: 0, failed: 0, done: 1 });
    expect((await stat(join(room.share, 'large'))).size).toBe(600_000_000);
    expect((await app.request('app.start', {})).sessions).toMatchObject([{ id, state: 'open' }]);
  });

  it('reports links and refuses a read-only share, before a byte is written', async () => {
    const room = await makeRoom();
    await put(join(room.left, 'd', 'file'), 'x');
    await symlink('/etc/passwd', join(room.left, 'd', 'link'));
    const { app, id } = await connected(room, { readOnly: true });
    await app.request('transfer.enqueue', {
      from: [local(join(room.left, 'd'))],
      to: { endpoint: id, path: '/' },
      existing: 'ask',
    });
    expect((await app.transfersEnd()).counts).toEqual({ queued: 0, running: 0, failed: 1, done: 1 });
    const failed = (await app.request('transfer.rows', { group: 'failed', start: 0, count: 1 })).rows[0];
    expect(failed?.error?.code).toBe('permission-denied');
    expect(await readdir(room.share)).toEqual([]);
  });
});
