import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternBytes, sha256 } from '../../contract/recorder.ts';
import type { ReadRequest } from '../../lane.ts';
import { confinedRoot, type Root } from '../root.ts';
import { ContentMemory } from '../contentMemory.ts';
import { TemporaryFile } from '../temporaryFile.ts';
import { TemporaryKeys, temporaryName } from '../temporaryName.ts';
import { DiskThreads } from './diskThreads.ts';
import { FileFetcher, type Fetched } from './fileFetcher.ts';
import { FileMaker } from './fileMaker.ts';
import { placeOnThread } from './placeOnThread.ts';

let folder: string;
let root: Root;
let threads: DiskThreads;
const keys = new TemporaryKeys();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-small-'));
  root = confinedRoot(folder);
  threads = new DiskThreads(1);
  await expect.poll(() => threads.forSmallFiles()).toBeDefined();
});

afterEach(async () => {
  await threads.close();
  root.close();
  rmSync(folder, { recursive: true, force: true });
});

function newFile(path: string, bytes: Uint8Array, released: () => void = () => {}): TemporaryFile {
  const file = new TemporaryFile({ root, path, key: keys.next(), mode: undefined, pieces: new ContentMemory().pieces });
  file.append(bytes, released);
  return file;
}

function temporaryOf(file: TemporaryFile): string {
  return join(folder, file.path, '..', temporaryName(file.key));
}

/** One that has seen enough files to think a thread worth it that has started. */
function makerInUse(): FileMaker {
  const maker = new FileMaker(root, threads, () => {});
  for (let i = 0; i < 8; i++) {
    expect(maker.offer(newFile('/d/before', patternBytes(1)), { modified: 0, mode: undefined }, () => {})).toBe(false);
  }
  return maker;
}

describe('small files are made', () => {
  it('with contents, time, mode and hash, and what was given is given back', async () => {
    const maker = makerInUse();
    const sizes = [0, 1, 4096, 100_000, ...Array.from({ length: 300 }, (_, index) => index * 37)];
    const modified = Date.UTC(2020, 1, 2, 3, 4, 5, 678);
    let released = 0;
    const made = new Map<TemporaryFile, Uint8Array | undefined>();
    for (const [index, size] of sizes.entries()) {
      const file = newFile(`/d${index % 3}/f${index}`, patternBytes(size, index), () => (released += 1));
      const mode = index % 2 === 0 ? 0o640 : undefined;
      expect(maker.offer(file, { modified, mode }, (hash) => made.set(file, hash))).toBe(true);
    }
    await maker.finish();
    expect([made.size, maker.busy, maker.congested]).toEqual([sizes.length, false, false]);
    expect(released).toBe(sizes.filter((size) => size > 0).length);
    for (const [index, [file, hash]] of [...made].entries()) {
      const bytes = patternBytes(sizes[index] ?? 0, index);
      expect(file.size).toBe(bytes.length);
      expect(Buffer.from(hash ?? [])).toEqual(sha256(bytes));
      expect(readFileSync(temporaryOf(file)).equals(bytes)).toBe(true);
      expect(statSync(temporaryOf(file)).mtimeMs).toBeCloseTo(modified, 0);
      if (index % 2 === 0 && process.platform !== 'win32') expect(statSync(temporaryOf(file)).mode & 0o777).toBe(0o640);
    }
  });

  it('in their directories, also where a batch is full', async () => {
    const maker = makerInUse();
    const files = Array.from({ length: 40 }, (_, index) => newFile(`/d${index % 2}/f${index}`, patternBytes(200_000, index)));
    let made = 0;
    for (const file of files) {
      const isMade = (hash: Uint8Array | undefined): void => void (made += hash === undefined ? 0 : 1);
      expect(maker.offer(file, { modified: 0, mode: undefined }, isMade)).toBe(true);
    }
    await maker.finish();
    expect(made).toBe(files.length);
    for (const [index, file] of files.entries())
      expect(readFileSync(temporaryOf(file)).equals(patternBytes(200_000, index))).toBe(true);
  });

  it('or are lost with their thread, which is told of each', async () => {
    const maker = makerInUse();
    const attributes = { modified: 0, mode: undefined };
    const files = Array.from({ length: 3 }, (_, index) => newFile(`/d/f${index}`, patternBytes(1_000, index)));
    const told: boolean[] = [];
    for (const file of files) maker.offer(file, attributes, (hash) => told.push(hash !== undefined));
    maker.flush();
    await threads.close();
    await maker.finish();
    // The thread may have been quicker than its end.
    if (told.includes(true)) return expect(told).toEqual([true, true, true]);
    expect(told).toEqual([false, false, false]);
    for (const file of files) {
      expect(() => file.finish(attributes)).toThrow(expect.objectContaining({ code: 'internal', path: file.path }));
    }
  });

  it('by whoever asked, when they are large, have begun, or go wrong', async () => {
    const maker = makerInUse();
    const attributes = { modified: Number.NaN, mode: undefined };
    const large = newFile('/d/large', patternBytes(300_000));
    expect(maker.offer(large, attributes, () => {})).toBe(false);
    const hollow = newFile('/d/hollow', patternBytes(10));
    hollow.hole(10);
    expect(maker.offer(hollow, attributes, () => {})).toBe(false);
    hollow.discard(false);
    const made: (boolean | undefined)[] = [];
    const offer = (file: TemporaryFile): void => {
      const index = made.push(undefined) - 1;
      expect(maker.offer(file, attributes, (hash) => (made[index] = hash !== undefined))).toBe(true);
    };
    const inTheWay = newFile('/d/one', patternBytes(5));
    const good = newFile('/d/two', patternBytes(6));
    offer(inTheWay);
    offer(good);
    writeFileSync(temporaryOf(inTheWay), 'left by an earlier attempt');
    await maker.finish();
    expect(made).toEqual([false, true]);
    expect(inTheWay.finish(attributes).sha256).toEqual(sha256(patternBytes(5)));
    expect(readFileSync(temporaryOf(inTheWay)).equals(patternBytes(5))).toBe(true);
  });

  it('by whoever asked, when the thread ends', async () => {
    const maker = makerInUse();
    let made: unknown = 'not yet';
    expect(maker.offer(newFile('/d/f', patternBytes(5)), { modified: 0, mode: undefined }, (hash) => (made = hash))).toBe(true);
    await threads.close();
    await maker.finish();
    expect(made).toBeUndefined();
  });
});

