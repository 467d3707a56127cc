import { mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPlatformText } from '../local/platformPath.ts';
import { isTemporaryName } from '../local/temporaryName.ts';
import { type Identity, loadIdentity, makeToken } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import type { ContractSubject } from '../contract/context.ts';
import { readWhole } from '../contract/recorder.ts';
import { describeFileSystem } from '../contractSuite.ts';
import { connectNative } from './connect.ts';

let home: string;
let identity: Identity;
const token = makeToken();

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-native-')));
  identity = await loadIdentity(home);
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function serve(readOnly = false): Promise<{ server: RunningServer; folder: string }> {
  const folder = await mkdtemp(join(home, 'share-'));
  const server = await startServer({ folder, host: '127.0.0.1', port: 0, readOnly, classic: false, identity, token });
  return { server, folder };
}

async function open(): Promise<ContractSubject> {
  const { server, folder } = await serve();
  const fileSystem = await connectNative({ host: server.host, port: server.port, pin: identity.pin, token });
  return {
    fileSystem,
    directory: '/',
    hidden: async () =>
      (await readdir(folder, { recursive: true })).filter((path) => isTemporaryName(path.slice(path.lastIndexOf('/') + 1))),
    makeLink: async (path, target) => await symlink(target, folder + toPlatformText(path)),
    cleanup: async () => await server.stop(),
  };
}

describeFileSystem('native', { open, chunkSize: 131_072, rawNames: process.platform === 'linux' });

describe('opening a session', () => {
  it('refuses an unknown, a changed and an unauthenticated server or client', async () => {
    const { server } = await serve();
    const { host, port } = server;
    try {
      await expect(connectNative({ host, port, token })).rejects.toMatchObject({ code: 'identity-unknown', pin: identity.pin });
      const other = 'A'.repeat(43);
      await expect(connectNative({ host, port, token, pin: other })).rejects.toMatchObject({
        code: 'identity-changed',
        pin: identity.pin,
      });
      await expect(connectNative({ host, port, token: makeToken(), pin: identity.pin })).rejects.toMatchObject({
        code: 'auth-failed',
      });
      await expect(connectNative({ host, port, pin: identity.pin })).rejects.toMatchObject({ code: 'auth-failed' });
      const trusted = await connectNative({ host, port, token, trustOnFirstUse: true });
      expect(trusted.pin).toBe(identity.pin);
      await trusted.close();
      expect(await trusted.closed).toBeUndefined();
    } finally {
      await server.stop();
    }
    await expect(connectNative({ host, port, token, pin: identity.pin })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('opens one more connection however many lanes there are, and leaves none behind', async () => {
    const { server, folder } = await serve();
    try {
      await writeFile(join(folder, 'file'), 'contents');
      const fileSystem = await connectNative({ host: server.host, port: server.port, token, pin: identity.pin });
      const reads = Array.from({ length: 4 }, () => readWhole(fileSystem, '/file'));
      for (const contents of await Promise.all(reads)) expect(Buffer.from(contents).toString()).toBe('contents');
      expect(server.peers()).toHaveLength(2);
      await fileSystem.close();
      await expect.poll(() => server.peers()).toEqual([]);

      const hasty = await connectNative({ host: server.host, port: server.port, token, pin: identity.pin });
      const pending = readWhole(hasty, '/file');
      const failed = expect(pending).rejects.toMatchObject({ code: 'cancelled' });
      await hasty.close();
      await failed;
      await expect.poll(() => server.peers()).toEqual([]);
    } finally {
      await server.stop();
    }
  });

  it('tells why the session ended when the server stops', async () => {
    const { server } = await serve();
    const fileSystem = await connectNative({ host: server.host, port: server.port, token, pin: identity.pin });
    await fileSystem.stat('/');
    await server.stop();
    expect((await fileSystem.closed)?.code).toBe('connection-lost');
    await expect(fileSystem.stat('/')).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it('says that a port is taken, a folder is missing, and that the classic protocol stays here', async () => {
    const { server, folder } = await serve();
    const base = { folder, host: '127.0.0.1', port: server.port, readOnly: false, classic: false, identity, token };
    await expect(startServer(base)).rejects.toMatchObject({ code: 'busy' });
    await expect(startServer({ ...base, port: 0, folder: join(folder, 'missing') })).rejects.toMatchObject({ code: 'not-found' });
    await expect(startServer({ ...base, port: 0, host: '0.0.0.0', classic: true })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await server.stop();
  });
});
