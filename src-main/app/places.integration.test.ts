import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src-shared/model/location.ts';
import { defaultPort, parseRemoteUrl } from '../../src-shared/model/location.ts';
import type { Places } from '../../src-shared/model/places.ts';
import type { SystemCipher } from '../sessions/secrets.ts';
import { makeRoom, type Room, type TestApplication } from './application.testing.ts';

const cipher: SystemCipher = {
  encrypt: async (text) => Buffer.from([...text].reverse().join('')).toString('base64'),
  decrypt: async (sealed) => [...Buffer.from(sealed, 'base64').toString()].reverse().join(''),
};
const endpoint: Endpoint = { kind: 'native', host: 'nas', port: defaultPort };
const nas = { name: 'NAS', folder: '', endpoint, signIn: 'key' } as const;

async function places(app: TestApplication): Promise<Places> {
  return (await app.request('places.get', {})).places;
}

/** A share served by another application. @returns its address and its key */
async function shared(room: Room): Promise<{ endpoint: Endpoint; token: string; link: string }> {
  const server = await room.start({ userData: join(room.path, 'server') });
  await server.request('server.start', { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false });
  const { link } = await server.request('server.link', {});
  const { endpoint, token = '' } = parseRemoteUrl(link);
  return { endpoint, token, link };
}

/** The files of the user-data folder that hold a text. */
async function filesWith(room: Room, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(room.userData, { recursive: true })) {
    const contents = await readFile(join(room.userData, name)).catch(() => Buffer.alloc(0));
    if (contents.includes(text)) found.push(name);
  }
  return found;
}

describe('saved sites', () => {
  it('are there in the next run, in their folders', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const { id } = await app.request('site.save', { site: { ...nas, folder: 'Work/Europe', remoteFolder: '/in' } });
    await app.request('site.folder', { to: 'Empty' });
    await app.request('site.folder', { from: 'Work', to: 'Job' });
    await expect.poll(() => app.payloads('places.changed').at(-1)?.places.folders).toEqual(['Job', 'Job/Europe', 'Empty']);
    await app.backend.close();
    const again = await room.start();
    expect(await places(again)).toMatchObject({
      sites: [{ id, name: 'NAS', folder: 'Job/Europe', remoteFolder: '/in', key: 'unknown' }],
      folders: ['Job', 'Job/Europe', 'Empty'],
      keyProtection: 'file',
    });
    await again.request('site.folder', { from: 'Job' });
    expect(await places(again)).toMatchObject({ sites: [], folders: ['Empty'] });
  });

  it('refuse what makes no sense, and lose nothing', async () => {
    const app = await (await makeRoom()).start();
    await app.request('site.save', { site: { ...nas, folder: 'Work' } });
    await app.request('site.folder', { to: 'Home' });
    expect((await app.refused('site.folder', { from: 'Work', to: 'Home' })).code).toBe('already-exists');
    expect((await app.refused('site.folder', { from: 'Work', to: 'Work/Inner' })).code).toBe('invalid-request');
    expect((await app.refused('site.folder', {})).code).toBe('invalid-request');
    expect((await app.refused('site.save', { site: { ...nas, id: 'gone' } })).code).toBe('not-found');
    expect((await app.refused('session.open', { site: 'gone' })).code).toBe('not-found');
    expect(await places(app)).toMatchObject({ sites: [{ folder: 'Work' }], folders: ['Work', 'Home'] });
  });

  it('leave out what a damaged file does not tell, put it aside and say so', async () => {
    const room = await makeRoom();
    await mkdir(room.userData);
    const stored = {
      version: 1,
      sites: [
        { id: 'a', ...nas },
        { id: 'b', ...nas, endpoint: { ...endpoint, port: 0 } },
      ],
      bookmarks: 'none',
    };
    await writeFile(join(room.userData, 'places.json'), JSON.stringify(stored));
    await writeFile(join(room.userData, 'recent.json'), '{');
    const app = await room.start();
    expect((await places(app)).sites.map(({ id }) => id)).toEqual(['a']);
    const { startErrors } = await app.request('app.start', {});
    expect(startErrors.map(({ path }) => path)).toEqual(
      ['places.json.damaged', 'recent.json.damaged'].map((name) => join(room.userData, name)),
    );
    expect(JSON.parse(await readFile(join(room.userData, 'places.json.damaged'), 'utf8'))).toEqual(stored);
  });
});

