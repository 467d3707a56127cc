import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, realpathSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { CopyLane } from '../../transfer/copyLane.ts';
import type { CopyTask } from '../../transfer/transferLane.ts';
import { patternBytes } from '../contract/recorder.ts';
import type { FileSystem } from '../fileSystem.ts';
import { LocalFileSystem } from '../local/localFileSystem.ts';
import { connectNative } from './connect.ts';
import type { NativeFileSystem } from './nativeFileSystem.ts';

/** A sparse file there and back, and within a file system. Where volumes have no holes there is nothing to see. */

const MiB = 1024 * 1024;
let home: string;
let near: LocalFileSystem;
let far: NativeFileSystem;
let server: RunningServer;

beforeEach(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-sparse-')));
  for (const name of ['near', 'far']) mkdirSync(join(home, name));
  const identity = await loadIdentity(join(home, 'identity'));
  const place = { folder: join(home, 'far'), host: '127.0.0.1', port: 0 };
  server = await startServer({ ...place, readOnly: false, classic: false, identity, token: 't' });
  near = new LocalFileSystem({ root: join(home, 'near') });
  far = await connectNative({ host: '127.0.0.1', port: server.port, pin: server.pin, token: 't' });
});

afterEach(async () => {
  await far.close();
  await near.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

function sparseFile(name: string, size: number, islands: readonly number[]): void {
  const descriptor = openSync(join(home, 'near', name), 'w');
  for (const at of islands) writeSync(descriptor, patternBytes(5000, at + 1), 0, 5000, at);
  closeSync(descriptor);
  truncateSync(join(home, 'near', name), size);
}

async function copy(
  source: FileSystem,
  target: FileSystem,
  from: string,
  to: string,
  key?: string,
): Promise<Receipt | undefined> {
  const { size } = await source.stat(from);
  return await new Promise((resolve, reject) => {
    const task: CopyTask = {
      kind: 'file',
      sourcePath: from,
      targetPath: to,
      existing: 'fail',
      size,
      key,
      mayResume: key !== undefined,
      adopts: false,
      delta: false,
      move: false,
      unconfirmed: false,
      directoryTimes: new Map(),
    };
    const lane = new CopyLane(source, target, {
      started: () => {},
      acknowledged: () => {},
      ended: (_, end) => void lane.close().then(() => (end.end === 'done' ? resolve(end.receipt) : reject(new Error(end.end)))),
      broken: reject,
    });
    lane.add(task);
  });
}

/** KiB on the volume. */
const stored = (path: string): number => statSync(join(home, path)).blocks / 2;
const sha256sum = (path: string): string => execFileSync('sha256sum', [join(home, path)], { encoding: 'utf8' }).slice(0, 64);

describe.runIf(process.platform === 'linux')('a sparse file', { timeout: 120_000 }, () => {
  it('with three islands goes up and down and stays sparse', async () => {
    const size = 256 * MiB;
    sparseFile('s', size, [0, size / 2 + 3, size - 5000]);
    const up = await copy(near, far, '/s', '/s');
    const down = await copy(far, near, '/s', '/t');
    const sha256 = sha256sum('near/s');
    for (const receipt of [up, down]) expect(receipt).toEqual({ size, sha256, verified: true });
    for (const path of ['near/s', 'far/s', 'near/t']) {
      expect(statSync(join(home, path)).size).toBe(size);
      expect(stored(path)).toBeLessThan(1024);
    }
    expect([sha256sum('far/s'), sha256sum('near/t')]).toEqual([sha256, sha256]);
  });

  it('keeps its holes from disk to disk, copied where it is, and where it ends with one', async () => {
    sparseFile('s', 40 * MiB, [10 * MiB]);
    sparseFile('small', MiB, [70_000]);
    for (const name of ['s', 'small']) {
      const sha256 = sha256sum(`near/${name}`);
      expect(await copy(near, near, `/${name}`, `/${name}2`)).toMatchObject({ sha256, verified: true });
      expect(await near.copy(`/${name}`, `/${name}3`)).toMatchObject({ sha256, verified: true });
      await copy(near, far, `/${name}`, `/${name}`);
      expect(await far.copy(`/${name}`, `/${name}4`)).toMatchObject({ sha256, verified: true });
      for (const path of [`near/${name}2`, `near/${name}3`, `far/${name}`, `far/${name}4`]) {
        expect(stored(path)).toBeLessThan(400);
        expect(sha256sum(path)).toBe(sha256);
      }
    }
  });

  it('goes on behind a hole, from what has arrived of it', async () => {
    sparseFile('s', 64 * MiB, [0, 50 * MiB]);
    const key = '12'.repeat(16);
    const lane = far.openWriteLane({
      acknowledged: () => {},
      committed: () => {},
      skipped: () => {},
      failed: () => {},
      drained: () => {},
      broken: () => {},
    });
    lane.open({ ticket: 1, path: '/s', attributes: { size: 64 * MiB, modified: 0 }, existing: 'fail', key });
    lane.write(1, patternBytes(5000));
    lane.hole(1, 24 * MiB - 5000);
    lane.abort(1, true);
    await expect.poll(async () => (await far.partial('/s', key).catch(() => undefined))?.size).toBe(24 * MiB);
    await lane.close();
    const sha256 = sha256sum('near/s');
    expect(await copy(near, far, '/s', '/s', key)).toMatchObject({ sha256, verified: true });
    expect(stored('far/s')).toBeLessThan(400);
    expect(sha256sum('far/s')).toBe(sha256);
  });

  it('is the only kind that becomes one', async () => {
    const descriptor = openSync(join(home, 'near/zeros'), 'w');
    writeSync(descriptor, Buffer.alloc(8 * MiB));
    closeSync(descriptor);
    await copy(near, far, '/zeros', '/zeros');
    expect(stored('far/zeros')).toBeGreaterThanOrEqual(8192);
  });
});
