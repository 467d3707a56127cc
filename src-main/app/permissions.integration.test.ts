import { chmod, lstat, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PermissionChange } from '../../src-shared/model/permissions.ts';
import { local, makeRoom, type TestApplication } from './application.testing.ts';

const change = (part: Partial<PermissionChange>): PermissionChange => ({
  set: 0,
  clear: 0,
  inside: 'nothing',
  executeWhereUsed: false,
  ...part,
});

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o7777).toString(8);
}

/** `d` with a program, a plain file, a link out of it and a folder in it. */
async function makeTree(folder: string): Promise<{ paths: string[]; outside: string }> {
  const outside = join(folder, 'outside');
  await mkdir(join(folder, 'd/sub'), { recursive: true });
  const files = ['d/program', 'd/plain', 'd/sub/inner', 'outside'].map((name) => join(folder, name));
  for (const path of files) await writeFile(path, '');
  await symlink(outside, join(folder, 'd/link'));
  const paths = ['d', 'd/program', 'd/plain', 'd/sub', 'd/sub/inner'].map((name) => join(folder, name));
  for (const [at, mode] of [0o755, 0o744, 0o600, 0o1700, 0o640].entries()) await chmod(paths[at] ?? '', mode);
  await chmod(outside, 0o600);
  return { paths, outside };
}

async function set(app: TestApplication, path: string, part: Partial<PermissionChange>) {
  return await app.request('entry.setPermissions', { number: 1, locations: [local(path)], change: change(part) });
}

describe.runIf(process.platform !== 'win32')('permissions', () => {
  it('are changed of named entries alone, with the special bits kept', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const { paths } = await makeTree(room.left);
    expect(await set(app, paths[0] ?? '', { set: 0o070, clear: 0o005 })).toEqual({ changed: 1, failed: 0, failures: [] });
    expect(await set(app, paths[3] ?? '', { set: 0o005, clear: 0o200 })).toMatchObject({ changed: 1 });
    expect(await Promise.all(paths.map(modeOf))).toEqual(['770', '744', '600', '1505', '640']);
  });

  it('reach into folders, set execution only where it is used, and never follow a link', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const { paths, outside } = await makeTree(room.left);
    const done = await set(app, paths[0] ?? '', { set: 0o755, clear: 0o022, inside: 'everything', executeWhereUsed: true });
    expect(done).toEqual({ changed: 5, failed: 0, failures: [] });
    expect(await Promise.all(paths.map(modeOf))).toEqual(['755', '755', '644', '1755', '644']);
    expect(await modeOf(outside)).toBe('600');
  });

  it('reach files or folders only', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const { paths } = await makeTree(room.left);
    expect(await set(app, paths[0] ?? '', { set: 0o006, inside: 'files' })).toMatchObject({ changed: 3 });
    expect(await set(app, paths[0] ?? '', { set: 0o070, inside: 'folders' })).toMatchObject({ changed: 2 });
    expect(await Promise.all(paths.map(modeOf))).toEqual(['775', '746', '606', '1770', '646']);
  });

  it('are taken from folders after what is in them is done, also on a server', async () => {
    const room = await makeRoom();
    const app = await room.start();
    const { paths } = await makeTree(room.share);
    await app.request('server.start', { folder: room.share, host: '127.0.0.1', port: 0, readOnly: false, classic: false });
    const { session } = await app.request('server.connect', {});
    const locations = ['/d', '/missing'].map((path) => ({ endpoint: session.id, path }));
    const part = change({ set: 0o400, clear: 0o377, inside: 'everything' });
    const done = await app.request('entry.setPermissions', { number: 1, locations, change: part });
    expect(done).toMatchObject({ changed: 5, failed: 1, failures: [{ path: '/missing', error: { code: 'not-found' } }] });
    expect(await Promise.all(paths.map(modeOf))).toEqual(['400', '400', '400', '1400', '400']);
    await chmod(paths[0] ?? '', 0o700);
    await chmod(paths[3] ?? '', 0o700);
  });
});