it('gives files their names, each for itself', async () => {
  mkdirSync(join(folder, 'd'));
  const file = (path: string, replace: boolean): { path: string; key: string; replace: boolean } => {
    const key = keys.next();
    writeFileSync(join(folder, 'd', temporaryName(key)), path);
    return { path, key, replace };
  };
  writeFileSync(join(folder, 'd/taken'), 'kept');
  writeFileSync(join(folder, 'd/replaced'), 'old');
  const files = [
    file('/d/free', false),
    file('/d/taken', false),
    file('/d/replaced', true),
    { path: '/d/nothing', key: keys.next(), replace: false },
    { path: '/missing/file', key: keys.next(), replace: false },
  ];
  const thread = threads.forSmallFiles();
  if (thread === undefined) throw new Error('no thread');
  const problems = await placeOnThread(thread, root, files);
  expect(problems?.map((problem) => (problem as { code?: string } | undefined)?.code)).toEqual([
    undefined,
    'EEXIST',
    undefined,
    'ENOENT',
    'ENOENT',
  ]);
  expect(readFileSync(join(folder, 'd/free'), 'utf8')).toBe('/d/free');
  expect(readFileSync(join(folder, 'd/taken'), 'utf8')).toBe('kept');
  expect(readFileSync(join(folder, 'd/replaced'), 'utf8')).toBe('/d/replaced');
  expect(existsSync(join(folder, 'd', temporaryName(files[0]?.key ?? '')))).toBe(false);
});

describe('small files are read', () => {
  async function fetchAll(requests: readonly ReadRequest[]): Promise<(Fetched | undefined)[]> {
    const fetcher = new FileFetcher(root, threads);
    const fetched: (Fetched | undefined)[] = [];
    for (const [index, request] of requests.entries()) {
      fetched.push(await fetcher.take(request));
      fetcher.ahead(requests, index + 1);
    }
    return fetched;
  }

  it('in their order, with their hash; what is no small file is left to whoever asked', async () => {
    mkdirSync(join(folder, 'd'));
    const sizes = Array.from({ length: 500 }, (_, index) => (index % 100 === 50 ? 262_144 : (index * 71) % 9_000));
    for (const [index, size] of sizes.entries()) writeFileSync(join(folder, `d/f${index}`), patternBytes(size, index));
    const left = new Map([
      [60, '/d/missing'],
      [61, '/d'],
      [62, '/d/link'],
      [63, '/d/large'],
    ]);
    symlinkSync('f1', join(folder, 'd/link'));
    writeFileSync(join(folder, 'd/large'), patternBytes(262_145));
    const requests = sizes.map((_, ticket) => ({ ticket, path: left.get(ticket) ?? `/d/f${ticket}` }));
    const fetched = await fetchAll(requests);
    expect(fetched.filter((file) => file !== undefined).length).toBeGreaterThan(400);
    for (const [index, file] of fetched.entries()) {
      if (left.has(index)) expect(file).toBeUndefined();
      if (file === undefined) continue;
      const bytes = patternBytes(sizes[index] ?? 0, index);
      expect(Buffer.from(file.bytes).equals(bytes)).toBe(true);
      expect(Buffer.from(file.sha256)).toEqual(sha256(bytes));
      expect(file.modified).toBe(statSync(join(folder, `d/f${index}`)).mtimeMs);
    }
  });

  it('not ahead of one that goes on from somewhere, and not when they are few', async () => {
    for (let i = 0; i < 100; i++) writeFileSync(join(folder, `f${i}`), 'x');
    const few = Array.from({ length: 20 }, (_, ticket) => ({ ticket, path: `/f${ticket}` }));
    expect((await fetchAll(few)).every((file) => file === undefined)).toBe(true);
    const resume = { size: 1, blockSize: 1, prefixes: [] };
    const mixed = Array.from({ length: 100 }, (_, ticket) => ({
      ticket,
      path: `/f${ticket}`,
      resume: ticket === 10 ? resume : undefined,
    }));
    const fetched = await fetchAll(mixed);
    expect(fetched[10]).toBeUndefined();
    expect(fetched[5]?.bytes).toEqual(new Uint8Array(Buffer.from('x')));
    expect(fetched[30]?.bytes).toEqual(new Uint8Array(Buffer.from('x')));
  });
});
