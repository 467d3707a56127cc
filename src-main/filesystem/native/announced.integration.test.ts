import { Buffer } from 'node:buffer';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Identity, loadIdentity } from '../../server/identity.ts';
import { counted, op, RawPeer, u32, u64 } from '../../server/native/rawPeer.testing.ts';
import { type RunningServer, serveFileSystem } from '../../server/server.ts';
import { contents, put, setUp } from '../../transfer/queue.testing.ts';
import { patternBytes } from '../contract/recorder.ts';
import { MemoryFileSystem } from '../memory/memoryFileSystem.ts';
import { connectNative } from './connect.ts';
import type { NativeFileSystem } from './nativeFileSystem.ts';

/** A server that can do less than others, over a socket. */

let home: string;
let identity: Identity;
let served: MemoryFileSystem;
let server: RunningServer;
let native: NativeFileSystem;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-announced-')));
  identity = await loadIdentity(home);
  served = new MemoryFileSystem({ features: { read: false, watch: false, adopt: false, delta: false } });
  put(served, '/f', patternBytes(1000));
  const place = { folder: home, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
  server = await serveFileSystem({ ...place, identity, token: 't' }, () => served);
  native = await connectNative({ host: server.host, port: server.port, pin: identity.pin, token: 't' });
});

afterAll(async () => {
  await native.close();
  await server.stop();
  await rm(home, { recursive: true, force: true });
});

it('is known for it, and not asked', async () => {
  expect(native.features).toMatchObject({ read: false, watch: false, adopt: false, delta: false, copy: true });
  await expect(native.read('/f', 0, 1)).rejects.toMatchObject({ code: 'unsupported', path: '/f' });
  await expect(native.watch('/', () => undefined)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(native.adopt('/f', '0'.repeat(32))).rejects.toMatchObject({ code: 'unsupported' });
  await expect(native.chunks('/f')).rejects.toMatchObject({ code: 'unsupported' });
  expect(await native.stat('/f')).toMatchObject({ size: 1000 });
});

it('refuses who asks all the same, and goes on serving', async () => {
  const peer = await RawPeer.connect({ port: server.port, token: 't' });
  expect(await peer.ask(op.read, counted('/f'), u64(0), u32(1))).toBe('unsupported');
  expect(await peer.ask(op.watch, counted('/'))).toBe('unsupported');
  expect(await peer.ask(op.adopt, counted('/f'), Buffer.alloc(16))).toBe('unsupported');
  expect(await peer.ask(op.chunks, counted('/f'))).toBe('unsupported');
  expect(await peer.ask(op.stat, counted('/f'))).toBe('done');
  peer.close();
});

it('is asked about a taken name that it could have gone on behind', async () => {
  const setup = setUp();
  setup.ends.set('s1', native);
  put(setup.left, '/f', patternBytes(2000));
  const batch = setup.up(['/f'], '/', 'resume');
  await expect.poll(() => setup.queue.conflicts().length).toBe(1);
  const [conflict] = setup.queue.conflicts();
  expect(conflict?.answers).not.toContain('resume');
  setup.queue.answer(conflict?.id ?? 0, 'overwrite', false);
  expect((await batch.ended).counts).toMatchObject({ done: 1, failed: 0 });
  expect(contents(served)).toEqual(contents(setup.left));
});
