import { describe, expect, it } from 'vitest';
import { TransferQueue } from './queue.ts';
import { contents, put, setUp } from './queue.testing.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';

const many = 100_000;

/** A queue that is held, with so many transfers waiting. */
async function heldQueue(count: number): Promise<TransferQueue> {
  const left = new MemoryFileSystem();
  for (let i = 0; i < count; i++) put(left, `/d/${Math.floor(i / 1000)}/file ${i}`, new Uint8Array(0));
  const queue = new TransferQueue({ resolve: () => left });
  queue.pause('all');
  queue.enqueue({ from: [{ endpoint: 'local', path: '/d' }], to: { endpoint: 's1', path: '/' }, existing: 'ask' });
  await expect.poll(() => queue.summary().planning, { timeout: 15_000 }).toBe(false);
  return queue;
}

/** The quickest of several runs, in milliseconds: what the work costs when nothing disturbs it. */
function cost(work: () => void): number {
  let quickest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 15; run++) {
    const start = performance.now();
    for (let i = 0; i < 20; i++) work();
    quickest = Math.min(quickest, performance.now() - start);
  }
  return quickest;
}

describe('a queue of 100,000 transfers', () => {
  it('is looked at and changed at the cost of a queue of 1,000', async () => {
    const small = await heldQueue(1_000);
    const large = await heldQueue(many);
    expect(large.summary().counts.queued).toBe(many);
    // A hundred times the transfers: work that grew with them would cost about a hundred times as much.
    const atMost = 10;
    const rowsOf = (queue: TransferQueue, start: number) => () => void queue.rows('queued', start, 100);
    for (const start of [0, 50_000, 99_900]) expect(cost(rowsOf(large, start))).toBeLessThan(atMost * cost(rowsOf(small, 500)));
    expect(cost(() => large.summary())).toBeLessThan(atMost * cost(() => small.summary()) + 0.5);
    const holdAndRelease = (queue: TransferQueue, start: number) => () => {
      const ids = queue.rows('queued', start, 100).rows.map((row) => row.id);
      queue.pause(ids);
      queue.resume(ids);
    };
    expect(cost(holdAndRelease(large, 50_000))).toBeLessThan(atMost * cost(holdAndRelease(small, 500)));
    const reorder = (queue: TransferQueue, start: number) => () => {
      const ids = queue.ids('queued', start, 10);
      for (const to of ['up', 'down', 'down', 'up'] as const) queue.reorder(ids, to);
    };
    expect(cost(reorder(large, 50_000))).toBeLessThan(atMost * cost(reorder(small, 500)));
    const toTheEnds = (queue: TransferQueue, start: number) => () => {
      const ids = queue.ids('queued', start, 10);
      queue.reorder(ids, 'top');
      queue.prioritize(ids, 'low');
      queue.prioritize(ids, 'normal');
      queue.reorder(ids, 'bottom');
    };
    expect(cost(toTheEnds(large, 50_000))).toBeLessThan(atMost * cost(toTheEnds(small, 500)));
  });

  it('gives all of them another turn at once', async () => {
    const queue = await heldQueue(many);
    const all = queue.ids('queued', 0, many);
    const [first = 0] = all;
    queue.reorder(all.slice(1), 'up');
    expect(queue.ids('queued', many - 1, 1)).toEqual([first]);
    queue.prioritize(all.slice(many / 2), 'high');
    expect(queue.ids('queued', 0, 1)).toEqual([all[many / 2]]);
    queue.prioritize('all', 'normal');
    queue.reorder(all, 'top');
    queue.reorder([first], 'top');
    expect(queue.ids('queued', 0, many)).toEqual(all);
  });

  it('cancels, brings back and clears what it is told to', async () => {
    const queue = await heldQueue(many);
    const middle = queue.rows('queued', 50_000, 500).rows.map((row) => row.id);
    queue.cancel(middle);
    expect(queue.summary().counts).toEqual({ queued: many - 500, running: 0, failed: 500, done: 0 });
    queue.retry(middle);
    expect(queue.summary().counts.queued).toBe(many);
    queue.cancel('all');
    expect(queue.summary().counts.failed).toBe(many);
    queue.clear('failed');
    expect(queue.summary().counts).toEqual({ queued: 0, running: 0, failed: 0, done: 0 });
  });

  it('moves them all', { timeout: 60_000 }, async () => {
    const { left, queue, right, up } = setUp();
    for (let i = 0; i < many; i++) put(left, `/d/${Math.floor(i / 1000)}/file ${i}`, new Uint8Array(1));
    const { counts } = await up(['/d'], '/').ended;
    expect(counts.done).toBe(many);
    expect(right.tree.get('/d/99').kind).toBe('directory');
    expect(queue.rows('done', 99_999, 10).rows).toHaveLength(1);
  });
});

describe('a queue that nobody looks at', () => {
  it('looks for no more than waits, and forgets what is done', async () => {
    const { left, right, queue, up } = setUp({ queue: { mostWaiting: 1_000, forgetsDone: true } });
    for (let i = 0; i < 5_000; i++) put(left, `/d/${i % 5}/file ${i}`, new Uint8Array(1));
    queue.pause('all');
    const batch = up(['/d'], '/');
    await expect.poll(() => queue.summary().counts.queued).toBeGreaterThanOrEqual(1_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(queue.summary()).toMatchObject({ planning: true });
    // A page of a listing is told whole.
    expect(queue.summary().counts.queued).toBeLessThanOrEqual(2_000);
    queue.resume('all');
    expect((await batch.ended).counts).toMatchObject({ done: 5_000, failed: 0 });
    expect(queue.summary().counts).toEqual({ queued: 0, running: 0, failed: 0, done: 0 });
    expect(Object.keys(contents(right)).length).toBeGreaterThan(5_000);
  });

  it('is cancelled while it waits for room', async () => {
    const { left, queue, up } = setUp({ queue: { mostWaiting: 10 } });
    for (let i = 0; i < 50; i++) put(left, `/d/${i % 5}/file ${i}`, new Uint8Array(1));
    queue.pause('all');
    const batch = up(['/d'], '/');
    await expect.poll(() => queue.summary().counts.queued).toBeGreaterThanOrEqual(10);
    queue.cancel('all');
    const { counts } = await batch.ended;
    expect(counts.done).toBe(0);
    expect(counts.cancelled).toBeLessThan(50);
    expect(queue.summary().planning).toBe(false);
  });
});
