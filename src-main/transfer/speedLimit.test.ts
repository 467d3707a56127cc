import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import type { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { contents, put, setUp } from './queue.testing.ts';
import { SpeedLimit } from './speedLimit.ts';

afterEach(() => {
  vi.useRealTimers();
});

let time = 0;

function fakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  time = 0;
}

/** Lets `milliseconds` of the fake clock pass, and the lanes do what they can in each of them. */
async function pass(milliseconds: number): Promise<void> {
  for (let at = 0; at < milliseconds; at++) {
    time += 1;
    vi.advanceTimersByTime(1);
    for (let turn = 0; turn < 3; turn++) await nextTurn();
  }
}

/** Counts the bytes that a file system is given to write. */
function written(fileSystem: MemoryFileSystem): { bytes: number } {
  const count = { bytes: 0 };
  const open = fileSystem.openWriteLane.bind(fileSystem);
  fileSystem.openWriteLane = (sink) => {
    const lane = open(sink);
    const write = lane.write.bind(lane);
    lane.write = (ticket, bytes, release) => {
      count.bytes += bytes.length;
      write(ticket, bytes, release);
    };
    return lane;
  };
  return count;
}

/** Within 5 % of what the rate allows. */
function expectRate(bytes: number, milliseconds: number, rate: number): void {
  expect(bytes / ((milliseconds / 1000) * rate)).toBeGreaterThan(0.95);
  expect(bytes / ((milliseconds / 1000) * rate)).toBeLessThan(1.05);
}

const megabyte = 1_000_000;

describe('a speed limit', () => {
  it('lets those who wait go on one by one, first come first served, when the debt is paid', () => {
    fakeClock();
    const limit = new SpeedLimit(() => time);
    limit.rate = 1000;
    const order: string[] = [];
    expect(limit.take(500, () => order.push('a'))).toBe(false);
    expect(limit.take(500, () => order.push('b'))).toBe(false);
    const after = (milliseconds: number): string => {
      time += milliseconds;
      vi.advanceTimersByTime(milliseconds);
      return order.join('');
    };
    expect(after(999)).toBe('');
    expect(after(1)).toBe('a');
    limit.take(100, () => order.push('c'));
    expect(after(99)).toBe('a');
    expect(after(1)).toBe('ab');
    expect(after(1)).toBe('abc');
    limit.rate = undefined;
    expect(limit.take(1e12, () => {})).toBe(true);
  });

  it('saves up no more than a moment', () => {
    fakeClock();
    const limit = new SpeedLimit(() => time);
    limit.rate = 1000;
    time += 3_600_000;
    expect(limit.take(250, () => {})).toBe(true);
    expect(limit.take(1, () => {})).toBe(false);
  });

  it('holds for one large file, and is changed while it runs', async () => {
    fakeClock();
    const { left, right, queue, up } = setUp({ queue: { now: () => time } });
    put(left, '/large', patternBytes(40 * megabyte));
    const count = written(right);
    queue.limit(5 * megabyte);
    expect(queue.summary().limit).toBe(5 * megabyte);
    const batch = up(['/large'], '/');
    await pass(3000);
    expectRate(count.bytes, 3000, 5 * megabyte);
    const before = count.bytes;
    queue.limit(1 * megabyte);
    await pass(5000);
    expectRate(count.bytes - before, 5000, 1 * megabyte);
    queue.limit(undefined);
    await pass(200);
    expect((await batch.ended).counts.done).toBe(1);
    expect(contents(right)).toEqual(contents(left));
  });

  it('holds for many small files', async () => {
    fakeClock();
    const { left, right, queue, up } = setUp({ queue: { now: () => time } });
    for (let i = 0; i < 4000; i++) put(left, `/d/f${i}`, patternBytes(4000, i));
    const count = written(right);
    queue.limit(2 * megabyte);
    const batch = up(['/d'], '/');
    await pass(4000);
    expectRate(count.bytes, 4000, 2 * megabyte);
    queue.limit(undefined);
    await pass(200);
    expect((await batch.ended).counts.done).toBe(4000);
  });

  it('holds for several lanes together', async () => {
    fakeClock();
    const lanes = { features: { lanes: 4 } };
    const { left, right, queue, up } = setUp({ left: lanes, right: lanes, queue: { now: () => time } });
    for (let i = 0; i < 8; i++) put(left, `/f${i}`, patternBytes(12 * megabyte, i));
    const count = written(right);
    const opened = vi.spyOn(right, 'openWriteLane');
    queue.limit(10 * megabyte);
    const batch = up(
      Array.from({ length: 8 }, (_, i) => `/f${i}`),
      '/',
    );
    await pass(3000);
    expect(opened.mock.calls.length).toBeGreaterThan(2);
    expectRate(count.bytes, 3000, 10 * megabyte);
    queue.cancel('all');
    await pass(10);
    expect((await batch.ended).counts.cancelled).toBe(8);
  });

  it('holds over a link that brings a window full after it was paused', async () => {
    fakeClock();
    const { left, right, queue, up } = setUp({ queue: { now: () => time } });
    put(left, '/large', patternBytes(30 * megabyte));
    const open = left.openReadLane.bind(left);
    left.openReadLane = (sink) => {
      const lane = open(sink);
      const pause = lane.pause.bind(lane);
      const resume = lane.resume.bind(lane);
      let since = 0;
      // It hears of a pause only 8 MB later.
      lane.pause = () => {
        since += 1;
        if (since >= 32) pause();
      };
      lane.resume = () => {
        since = 0;
        resume();
      };
      return lane;
    };
    const count = written(right);
    queue.limit(4 * megabyte);
    const batch = up(['/large'], '/');
    await pass(2500);
    expectRate(count.bytes, 2500, 4 * megabyte);
    queue.limit(undefined);
    await pass(300);
    expect((await batch.ended).counts.done).toBe(1);
    expect(contents(right)).toEqual(contents(left));
  });
});
