import { describe, expect, it } from 'vitest';
import { TransferQueue } from './queue.ts';
import { put, setUp } from './queue.testing.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';

const count = 100_000;

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe('a queue of 100,000 transfers', () => {
  it('answers at once while it is held', async () => {
    const left = new MemoryFileSystem();
    for (let i = 0; i < count; i++) put(left, `/d/${Math.floor(i / 1000)}/file ${i}`, new Uint8Array(0));
    const queue = new TransferQueue({ resolve: () => left });
    queue.pause('all');
    const batch = queue.enqueue({
      from: [{ endpoint: 'local', path: '/d' }],
      to: { endpoint: 's1', path: '/' },
      existing: 'ask',
    });
    await expect.poll(() => queue.summary().planning, { timeout: 15_000 }).toBe(false);
    expect(queue.summary().counts.queued).toBe(count);
    for (const start of [0, 50_000, 99_900]) {
      expect(milliseconds(() => expect(queue.rows('queued', start, 100).rows).toHaveLength(100))).toBeLessThan(30);
    }
    expect(milliseconds(() => queue.summary())).toBeLessThan(5);
    const middle = queue.rows('queued', 50_000, 500).rows.map((row) => row.id);
    expect(milliseconds(() => queue.pause(middle))).toBeLessThan(30);
    expect(milliseconds(() => queue.cancel(middle))).toBeLessThan(60);
    expect(queue.summary().counts).toEqual({ queued: count - 500, running: 0, failed: 500, done: 0 });
    expect(milliseconds(() => queue.retry(middle))).toBeLessThan(60);
    expect(milliseconds(() => queue.cancel('all'))).toBeLessThan(1000);
    expect((await batch.ended).counts.cancelled).toBe(count);
    expect(milliseconds(() => queue.clear('failed'))).toBeLessThan(500);
    expect(queue.summary().counts).toEqual({ queued: 0, running: 0, failed: 0, done: 0 });
  });

  it('moves them all', { timeout: 60_000 }, async () => {
    const { left, queue, right, up } = setUp();
    for (let i = 0; i < count; i++) put(left, `/d/${Math.floor(i / 1000)}/file ${i}`, new Uint8Array(1));
    const { counts } = await up(['/d'], '/').ended;
    expect(counts.done).toBe(count);
    expect(right.tree.get('/d/99').kind).toBe('directory');
    expect(queue.rows('done', 99_999, 10).rows).toHaveLength(1);
  });
});
