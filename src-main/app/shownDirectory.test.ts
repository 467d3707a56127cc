import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { ShownDirectory } from './shownDirectory.ts';

let fileSystem: FileSystem | undefined;
let told: number;
let directory: ShownDirectory;

beforeEach(() => {
  vi.useFakeTimers();
  fileSystem = new MemoryFileSystem({ features: { watch: false } });
  told = 0;
  directory = new ShownDirectory({
    path: '/',
    fileSystem() {
      if (fileSystem === undefined) throw new AppError('connection-lost', 'gone');
      return fileSystem;
    },
    tell: () => void told++,
  });
});

afterEach(() => {
  directory.close();
  vi.useRealTimers();
});

it('tells soon when it was quiet, then twice a second at most', async () => {
  directory.note();
  await vi.advanceTimersByTimeAsync(60);
  expect(told).toBe(1);
  for (let i = 0; i < 100; i++) {
    directory.note();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(told).toBeGreaterThan(15);
  expect(told).toBeLessThanOrEqual(21);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toBeLessThanOrEqual(21);
});

it('leaves a directory that takes long to list in peace for four times as long', async () => {
  let listed = 0;
  const begun = performance.now();
  let busy = 0;
  while (performance.now() - begun < 60_000) {
    directory.note();
    await vi.advanceTimersByTimeAsync(100);
    if (told === listed) continue;
    listed = told;
    const ended = directory.listing();
    for (let i = 0; i < 20; i++) {
      directory.note();
      await vi.advanceTimersByTimeAsync(100);
    }
    busy += 2000;
    ended();
  }
  expect(told).toBe(listed);
  expect(busy / 60_000).toBeLessThan(0.25);
  expect(busy / 60_000).toBeGreaterThan(0.1);
});

it('says nothing during a listing, and what came meanwhile after it', async () => {
  const ended = directory.listing();
  directory.note();
  await vi.advanceTimersByTimeAsync(3000);
  expect(told).toBe(0);
  ended();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toBe(1);
});

it('says nothing while its session is away, nor when it is shown no longer', async () => {
  fileSystem = undefined;
  directory.note();
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toBe(0);
  fileSystem = new MemoryFileSystem();
  directory.note();
  directory.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toBe(0);
});

it('watches again what another session brings, and asks only once where nothing can be watched', async () => {
  const watch = vi.fn<FileSystem['watch']>(() => Promise.reject(new AppError('unsupported', 'no more')));
  const refusing = Object.assign(new MemoryFileSystem(), { watch });
  fileSystem = refusing;
  for (let i = 0; i < 3; i++) {
    directory.watch();
    directory.listing()();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(watch).toHaveBeenCalledTimes(1);
  const next = new MemoryFileSystem();
  fileSystem = next;
  directory.watch();
  await vi.advanceTimersByTimeAsync(0);
  next.tree.makeDirectory('/new', false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toBe(1);
});
