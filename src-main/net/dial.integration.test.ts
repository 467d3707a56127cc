import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { protocolName } from '../protocol/native/hello.ts';
import { loadIdentity } from '../server/identity.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import { type Dialled, dial, type TlsSession } from './dial.ts';

let home: string;
let server: RunningServer;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-dial-')));
  server = await startOn(join(home, 'identity'));
});

afterEach(async () => {
  await server.stop();
  await rm(home, { recursive: true });
});

async function startOn(identityFolder: string, port = 0): Promise<RunningServer> {
  const identity = await loadIdentity(identityFolder);
  return await startServer({ folder: home, host: '127.0.0.1', port, readOnly: true, classic: false, identity, token: 't' });
}

async function dialWith(resume?: TlsSession): Promise<Dialled> {
  return await dial({ host: '127.0.0.1', port: server.port, protocol: protocolName, timeoutMs: 10_000, resume });
}

async function sessionOf(dialled: Dialled): Promise<TlsSession> {
  await expect.poll(() => dialled.tlsSession()).toBeDefined();
  dialled.socket.destroy();
  const session = dialled.tlsSession();
  if (session === undefined) throw new Error('no session');
  return session;
}

it('takes up the session of an earlier connection, with the same pin and keys of its own', async () => {
  const first = await dialWith();
  expect(first.socket.isSessionReused()).toBe(false);
  const exported = first.socket.exportKeyingMaterial(32, 'label', Buffer.alloc(0));
  const second = await dialWith(await sessionOf(first));
  expect(second.socket.isSessionReused()).toBe(true);
  expect([first.pin, second.pin]).toEqual([server.pin, server.pin]);
  expect(second.socket.exportKeyingMaterial(32, 'label', Buffer.alloc(0)).equals(exported)).toBe(false);
  second.socket.destroy();
});

it('shakes hands anew with a server that does not know the session, and sees its identity', async () => {
  const session = await sessionOf(await dialWith());
  const { port, pin } = server;
  await server.stop();
  server = await startOn(join(home, 'another'), port);
  const dialled = await dialWith(session);
  expect(dialled.socket.isSessionReused()).toBe(false);
  expect(dialled.pin).toBe(server.pin);
  expect(dialled.pin).not.toBe(pin);
  dialled.socket.destroy();
});