describe('the key of a site', () => {
  it('opens the server, is kept encrypted by the system, and is told to nobody', async () => {
    const room = await makeRoom();
    const { endpoint: address, token } = await shared(room);
    const app = await room.start({}, cipher);
    const key = { change: 'set', token, remember: true } as const;
    const { id } = await app.request('site.save', { site: { ...nas, endpoint: address }, key });
    expect(await filesWith(room, token)).toEqual([]);
    await app.backend.close();
    const again = await room.start({}, cipher);
    const { session } = await again.request('session.open', { site: id });
    expect(session).toMatchObject({ label: 'NAS', site: id, state: 'open' });
    expect(await places(again)).toMatchObject({ sites: [{ key: 'kept' }], keyProtection: 'system' });
    await again.backend.close();
    expect(JSON.stringify([again.events, app.events])).not.toContain(token);
    // The key ring is gone: the key is asked for.
    const without = await room.start();
    expect((await without.refused('session.open', { site: id })).code).toBe('auth-failed');
  });

  it('stays in memory unless it is to be remembered, and then in its own file for the user alone', async () => {
    const room = await makeRoom();
    const { endpoint: address, token } = await shared(room);
    const site = { ...nas, endpoint: address };
    const app = await room.start();
    const { id } = await app.request('site.save', { site, key: { change: 'set', token, remember: false } });
    await app.request('session.open', { site: id });
    expect(await filesWith(room, token)).toEqual([]);
    expect((await places(app)).sites).toMatchObject([{ key: 'session' }]);

    await app.request('site.save', { site: { ...site, id }, key: { change: 'set', remember: true } });
    expect(await filesWith(room, token)).toEqual(['secrets.json']);
    if (process.platform !== 'win32') expect((await stat(join(room.userData, 'secrets.json'))).mode & 0o777).toBe(0o600);
    const copy = await app.request('site.save', { site, key: { change: 'copy', site: id } });
    await app.request('site.remove', { sites: [id] });
    expect((await places(app)).sites).toMatchObject([{ id: copy.id, key: 'kept' }]);
    await app.request('site.save', { site: { ...site, id: copy.id, signIn: 'none' } });
    expect(await filesWith(room, token)).toEqual([]);
  });

  it('that can’t be kept leaves everything as it was', async () => {
    const app = await (await makeRoom()).start({}, { ...cipher, encrypt: () => Promise.reject(new Error('no key ring')) });
    const key = { change: 'set', token: 'secret', remember: true } as const;
    expect(await app.refused('site.save', { site: nas, key })).toMatchObject({ code: 'permission-denied' });
    expect((await places(app)).sites).toEqual([]);
    await app.request('site.save', { site: nas, key: { ...key, remember: false } });
    expect((await places(app)).sites).toMatchObject([{ key: 'session' }]);
  });

  it('that lets one in becomes the site’s; one for another address does not', async () => {
    const room = await makeRoom();
    const { endpoint: address, token } = await shared(room);
    const app = await room.start();
    const { id } = await app.request('site.save', { site: { ...nas, endpoint: address } });
    expect((await app.refused('session.open', { site: id })).code).toBe('auth-failed');
    expect((await app.refused('session.open', { site: id, token: 'wrong', remember: true })).code).toBe('auth-failed');
    expect((await places(app)).sites).toMatchObject([{ key: 'unknown' }]);
    await app.request('session.open', { site: id, token, remember: true });
    expect((await places(app)).sites).toMatchObject([{ key: 'kept' }]);
    await app.request('site.save', { site: { ...nas, id, endpoint: { ...address, host: 'elsewhere' } } });
    expect((await places(app)).sites).toMatchObject([{ key: 'unknown' }]);
    expect(await filesWith(room, token)).toEqual([]);
  });
});

describe('two programs with the same user data', () => {
  it('keep what the other has saved', async () => {
    const room = await makeRoom();
    const [one, other] = [await room.start(), await room.start()];
    const key = { change: 'set', token: 'secret', remember: true } as const;
    await other.request('site.save', { site: { ...nas, name: 'Other' }, key });
    await other.request('settings.set', { change: { theme: 'dark' } });
    await one.request('site.save', { site: nas, key });
    await one.request('settings.set', { change: { language: 'id' } });
    await one.request('bookmark.set', { bookmarks: [] });
    await Promise.all([one.backend.close(), other.backend.close()]);
    const later = await room.start();
    const { sites } = await places(later);
    expect(Object.fromEntries(sites.map(({ name, key: kept }) => [name, kept]))).toEqual({ NAS: 'kept', Other: 'kept' });
    expect((await later.request('settings.get', {})).settings).toMatchObject({ theme: 'dark', language: 'id' });
  });
});

describe('a link from outside', () => {
  it('connects nothing, keeps its key, and lets it be used for its own address alone', async () => {
    const room = await makeRoom();
    const { endpoint: address, token, link } = await shared(room);
    const app = await room.start();
    await app.request('session.offer', { link });
    const [offered] = app.payloads('session.offered');
    expect(offered).toEqual({ offer: { id: 1, endpoint: address, path: '/', hasToken: true } });
    expect((await app.request('app.start', {})).sessions).toEqual([]);
    expect(JSON.stringify(app.events)).not.toContain(token);
    const other = { ...address, port: address.port === 1 ? 2 : 1 };
    expect((await app.refused('session.open', { endpoint: other, offer: 1 })).code).toBe('invalid-request');
    expect((await app.request('session.open', { endpoint: address, offer: 1 })).session.state).toBe('open');
    expect((await app.refused('session.offer', { link: 'https://example.org/' })).code).toBe('invalid-request');
  });
});

describe('bookmarks and recent places', () => {
  it('are kept, the recent ones to a number for each server', async () => {
    const room = await makeRoom();
    const app = await room.start();
    await app.request('bookmark.set', { bookmarks: [{ id: 'b', name: 'Docs', place: { path: '/docs', endpoint } }] });
    for (let at = 0; at < 40; at++) await app.request('place.visited', { place: { path: `/folder ${at}` } });
    await app.request('place.visited', { place: { path: '/docs', endpoint } });
    await app.request('place.visited', { place: { path: '/folder 20' } });
    await app.backend.close();
    const kept = await places(await room.start());
    expect(kept.bookmarks).toEqual([{ id: 'b', name: 'Docs', place: { path: '/docs', endpoint } }]);
    expect(kept.recent.length).toBe(31);
    expect(kept.recent.slice(0, 3).map(({ path }) => path)).toEqual(['/folder 20', '/docs', '/folder 39']);
  });
});
