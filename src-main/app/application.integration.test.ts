import { createServer } from 'node:net';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../src-shared/model/server.ts';
import { unpackEntries } from '../../src-shared/model/entryColumns.ts';
import { local, makeRoom, type Room, type TestApplication } from './application.testing.ts';

function serverOptions(room: Room, changes: Partial<ServerOptions> = {}): ServerOptions {
  return { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false, ...changes };
}

async function connected(room: Room, changes: Partial<ServerOptions> = {}): Promise<{ app: TestApplication; id: string }> {
  const app = await room.start();
  await app.request('server.start', serverOptions(room, changes));
  const { session, path } = await app.request('server.connect', {});
  expect(path).toBe('/');
  return { app, id: session.id };
}

describe('application', () => {
  it('starts with home on the left and nothing on the right', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const start = await app.request('app.start', {});
    expect(start).toMatchObject({
      left: undefined,
      right: undefined,
      startErrors: [],
      sessions: [],
      server: { state: 'stopped' },
    });
    expect(start.suggestedShare.endsWith('Ferry share')).toBe(true);
    expect(start.summary.counts).toEqual({ queued: 0, running: 0, failed: 0, done: 0 });
  });

  it('refuses what is no request or has other parameters', async () => {
    const app = await (await makeRoom()).start();
    for (const [name, params] of [
      ['nothing', {}],
      ['__proto__', {}],
      ['constructor', {}],
      ['shell.quit', {}],
      ['app.start', undefined],
      ['app.start', { more: 1 }],
      ['listing.open', { listing: -1, location: { endpoint: 'local', path: '/' } }],
      ['listing.open', { listing: 1, location: { endpoint: 'local', path: 'relative' } }],
      ['transfer.rows', { group: 'done', start: 0, count: 501 }],
      ['transfer.cancel', { transfers: 'some' }],
      ['session.open', {}],
    ] as const) {
      expect(await app.backend.request(name, params)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    }
    expect(await app.backend.request('entry.stat', { location: { endpoint: 'local', path: '/a/../b' } })).toMatchObject({
      ok: false,
      error: { code: 'name-invalid' },
    });
    expect((await app.refused('entry.stat', { location: { endpoint: 's9', path: '/' } })).code).toBe('connection-lost');
  });

  it('opens what is given as locations, and tells what can not be opened', async () => {
    const room = await makeRoom();
    await writeFile(join(room.left, 'file'), '');
    const server = await room.start();
    await server.request('server.start', serverOptions(room));
    const { link } = await server.request('server.link', {});
    const app = await room.start({ left: room.left, right: link.replace('/#', '/sub#'), userData: join(room.path, 'other') });
    const start = await app.request('app.start', {});
    expect(start.startErrors).toEqual([]);
    expect(start.left).toEqual(local(room.left));
    expect(start.right).toEqual({ endpoint: start.sessions[0]?.id, path: '/sub' });
    const bad = await room.start({
      left: join(room.left, 'file'),
      right: 'ferry://127.0.0.1:1/',
      userData: join(room.path, 'third'),
    });
    const errors = (await bad.request('app.start', {})).startErrors.map((error) => error.code);
    expect(errors.toSorted()).toEqual(['not-a-directory', 'unreachable']);
  });

  it('lists a large directory in pages, the first one small, and ends one that is opened again', async () => {
    const room = await makeRoom();
    for (let i = 0; i < 3000; i++) await mkdir(join(room.left, `d${i}`));
    const app = await room.start();
    const [first, second] = await Promise.all([
      app.refused('listing.open', { listing: 1, location: local(room.left) }),
      app.request('listing.open', { listing: 1, location: local(room.left) }),
    ]);
    expect(first.code).toBe('cancelled');
    expect(second.total).toBe(3000);
    const opened = app.request('listing.open', { listing: 2, location: local(room.left) });
    await opened;
    const pages = app.payloads('listing.page').filter((page) => page.listing === 2);
    expect(pages.flatMap((page) => unpackEntries(page.entries))).toHaveLength(3000);
    expect(pages[0]?.entries.count).toBeLessThanOrEqual(1000);
    expect(pages.at(-1)?.total).toBe(3000);
    const cancelled = app.refused('listing.open', { listing: 3, location: local(room.left) });
    await app.request('listing.cancel', { listing: 3 });
    expect((await cancelled).code).toBe('cancelled');
    expect((await app.refused('listing.open', { listing: 4, location: local(join(room.left, 'none')) })).code).toBe('not-found');
  });

  it('makes empty files and never replaces one', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    await writeFile(join(room.share, 'kept'), 'kept');
    await app.request('entry.makeFile', { location: { endpoint: id, path: '/new ü.txt' } });
    await app.request('entry.makeFile', { location: local(join(room.left, 'new.txt')) });
    expect((await app.refused('entry.makeFile', { location: { endpoint: id, path: '/kept' } })).code).toBe('already-exists');
    expect((await app.refused('entry.makeFile', { location: local(join(room.left, 'new.txt')) })).code).toBe('already-exists');
    expect(await readFile(join(room.share, 'kept'), 'utf8')).toBe('kept');
    expect(await readFile(join(room.share, 'new ü.txt'), 'utf8')).toBe('');
    expect(await readdir(room.left)).toEqual(['new.txt']);
  });

  it('makes, renames and removes entries, and says that their directory has changed', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    await app.request('directory.shown', { locations: [{ endpoint: id, path: '/' }] });
    await app.request('entry.makeDirectory', { location: { endpoint: id, path: '/new' } });
    await expect
      .poll(() => app.payloads('directory.changed'), { timeout: 10_000 })
      .toEqual([{ location: { endpoint: id, path: '/' } }]);
    await app.request('entry.rename', { from: { endpoint: id, path: '/new' }, name: 'named' });
    expect(await readdir(room.share)).toEqual(['named']);
    expect((await app.request('entry.stat', { location: { endpoint: id, path: '/named' } })).entry.kind).toBe('directory');
    await writeFile(join(room.share, 'named', 'file'), 'x');
    await symlink(room.left, join(room.share, 'link'));
    expect((await app.refused('entry.rename', { from: { endpoint: id, path: '/named' }, name: 'link' })).code).toBe(
      'already-exists',
    );
    expect((await app.refused('entry.rename', { from: { endpoint: id, path: '/named' }, name: '../x' })).code).toBe(
      'name-invalid',
    );
    const locations = ['/named', '/missing', '/link'].map((path) => ({ endpoint: id, path }));
    expect((await app.refused('entry.remove', { locations })).code).toBe('not-found');
    expect(await readdir(room.share)).toEqual([]);
    expect(await readdir(room.left)).toEqual([]);
    expect((await app.request('entry.space', { location: { endpoint: id, path: '/' } })).space.available).toBeGreaterThan(0);
  });

  it('runs one server, and closes its sessions when it stops', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    expect((await app.refused('server.start', serverOptions(room))).code).toBe('invalid-request');
    const { link } = await app.request('server.link', {});
    expect(await app.request('session.parse', { text: link })).toMatchObject({ path: '/', hasToken: true });
    await app.request('server.stop', {});
    await expect
      .poll(() => app.payloads('sessions.changed').at(-1)?.sessions, { timeout: 10_000 })
      .toMatchObject([{ id, state: 'closed' }]);
    expect(app.payloads('server.changed').at(-1)?.server).toEqual({ state: 'stopped' });
    expect((await app.refused('server.link', {})).code).toBe('invalid-request');
    expect((await app.refused('entry.stat', { location: { endpoint: id, path: '/' } })).code).toBe('connection-lost');
    expect((await app.refused('session.reconnect', { session: id })).code).toBe('unreachable');
    await app.request('session.close', { session: id });
    expect((await app.request('app.start', {})).sessions).toEqual([]);
  });

  it('tells a port in use and a missing folder plainly', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect((await app.refused('server.start', serverOptions(room, { port }))).code).toBe('busy');
    holder.close();
    expect((await app.refused('server.start', serverOptions(room, { folder: join(room.path, 'none') }))).code).toBe('not-found');
    expect((await app.refused('server.start', serverOptions(room, { folder: 'relative' }))).code).toBe('invalid-request');
    expect((await app.request('app.start', {})).server).toEqual({ state: 'stopped' });
    await app.request('server.start', serverOptions(room));
  });

  it('asks once about an unknown server, remembers it, and blocks another identity', async () => {
    const room = await makeRoom();
    const server = await room.start({ userData: join(room.path, 'server') });
    const started = await server.request('server.start', serverOptions(room));
    if (started.server.state !== 'running') throw new Error('not running');
    const { port, pin } = started.server;
    const token = new URLSearchParams((await server.request('server.link', {})).link.split('#')[1]).get('token') ?? '';
    const endpoint = { kind: 'native', host: '127.0.0.1', port } as const;
    const app = await room.start();
    expect(await app.refused('session.open', { endpoint, token })).toMatchObject({ code: 'identity-unknown', pin });
    expect((await app.refused('session.open', { endpoint, token: 'wrong', trust: pin })).code).toBe('auth-failed');
    await app.request('session.open', { endpoint, token, trust: pin });
    await app.backend.close();
    const again = await room.start();
    await again.request('session.open', { endpoint, token });
    await server.backend.close();
    const other = await room.start({ userData: join(room.path, 'other server') });
    await other.request('server.start', serverOptions(room, { port }));
    const changed = await again.refused('session.open', { endpoint, token: 'another' });
    expect(changed).toMatchObject({ code: 'identity-changed', expectedPin: pin });
    expect(changed.pin).not.toBe(pin);
    expect(await again.refused('session.open', { endpoint, token, trust: changed.pin })).toMatchObject({
      code: 'identity-changed',
    });
    for (const name of await readdir(room.userData, { recursive: true })) {
      const text = await readFile(join(room.userData, name), 'utf8').catch(() => '');
      expect(text).not.toContain(token);
    }
  });

  it('takes a damaged list of servers for none, and says so', async () => {
    const room = await makeRoom();
    await mkdir(room.userData);
    await writeFile(join(room.userData, 'known-servers.json'), '{"version":1,"servers":{"a:1":');
    const app = await room.start();
    expect((await app.request('app.start', {})).startErrors).toMatchObject([{ code: 'internal' }]);
    expect(await readdir(room.userData)).toContain('known-servers.json.damaged');
  });
});
