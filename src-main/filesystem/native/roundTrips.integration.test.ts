import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { ReadRecorder } from '../contract/recorder.ts';
import { connectNative, type NativeConnectOptions } from './connect.ts';
import type { NativeFileSystem } from './nativeFileSystem.ts';

let home: string;
let server: RunningServer;
let relay: Server;
/** How often the client has spoken after it last heard something. */
let turns: number;
/** Nothing of the server's reaches the client any more, not even its end. */
let swallowing: boolean;
/** The connection that is made first is cut off as soon as it is secured: where two are, that for contents. */
let resetAhead: boolean;
/** Of the connections that were made. */
let ended: Promise<unknown>[];

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-turns-')));
  const identity = await loadIdentity(join(home, 'identity'));
  await writeFile(join(home, 'file'), 'x');
  server = await startServer({ folder: home, host: '127.0.0.1', port: 0, readOnly: true, classic: false, identity, token: 't' });
  turns = 0;
  ended = [];
  swallowing = false;
  resetAhead = false;
  relay = createServer((near) => {
    // The first thing that it says after its hello of TLS is that it is secured.
    let said = 0;
    if (resetAhead && ended.length === 0) near.on('data', () => (said += 1) === 2 && near.resetAndDestroy());
    ended.push(once(near, 'close'));
    let clientSpokeLast = false;
    const far = connect(server.port, '127.0.0.1');
    // Each direction is held for a moment, so that what belongs together passes together.
    near.on('data', (bytes) => {
      if (!clientSpokeLast) turns += 1;
      clientSpokeLast = true;
      setTimeout(() => far.write(bytes), 20);
    });
    far.on('data', (bytes) => {
      clientSpokeLast = false;
      if (!swallowing) setTimeout(() => near.write(bytes), 20);
    });
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => swallowing || near.destroy());
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(async () => {
  await server.stop();
  relay.close();
  await rm(home, { recursive: true });
});

function connectThroughRelay(options: Pick<NativeConnectOptions, 'first' | 'contentsSoon'>): Promise<NativeFileSystem> {
  const { port } = relay.address() as AddressInfo;
  return connectNative({ host: '127.0.0.1', port, pin: server.pin, token: 't', ...options });
}

async function listThrough(path: string | undefined): Promise<string[]> {
  const fileSystem = await connectThroughRelay({ first: path === undefined ? [] : [{ ask: 'list', path }] });
  const names: string[] = [];
  for await (const page of fileSystem.list('/')) names.push(...page.entries.map((entry) => entry.name));
  const spoken = turns;
  await fileSystem.close();
  await Promise.all(ended);
  turns = spoken;
  return names.toSorted();
}

it('lists a directory three round trips after the first packet, when it is named beforehand', async () => {
  expect(await listThrough('/')).toEqual(['file', 'identity']);
  // The TCP handshake is one round trip; the hello of TLS the second; its end, ours and the question the third.
  expect(turns).toBe(2);
});

it('takes a round trip more when it is not, and when another directory was named', async () => {
  expect(await listThrough(undefined)).toEqual(['file', 'identity']);
  expect(turns).toBe(3);
  turns = 0;
  expect(await listThrough('/identity')).toEqual(['file', 'identity']);
  expect(turns).toBe(3);
});

it('answers each kind of question once from what was asked beforehand', async () => {
  const fileSystem = await connectThroughRelay({
    first: [
      { ask: 'stat', path: '/file' },
      { ask: 'walk', path: '/identity' },
    ],
  });
  expect(await fileSystem.stat('/file')).toMatchObject({ name: 'file', size: 1 });
  const walked = [];
  for await (const page of fileSystem.walk('/identity')) walked.push(...page.entries.map(({ name }) => name));
  expect(walked).not.toEqual([]);
  expect(turns).toBe(2);
  await writeFile(join(home, 'file'), 'longer');
  expect(await fileSystem.stat('/file')).toMatchObject({ size: 6 });
  expect(turns).toBe(3);
  await fileSystem.close();
});

it('tells what was asked beforehand and went wrong to whoever asks, and to nobody else', async () => {
  const missing = { ask: 'walk', path: '/missing' } as const;
  const fileSystem = await connectThroughRelay({ first: [missing, { ask: 'stat', path: '/missing' }] });
  await expect(fileSystem.stat('/missing')).rejects.toMatchObject({ code: 'not-found', path: '/missing' });
  expect(turns).toBe(2);
  await expect(fileSystem.stat('/file')).resolves.toMatchObject({ size: 1 });
  await fileSystem.close();
});

it('asks for contents right behind the hello of the second connection', async () => {
  const fileSystem = await connectThroughRelay({});
  const recorder = new ReadRecorder();
  fileSystem.openReadLane(recorder).request({ ticket: 1, path: '/file' });
  const { parts } = await recorder.end(1);
  expect(Buffer.concat(parts).toString()).toBe('x');
  // On either connection two, as above.
  expect(turns).toBe(4);
  await fileSystem.close();
});

it('leaves without waiting for the server, when nothing is under way', async () => {
  const fileSystem = await connectThroughRelay({});
  await fileSystem.stat('/file');
  swallowing = true;
  // An end that is waited for is given up after two seconds.
  const left = await Promise.race([fileSystem.close().then(() => true), delay(1_500, false)]);
  expect(left).toBe(true);
});

it('makes the connection for contents anew when the one dialled ahead was cut off before its use', async () => {
  resetAhead = true;
  const fileSystem = await connectThroughRelay({ contentsSoon: true });
  const recorder = new ReadRecorder();
  fileSystem.openReadLane(recorder).request({ ticket: 1, path: '/file' });
  expect(Buffer.concat((await recorder.end(1)).parts).toString()).toBe('x');
  expect(ended).toHaveLength(3);
  await fileSystem.close();
});
