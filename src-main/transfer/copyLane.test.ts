import { expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { CopyLane } from './copyLane.ts';
import { bytesAt, put } from './queue.testing.ts';
import type { CopyTask } from './transferLane.ts';

/** A target that takes its time, and a lane to it; `told` is how each file ended, in order. */
function laneTo(target: MemoryFileSystem, files: Record<string, number>) {
  const source = new MemoryFileSystem({ chunkSize: 16 * 1024 });
  const told: string[] = [];
  const started = new Set<string>();
  const lane = new CopyLane(source, target, {
    started: (task) => started.add(task.sourcePath),
    acknowledged: () => {},
    ended: (task, ended) => {
      const how = ended.end === 'failed' ? `${ended.error.code}${ended.unconfirmed ? ', unconfirmed' : ''}` : ended.end;
      told.push(`${task.sourcePath}: ${how}`);
    },
    broken: (error) => told.push(`broken: ${error.code}`),
  });
  for (const [path, size] of Object.entries(files)) {
    put(source, path, patternBytes(size));
    lane.add(taskOf(path, size));
  }
  return { lane, told, started };
}

function taskOf(path: string, size: number): CopyTask {
  return {
    kind: 'file',
    sourcePath: path,
    targetPath: path,
    existing: 'fail',
    size,
    key: undefined,
    mayResume: false,
    adopts: false,
    delta: false,
    directoryTimes: new Map(),
    move: false,
    unconfirmed: false,
  };
}

const lost = new AppError('connection-lost', 'the session was closed');

it('a lane that is closed waits for the last word about what the target has whole', async () => {
  const target = new MemoryFileSystem({ latency: 50 });
  const { lane, told, started } = laneTo(target, { '/a': 10, '/b': 10, '/large': 20_000_000 });
  await expect.poll(() => started.has('/large'), { interval: 1 }).toBe(true);
  expect(told).toEqual([]);
  await lane.close(lost);
  expect(told).toEqual(['/large: connection-lost', '/a: done', '/b: done']);
  expect([bytesAt(target, '/a')?.length, bytesAt(target, '/large')]).toEqual([10, undefined]);
});

it('a target that is gone is not waited for', async () => {
  const target = new MemoryFileSystem({ latency: 600_000 });
  const { lane, told, started } = laneTo(target, { '/a': 10, '/large': 20_000_000 });
  await expect.poll(() => started.has('/large'), { interval: 1 }).toBe(true);
  const closed = lane.close(lost);
  target.break(lost);
  await closed;
  expect(told.slice(0, 2)).toEqual(['/large: connection-lost', '/a: connection-lost, unconfirmed']);
});
