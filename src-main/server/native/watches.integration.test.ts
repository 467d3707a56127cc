import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { codeOf, counted, frame, op, RawPeer } from './rawPeer.testing.ts';
import { serveTestShare, type TestShare } from './testShare.testing.ts';

/** What a server tells of directories, and how little a client gets out of asking too much. */

let share: TestShare;
let peer: RawPeer;

beforeEach(async () => {
  share = await serveTestShare();
  peer = await connect();
});

afterEach(async () => {
  expect(await peer.ask(op.stat, counted('/'))).toBe('done');
  await share.stop();
});

function connect(): Promise<RawPeer> {
  return RawPeer.connect({ port: share.server.port, token: share.token });
}

function watch(path: string, by = peer): number {
  const id = by.nextId();
  by.send(frame(op.watch, id, counted(path)));
  return id;
}

async function standing(path: string, by = peer): Promise<number> {
  const id = watch(path, by);
  await by.until(() => by.pages(id).length > 0, `the watch of ${path}`);
  return id;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How many watches of the system this process holds. */
function systemWatches(): number {
  return readdirSync('/proc/self/fdinfo').reduce((sum, descriptor) => {
    try {
      return sum + (readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8').match(/^inotify /gm)?.length ?? 0);
    } catch {
      return sum; // closed meanwhile
    }
  }, 0);
}

describe('a watch', () => {
  it('tells in empty frames that something changed, and is done when the directory goes', async () => {
    const id = await standing('/dir');
    writeFileSync(join(share.folder, 'dir', 'new'), 'x');
    await peer.until(() => peer.pages(id).length > 1, 'a notice');
    expect(peer.pages(id).every((payload) => payload.length === 0)).toBe(true);
    renameSync(join(share.folder, 'dir'), join(share.folder, 'elsewhere'));
    expect((await peer.final(id)).opcode).toBe(op.done);
  });

  it('says a few words however much happens', async () => {
    const id = await standing('/dir');
    const before = peer.received;
    const started = performance.now();
    for (let i = 0; i < 5_000; i++) writeFileSync(join(share.folder, 'dir', `${i % 50}`), `${i}`);
    await pause(600);
    const seconds = (performance.now() - started) / 1000;
    expect(peer.pages(id).length).toBeLessThanOrEqual(3 + seconds * (1000 / limits.watchInterval));
    expect(peer.received - before).toBeLessThan(100 + 100 * 5 * seconds);
  });

  it('ends with one answer when it is cancelled, and its id is free', async () => {
    const id = await standing('/dir');
    peer.send(frame(op.cancel, id), frame(op.cancel, id));
    expect(codeOf((await peer.final(id)).payload)).toBe('cancelled');
    await peer.settled();
    expect(peer.frames.filter((one) => one.id === id && one.opcode !== op.page)).toHaveLength(1);
    peer.send(frame(op.stat, id, counted('/file')));
    await peer.until(() => peer.frames.some((one) => one.id === id && one.opcode === op.done), 'an answer');
  });

  it('keeps its id while it stands', async () => {
    const other = await connect();
    const id = await standing('/dir', other);
    other.send(frame(op.stat, id, counted('/file')));
    expect(await other.untilClosed()).toBe('protocol-violation');
  });

  it.skipIf(process.platform !== 'linux')('does not follow what is put in the place of the directory', async () => {
    const outside = join(share.folder, '..', 'share2');
    const id = await standing('/dir/deep');
    rmSync(join(share.folder, 'dir', 'deep'), { recursive: true });
    symlinkSync('../../share2', join(share.folder, 'dir', 'deep'));
    expect((await peer.final(id)).opcode).toBe(op.done);
    const told = peer.pages(id).length;
    writeFileSync(join(outside, 'new'), 'x');
    await pause(600);
    expect(peer.pages(id)).toHaveLength(told);
  });
});

describe('10,000 watches', () => {
  it('stand as far as allowed, the others are put off, and requests are answered as ever', async () => {
    for (let i = 0; i < 100; i++) mkdirSync(join(share.folder, 'many', String(i)), { recursive: true });
    const ids = Array.from({ length: 10_000 }, (_, i) => watch(`/many/${i % 100}`));
    await peer.until(() => peer.frames.length > 10_000, 'all answers', 60_000);
    const refused = ids.filter((id) => peer.frames.some((one) => one.id === id && one.opcode === op.error));
    expect(refused).toHaveLength(10_000 - limits.watches);
    expect(await peer.ask(op.list, counted('/'))).toBe('done');
    if (process.platform === 'linux') expect(systemWatches()).toBeLessThanOrEqual(limits.watches);
  });

  it.skipIf(process.platform !== 'linux')('of clients that leave are given back', async () => {
    const before = systemWatches();
    for (let i = 0; i < 60; i++) mkdirSync(join(share.folder, 'many', String(i)), { recursive: true });
    for (let round = 0; round < 3; round++) {
      const leaver = await connect();
      for (let i = 0; i < 60; i++) await standing(`/many/${i}`, leaver);
      expect(systemWatches()).toBe(before + 60);
      if (round % 2 === 0) leaver.socket.destroy();
      else leaver.close();
      await expect.poll(systemWatches, { timeout: 3000 }).toBe(before);
    }
    await standing('/many/1');
    rmSync(join(share.folder, 'many'), { recursive: true });
    await expect.poll(systemWatches, { timeout: 3000 }).toBe(before);
  });

  it('come and go', async () => {
    for (let i = 0; i < 1_000; i++) {
      const id = watch('/dir');
      peer.send(frame(op.cancel, id));
      await peer.final(id);
    }
  });
});

it('a watch takes no place among 32 requests', async () => {
  const ids = await Promise.all(Array.from({ length: limits.watches }, () => standing('/dir')));
  expect(new Set(ids).size).toBe(limits.watches);
  const answers = await Promise.all(Array.from({ length: limits.requests }, () => peer.ask(op.stat, counted('/file'))));
  expect(new Set(answers)).toEqual(new Set(['done']));
});
