import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Preflight } from '../../src-shared/model/preflight.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { nameRulesOf } from '../filesystem/nameRules.ts';
import { connectNative } from '../filesystem/native/connect.ts';
import type { NativeFileSystem } from '../filesystem/native/nativeFileSystem.ts';
import { type Identity, loadIdentity } from '../server/identity.ts';
import { type RunningServer, serveFileSystem } from '../server/server.ts';
import { contents, put, type QueueSetup, setUp } from './queue.testing.ts';

/** What is asked before a transfer to a native server whose disk is another system's. */

let home: string;
let identity: Identity;
let server: RunningServer | undefined;
let native: NativeFileSystem | undefined;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'ferry-preflight-')));
  identity = await loadIdentity(home);
});

afterEach(async () => {
  await native?.close();
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

/** A queue whose target is reached over a socket; `right` is what the server serves. */
async function setUpServed(platform: NodeJS.Platform): Promise<QueueSetup> {
  const setup = setUp({ right: { features: { names: nameRulesOf(platform) } }, queue: { onPreflights: () => undefined } });
  const place = { folder: home, host: '127.0.0.1', port: 0, readOnly: false, classic: false };
  server = await serveFileSystem({ ...place, identity, token: 't' }, () => setup.right);
  native = await connectNative({ host: server.host, port: server.port, pin: identity.pin, token: 't' });
  setup.ends.set('s1', native);
  return setup;
}

function fill(setup: QueueSetup, paths: readonly string[]): void {
  for (const path of paths) put(setup.left, path, patternBytes(3));
}

/** The question, once the whole batch is found. */
async function question(setup: QueueSetup): Promise<Preflight & { readonly kind: 'names' }> {
  await expect.poll(() => setup.queue.summary().planning).toBe(false);
  const [asked, ...more] = setup.queue.preflights();
  expect(more).toEqual([]);
  if (asked?.kind !== 'names') throw new Error('nothing is asked about names');
  return { ...asked, names: asked.names.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

describe('names at a native server', () => {
  it('on Windows: what it does not allow and what would become one is asked about, and arrives under safe names', async () => {
    const setup = await setUpServed('win32');
    fill(setup, ['/d/fine', '/d/a:b', '/d/CON/inner', '/d/Same', '/d/same', '/d/raw \udcff']);
    const batch = setup.up(['/d'], '/');
    const asked = await question(setup);
    expect(asked.to).toEqual({ endpoint: 's1', path: '/' });
    expect(asked.names).toEqual([
      { path: '/d/CON', reason: 'windows', safe: '%43ON' },
      { path: '/d/a:b', reason: 'windows', safe: 'a%3Ab' },
      { path: '/d/raw \udcff', reason: 'not-text', safe: 'raw %FF' },
      { path: '/d/same', reason: 'collision', safe: '%73ame' },
    ]);
    await expect.poll(() => Object.keys(contents(setup.right)).toSorted()).toEqual(['/d', '/d/Same', '/d/fine']);
    setup.queue.answerPreflight(asked.id, 'rename');
    expect((await batch.ended).counts).toMatchObject({ done: 6, failed: 0 });
    expect(Object.keys(contents(setup.right)).toSorted()).toEqual([
      '/d',
      '/d/%43ON',
      '/d/%43ON/inner',
      '/d/%73ame',
      '/d/Same',
      '/d/a%3Ab',
      '/d/fine',
      '/d/raw %FF',
    ]);
  });

  it('on Windows: a name has 255 bytes all the same, as the protocol has it', async () => {
    const setup = await setUpServed('win32');
    fill(setup, ['/short']);
    const batch = setup.up(['/short'], '/', 'ask', '長'.repeat(100));
    const asked = await question(setup);
    expect(asked.names.map(({ reason }) => reason)).toEqual(['long']);
    setup.queue.answerPreflight(asked.id, 'rename');
    expect((await batch.ended).counts).toMatchObject({ done: 1, failed: 0 });
  });

  it('on macOS: names that become one by their accents', async () => {
    const setup = await setUpServed('darwin');
    fill(setup, ['/d/caf\u00e9', '/d/cafe\u0301', '/d/a:b']);
    const batch = setup.up(['/d'], '/');
    const asked = await question(setup);
    expect(asked.names.map(({ reason }) => reason)).toEqual(['collision']);
    setup.queue.answerPreflight(asked.id, 'skip');
    expect((await batch.ended).counts).toMatchObject({ done: 2, skipped: 1 });
  });

  it('on Linux: nothing is asked', async () => {
    const setup = await setUpServed('linux');
    fill(setup, ['/d/a:b', '/d/Same', '/d/same', '/d/raw \udcff']);
    expect((await setup.up(['/d'], '/').ended).counts).toMatchObject({ done: 4, failed: 0 });
    expect(Object.keys(contents(setup.right))).toHaveLength(5);
  });
});
