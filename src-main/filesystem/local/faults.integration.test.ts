import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAll, openReader, openWriter, patternBytes, sha256 } from '../contract/recorder.ts';
import type { ReadSink } from '../lane.ts';
import { LocalFileSystem } from './localFileSystem.ts';
import { isTemporaryName } from './temporaryName.ts';

let folder: string;
let fileSystem: LocalFileSystem;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-faults-')));
  fileSystem = new LocalFileSystem({ root: folder });
});

afterEach(async () => {
  await fileSystem.close();
  rmSync(folder, { recursive: true, force: true });
});

const temporary = (below = ''): string[] => readdirSync(join(folder, below)).filter(isTemporaryName);

function openDescriptors(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

describe('a group on its way to the disk', () => {
  it.each([2, 12])('loses only the files of a folder that goes away meanwhile (%i each)', async (count) => {
    const { lane, recorder, request } = openWriter(fileSystem);
    const ends = [];
    for (let i = 0; i < 2 * count; i++) {
      const bytes = patternBytes(100, i + 1);
      const path = `/${i % 2 === 0 ? 'stays' : 'goes'}/f${i}`;
      ends.push(recorder.end(i));
      lane.open(request(i, path, bytes));
      lane.write(i, bytes);
      lane.commit(i, sha256(bytes));
    }
    rmSync(join(folder, 'goes'), { recursive: true });
    lane.flush();
    const outcomes = await Promise.all(ends);
    await lane.close();
    for (const { ticket, receipt, error, extra } of outcomes) {
      expect([receipt?.verified, error?.code, extra]).toEqual(
        ticket % 2 === 0 ? [true, undefined, 0] : [undefined, 'not-found', 0],
      );
    }
    expect(readdirSync(join(folder, 'stays')).sort()).toEqual(Array.from({ length: count }, (_, i) => `f${i * 2}`).sort());
  });

  it('says once that it failed when every folder went away', async () => {
    const { lane, recorder, request } = openWriter(fileSystem);
    const outcome = recorder.end(1);
    lane.open(request(1, '/goes/f', patternBytes(10)));
    lane.write(1, patternBytes(10));
    lane.commit(1, sha256(patternBytes(10)));
    rmSync(join(folder, 'goes'), { recursive: true });
    lane.flush();
    expect((await outcome).error?.code).toBe('not-found');
    await lane.close();
    expect(recorder.of(1).extra).toBe(0);
  });
});

describe('a folder that another program has replaced a moment ago', () => {
  it.each([
    ['a small file', 100],
    ['a file whose space is looked at before', 2_000_000],
    ['a file for a thread', 5_000_000],
  ])('takes %s', async (_, size) => {
    const { lane, recorder, request } = openWriter(fileSystem);
    const write = async (ticket: number, path: string, bytes: Uint8Array): Promise<string | undefined> => {
      const outcome = recorder.end(ticket);
      lane.open(request(ticket, path, bytes));
      lane.write(ticket, bytes);
      lane.commit(ticket, sha256(bytes));
      lane.flush();
      return (await outcome).error?.code;
    };
    expect(await write(1, '/d/one/f', patternBytes(10))).toBeUndefined();
    rmSync(join(folder, 'd'), { recursive: true });
    mkdirSync(join(folder, 'd'));
    expect(await write(2, '/d/two/f', patternBytes(size))).toBeUndefined();
    expect(readFileSync(join(folder, 'd/two/f')).equals(patternBytes(size))).toBe(true);
    await lane.close();
  });

  it('takes a new folder', async () => {
    await fileSystem.makeDirectory('/d/one', { parents: true });
    rmSync(join(folder, 'd'), { recursive: true });
    await fileSystem.makeDirectory('/d/one/two', { parents: true });
    expect(statSync(join(folder, 'd/one/two')).isDirectory()).toBe(true);
  });
});

describe('reading', () => {
  it('takes a request however soon behind the last end it is made', async () => {
    writeFileSync(join(folder, 'f'), 'x');
    for (let hops = 0; hops < 12; hops++) {
      const ended: number[] = [];
      const second = new Promise<void>((resolve) => {
        const sink: ReadSink = {
          opened: () => {},
          data: () => {},
          hole: () => {},
          reuse: () => {},
          ended(ticket) {
            ended.push(ticket);
            if (ticket === 2) return resolve();
            let hop = Promise.resolve();
            for (let i = 0; i < hops; i++) hop = hop.then(() => {});
            void hop.then(() => lane.request({ ticket: 2, path: '/f' }));
          },
          failed: (ticket) => void ended.push(-ticket),
          broken: () => {},
        };
        const lane = fileSystem.openReadLane(sink);
        lane.request({ ticket: 1, path: '/f' });
      });
      await Promise.race([second, new Promise((_, reject) => setTimeout(reject, 2_000, new Error(`${hops} hops: never read`)))]);
      expect(ended).toEqual([1, 2]);
    }
  });

  it.each([
    ['shrinks', (path: string) => truncateSync(path, 300_000)],
    ['grows', (path: string) => appendFileSync(path, 'more')],
    ['is written to in place', (path: string) => writeFileSync(path, Buffer.alloc(2_000_000, 9), { flag: 'r+' })],
  ])('says that a file %s while it is read', async (_, change) => {
    const path = join(folder, 'f');
    writeFileSync(path, Buffer.alloc(2_000_000, 1));
    utimesSync(path, 1_000, 1_000);
    const { lane, recorder, read } = openReader(fileSystem);
    recorder.onOpened = () => lane.pause();
    const outcome = read({ ticket: 1, path: '/f' });
    await expect.poll(() => recorder.of(1).attributes).toBeDefined();
    change(path);
    lane.resume();
    expect((await outcome).error?.code).toBe('source-changed');
    await lane.close();
  });

  it('gives a file whole that is removed, or replaced by another, while it is read', async () => {
    const bytes = patternBytes(2_000_000);
    for (const replaced of [false, true]) {
      writeFileSync(join(folder, 'f'), bytes);
      writeFileSync(join(folder, 'other'), 'other');
      const { lane, recorder, read } = openReader(fileSystem);
      recorder.onOpened = () => lane.pause();
      const outcome = read({ ticket: 1, path: '/f' });
      await expect.poll(() => recorder.of(1).attributes).toBeDefined();
      if (replaced) renameSync(join(folder, 'other'), join(folder, 'f'));
      else rmSync(join(folder, 'f'));
      lane.resume();
      expect(Buffer.concat((await outcome).parts).equals(bytes)).toBe(true);
      await lane.close();
    }
  });
});

describe('a partial file', () => {
  const key = 'ab'.repeat(16);
  const bytes = patternBytes(9 * 1024 * 1024);
  const hidden = (): string => join(folder, temporary()[0] ?? 'none');

  beforeEach(async () => {
    const { lane, recorder, request, send } = openWriter(fileSystem);
    const end = recorder.end(1);
    lane.open(request(1, '/f', bytes, { key }));
    await send(1, bytes, 0, bytes.length - 1_000);
    lane.abort(1, true);
    await end;
    await lane.close();
  });

  it.each([
    [
      'a byte of it changed, with its time set back',
      (path: string, time: Date) => {
        const damaged = readFileSync(path);
        damaged[100] = (damaged[100] ?? 0) ^ 1;
        writeFileSync(path, damaged);
        utimesSync(path, time, time);
      },
    ],
    ['it was cut', (path: string) => truncateSync(path, 5_000_000)],
    ['it was removed', (path: string) => rmSync(path)],
    [
      'its end was filled with zeros',
      (path: string) => {
        truncateSync(path, 4_200_000);
        truncateSync(path, 9_000_000);
      },
    ],
  ])('is not gone on with when %s since it was looked at', async (_, change) => {
    const partial = await fileSystem.partial('/f', key);
    expect(partial?.size).toBe(bytes.length - 1_000);
    change(hidden(), new Date(1_000_000));
    const { lane, write } = openWriter(fileSystem);
    const stale = await write(2, '/f', bytes, { key, offset: partial?.size ?? 0 });
    expect(stale.error?.code).toBe('offset-conflict');
    await lane.close();
    expect(existsSync(join(folder, 'f'))).toBe(false);
  });

  it('is gone on with to the right end when only what is behind its first blocks was damaged', async () => {
    const damaged = readFileSync(hidden());
    damaged.fill(0, 6_000_000);
    writeFileSync(hidden(), damaged);
    const partial = await fileSystem.partial('/f', key);
    const good = (partial?.prefixes ?? []).filter((prefix, i) => {
      const end = Math.min(partial?.size ?? 0, (i + 1) * (partial?.blockSize ?? 0));
      return sha256(bytes.subarray(0, end)).equals(prefix);
    }).length;
    expect(good).toBe(1);
    const { lane, write } = openWriter(fileSystem);
    const outcome = await write(2, '/f', bytes, { key, offset: good * (partial?.blockSize ?? 0) });
    expect(outcome.receipt?.sha256).toBe(sha256(bytes).toString('hex'));
    await lane.close();
    expect(readFileSync(join(folder, 'f')).equals(bytes)).toBe(true);
    expect(temporary()).toEqual([]);
  });
});

it.runIf(process.platform !== 'win32')('what replaces a file that nobody may write to can be gone on with', async () => {
  const bytes = patternBytes(3_000_000);
  writeFileSync(join(folder, 'f'), 'before');
  chmodSync(join(folder, 'f'), 0o444);
  const { lane, recorder, request, send } = openWriter(fileSystem);
  lane.open(request(1, '/f', bytes, { key: 'b'.repeat(32), existing: 'overwrite' }));
  await send(1, bytes, 0, 2_000_000);
  expect(statSync(join(folder, temporary()[0] ?? '')).mode & 0o600).toBe(0o600);
  await send(1, bytes, 2_000_000, bytes.length);
  lane.commit(1, sha256(bytes));
  lane.flush();
  expect((await recorder.end(1)).receipt?.size).toBe(bytes.length);
  expect(statSync(join(folder, 'f')).mode & 0o777).toBe(0o444);
  await lane.close();
});

it('a resumable file is not another writer’s before it has its name', async () => {
  const bytes = patternBytes(5_000);
  const key = 'a'.repeat(32);
  const { lane, recorder, request, send } = openWriter(fileSystem);
  lane.open(request(1, '/f', bytes, { key }));
  await send(1, bytes, 0, bytes.length);
  // It waits for others to be synced with.
  lane.commit(1, sha256(bytes));
  const other = openWriter(fileSystem);
  other.lane.open(other.request(1, '/f', bytes, { key }));
  expect((await other.recorder.end(1)).error?.code).toBe('busy');
  expect(await fileSystem.partial('/f', key)).toBeUndefined();
  expect((await recorder.end(1)).receipt?.size).toBe(bytes.length);
  await Promise.all([lane.close(), other.lane.close()]);
});

it.each([5_000_000, 9_000_000])(
  'whoever asks for a partial file by its key gets it from a writer who may be gone (%i bytes)',
  async (size) => {
    const bytes = patternBytes(size);
    const key = 'a'.repeat(32);
    const first = openWriter(fileSystem);
    first.lane.open(first.request(1, '/f', bytes, { key }));
    await first.send(1, bytes, 0, size - 500_000);
    const partial = await fileSystem.partial('/f', key);
    expect((await first.recorder.end(1)).error?.code).toBe('busy');
    const offset = partial?.size ?? 0;
    expect(offset).toBeGreaterThan(size / 2);
    const second = openWriter(fileSystem);
    second.lane.open(second.request(1, '/f', bytes, { key, offset }));
    await second.send(1, bytes, offset, size);
    second.lane.commit(1, sha256(bytes));
    second.lane.flush();
    expect((await second.recorder.end(1)).receipt).toMatchObject({ size, verified: true });
    await Promise.all([first.lane.close(), second.lane.close()]);
  },
);

it('writes a file that comes in tiny and large pieces', async () => {
  const bytes = patternBytes(1_500_000);
  const { lane, recorder, request } = openWriter(fileSystem);
  const end = recorder.end(1);
  lane.open(request(1, '/f', bytes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = i % 500 === 499 ? 300_000 : i % 97 === 0 ? 5_000 : (i % 7) * 31;
    lane.write(1, bytes.slice(at, at + length));
    at += length;
  }
  lane.commit(1, sha256(bytes));
  lane.flush();
  expect((await end).receipt?.size).toBe(bytes.length);
  expect(readFileSync(join(folder, 'f')).equals(bytes)).toBe(true);
  await lane.close();
});

it('makes a folder anew that someone else has just removed', async () => {
  const { lane, write } = openWriter(fileSystem);
  expect((await write(1, '/d/e/f', patternBytes(10))).receipt?.size).toBe(10);
  rmSync(join(folder, 'd'), { recursive: true });
  expect((await write(2, '/d/e/f', patternBytes(20))).receipt?.size).toBe(20);
  await lane.close();
});

it.skipIf(process.platform === 'win32')('is at no time open to more than the file it replaces', async () => {
  writeFileSync(join(folder, 'private'), 'old', { mode: 0o600 });
  const { lane, recorder, request } = openWriter(fileSystem);
  const end = recorder.end(1);
  lane.open(request(1, '/private', patternBytes(900_000), { existing: 'overwrite' }));
  lane.write(1, patternBytes(900_000));
  expect(temporary().map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
  lane.commit(1, sha256(patternBytes(900_000)));
  lane.flush();
  expect((await end).receipt?.size).toBe(900_000);
  expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o600);
  await lane.close();
});

it('leaves no descriptor open, whatever fails', async () => {
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'file'), 'x');
  const attempt = async (): Promise<void> => {
    const { lane, write, recorder, request } = openWriter(fileSystem);
    await write(1, '/file', patternBytes(10));
    await write(2, '/file/x', patternBytes(10));
    await write(3, '/d', patternBytes(10), { existing: 'overwrite' });
    await write(4, '/new', patternBytes(700_000), { sha256: Buffer.alloc(32) });
    await write(5, '/old', patternBytes(10), { key: 'cd'.repeat(16), offset: 5 });
    lane.open(request(6, '/cut', patternBytes(700_000)));
    lane.write(6, patternBytes(700_000));
    lane.abort(6, false);
    lane.open(request(7, '/gone/cut', patternBytes(700_000)));
    lane.write(7, patternBytes(700_000));
    rmSync(join(folder, 'gone'), { recursive: true });
    await lane.close();
    expect(recorder.of(7).error?.code).toBe('cancelled');
    const { lane: reading, read } = openReader(fileSystem);
    for (const [ticket, path] of ['/missing', '/d', '/file/x', '/'].entries()) await read({ ticket, path });
    await reading.close();
    for (const path of ['/missing', '/file', '/file/x']) {
      await expect(listAll(fileSystem, path)).rejects.toThrow();
      await fileSystem.setAttributes(path, { mode: 0o600 }).catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await attempt();
  await new Promise((resolve) => setTimeout(resolve, 600)); // directories are kept open for a moment
  await listAll(fileSystem, '/');
  const before = openDescriptors();
  for (let i = 0; i < 20; i++) await attempt();
  expect(openDescriptors()).toBeLessThanOrEqual(before + 5);
});

const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

describe.skipIf(!mayMount)('a full disk', () => {
  let mounted = false;

  beforeEach((context) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=100', 'none', folder], { stdio: 'pipe' });
      mounted = true;
    } catch {
      context.skip('a volume can not be mounted here');
    }
    fileSystem = new LocalFileSystem({ root: folder });
  });

  afterEach(async () => {
    await fileSystem.close();
    await new Promise((resolve) => setImmediate(resolve));
    if (mounted) execFileSync('umount', ['-l', folder]);
    mounted = false;
  });

  it.each([10, 200_000, 700_000, 1_000_000])(
    'keeps the old file and nothing of the new one when %i bytes are free',
    async (free) => {
      const old = patternBytes(5_000, 1);
      writeFileSync(join(folder, 'f'), old);
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - free)));
      const descriptors = openDescriptors();
      const bytes = patternBytes(1_200_000, 2);
      for (const [ticket, key] of [undefined, 'ef'.repeat(16)].entries()) {
        const { lane, request, recorder, send } = openWriter(fileSystem);
        const end = recorder.end(ticket);
        // It says to be small: the look at the free space beforehand does not help here.
        lane.open({
          ...request(ticket, '/f', bytes, { existing: 'overwrite', ...(key === undefined ? {} : { key }) }),
          attributes: { size: 10, modified: 0 },
        });
        await send(ticket, bytes, 0, bytes.length);
        lane.commit(ticket, sha256(bytes));
        lane.flush();
        expect((await end).error?.code).toBe('no-space');
        await lane.close();
        expect(recorder.of(ticket).extra).toBe(0);
      }
      expect(readFileSync(join(folder, 'f')).equals(old)).toBe(true);
      expect(temporary()).toEqual([]);
      expect(openDescriptors()).toBeLessThanOrEqual(descriptors + 1);
      rmSync(join(folder, 'ballast'));
      const { lane, write } = openWriter(fileSystem);
      expect((await write(9, '/f', patternBytes(100), { existing: 'overwrite' })).receipt?.size).toBe(100);
      await lane.close();
    },
  );

  it('is refused before data when the file says that it does not fit', async () => {
    const { lane, recorder, request } = openWriter(fileSystem);
    const end = recorder.end(1);
    lane.open(request(1, '/f', { length: 30_000_000 } as Uint8Array));
    expect((await end).error?.code).toBe('no-space');
    await lane.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('can not make a folder, and says why', async () => {
    for (let i = 0; ; i++) {
      try {
        mkdirSync(join(folder, `d${i}`));
      } catch {
        break;
      }
    }
    await expect(fileSystem.makeDirectory('/one-more')).rejects.toMatchObject({ code: 'no-space' });
  });
});
