import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Location } from '../../src-shared/model/location.ts';
import { local, makeRoom, type Room, type TestApplication } from './application.testing.ts';

/** Changes by other programs, in a folder of this computer and in one of a server. */

async function connected(room: Room): Promise<{ app: TestApplication; server: TestApplication; id: string; port: number }> {
  const server = await room.start({ userData: join(room.path, 'server') });
  const options = { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
  const started = await server.request('server.start', options);
  const { link } = await server.request('server.link', {});
  const app = await room.start();
  const { session } = await app.request('session.open', { link });
  return { app, server, id: session.id, port: started.server.state === 'running' ? started.server.port : 0 };
}

function told(app: TestApplication, { endpoint, path }: Location): number {
  return app.payloads('directory.changed').filter(({ location }) => location.endpoint === endpoint && location.path === path)
    .length;
}

async function tells(app: TestApplication, location: Location, change: () => Promise<unknown>): Promise<void> {
  const before = told(app, location);
  await change();
  await expect.poll(() => told(app, location), { timeout: 15_000 }).toBeGreaterThan(before);
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe('directories that are shown', () => {
  it('are told of when another program changes them, here and on a server', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    for (const [folder, location] of [
      [room.left, local(room.left)],
      [room.share, { endpoint: id, path: '/' }],
    ] as const) {
      await app.request('directory.shown', { locations: [location] });
      await app.request('listing.open', { listing: 1, location });
      await tells(app, location, () => writeFile(join(folder, 'new'), 'x'));
      await tells(app, location, () => writeFile(join(folder, 'new'), 'longer'));
      await tells(app, location, () => rename(join(folder, 'new'), join(folder, 'named')));
      await tells(app, location, () => rm(join(folder, 'named')));
    }
  });

  it('are told of twice a second at most while much happens, and once after it', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    const locations = [local(room.left), { endpoint: id, path: '/' }];
    await app.request('directory.shown', { locations });
    const started = performance.now();
    for (let i = 0; i < 150; i++) {
      await Promise.all([room.left, room.share].map((folder) => writeFile(join(folder, `${i}`), 'x')));
      await pause(10);
    }
    const seconds = (performance.now() - started) / 1000;
    for (const location of locations) expect(told(app, location)).toBeLessThanOrEqual(1 + 2 * seconds);
    await pause(1500);
    const [here, there] = locations;
    if (here !== undefined) await tells(app, here, () => writeFile(join(room.left, 'last'), ''));
    if (there !== undefined) await tells(app, there, () => writeFile(join(room.share, 'last'), ''));
  });

  it('are not told of when they are shown no longer', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    const locations = [local(room.left), { endpoint: id, path: '/' }];
    await app.request('directory.shown', { locations });
    await app.request('directory.shown', { locations: [] });
    await writeFile(join(room.left, 'new'), 'x');
    await writeFile(join(room.share, 'new'), 'x');
    await pause(1200);
    expect(app.payloads('directory.changed')).toEqual([]);
  });

  it('are told of when they go, and when they are back', async () => {
    const room = await makeRoom();
    const { app, id } = await connected(room);
    await mkdir(join(room.share, 'd'));
    const location = { endpoint: id, path: '/d' };
    await app.request('directory.shown', { locations: [location] });
    await app.request('listing.open', { listing: 1, location });
    await tells(app, location, () => rm(join(room.share, 'd'), { recursive: true }));
    expect((await app.refused('listing.open', { listing: 2, location })).code).toBe('not-found');
    await tells(app, location, () => mkdir(join(room.share, 'd')));
    await tells(app, location, () => writeFile(join(room.share, 'd', 'new'), 'x'));
  });

  it('are watched again when the session is back', { timeout: 60_000 }, async () => {
    const room = await makeRoom();
    const { app, server, id, port } = await connected(room);
    const location = { endpoint: id, path: '/' };
    await app.request('directory.shown', { locations: [location] });
    await server.request('server.stop', {});
    await expect.poll(() => app.payloads('sessions.changed').at(-1)?.sessions[0]?.state).not.toBe('open');
    await server.request('server.start', { folder: room.share, host: '127.0.0.1', port, readOnly: false, classic: false });
    await app.request('session.reconnect', { session: id });
    await pause(300);
    await tells(app, location, () => writeFile(join(room.share, 'new'), 'x'));
  });
});
