import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { bytesAt, contents, put, type QueueSetup, setUp } from './queue.testing.ts';

/** Files f0, f1… on both sides, with 20 and 10 bytes. */
function taken(setup: QueueSetup, count: number): string[] {
  const paths = Array.from({ length: count }, (_, i) => `/f${i}`);
  for (const path of paths) {
    put(setup.left, path, patternBytes(20), 2000);
    put(setup.right, path, patternBytes(10), 1000);
  }
  return paths;
}

async function firstConflict(setup: QueueSetup): Promise<number> {
  await expect.poll(() => setup.queue.conflicts().length).toBe(1);
  return setup.queue.conflicts()[0]?.id ?? 0;
}

describe('a taken name', () => {
  it('asks with both sides, while the others go on', async () => {
    const setup = setUp();
    const { left, queue, right } = setup;
    put(left, '/free', patternBytes(5));
    const batch = setup.up([...taken(setup, 3), '/free'], '/');
    await expect.poll(() => queue.conflicts()[0]?.waiting).toBe(2);
    await expect.poll(() => bytesAt(right, '/free')).toBeDefined();
    expect(queue.conflicts()).toMatchObject([
      {
        batch: batch.id,
        from: { endpoint: 'local', path: '/f0' },
        to: { endpoint: 's1', path: '/f0' },
        source: { size: 20, modified: 2000 },
        target: { size: 10, modified: 1000 },
      },
    ]);
    expect(queue.running().map((row) => row.state)).toEqual(['asking', 'asking', 'asking']);
    const first = await firstConflict(setup);
    queue.answer(first, 'overwrite', false);
    expect(() => queue.answer(first, 'overwrite', false)).toThrow(AppError);
    await expect.poll(() => bytesAt(right, '/f0')?.length).toBe(20);
    queue.answer(await firstConflict(setup), 'skip', false);
    queue.answer(await firstConflict(setup), 'both', false);
    expect((await batch.ended).counts).toEqual({ done: 3, skipped: 1, failed: 0, cancelled: 0 });
    expect(bytesAt(right, '/f1')).toHaveLength(10);
    expect(bytesAt(right, '/f2')).toHaveLength(10);
    expect(bytesAt(right, '/f2 (2)')).toHaveLength(20);
    expect(queue.conflicts()).toEqual([]);
  });

  it.each([
    ['overwrite', 20, { done: 1000, skipped: 0, failed: 0, cancelled: 0 }],
    ['newer', 20, { done: 1000, skipped: 0, failed: 0, cancelled: 0 }],
    ['size', 20, { done: 1000, skipped: 0, failed: 0, cancelled: 0 }],
    ['both', 10, { done: 1000, skipped: 0, failed: 0, cancelled: 0 }],
    ['skip', 10, { done: 0, skipped: 1000, failed: 0, cancelled: 0 }],
    ['cancel', 10, { done: 0, skipped: 0, failed: 0, cancelled: 1000 }],
  ] as const)('one answer does for the whole batch: %s', async (answer, size, counts) => {
    const setup = setUp();
    const batch = setup.up(taken(setup, 1000), '/');
    setup.queue.answer(await firstConflict(setup), answer, true);
    expect((await batch.ended).counts).toEqual(counts);
    for (let i = 0; i < 1000; i++) expect(bytesAt(setup.right, `/f${i}`)).toHaveLength(size);
    expect(Object.keys(contents(setup.right))).toHaveLength(answer === 'both' ? 2000 : 1000);
  });

  it('each batch asks for itself', async () => {
    const setup = setUp();
    const paths = taken(setup, 4);
    const first = setup.up(paths.slice(0, 2), '/');
    const second = setup.up(paths.slice(2), '/');
    await expect.poll(() => setup.queue.conflicts().length).toBe(2);
    const [one, two] = setup.queue.conflicts();
    setup.queue.answer(one?.id ?? 0, 'overwrite', true);
    expect((await first.ended).counts.done).toBe(2);
    setup.queue.answer(two?.id ?? 0, 'skip', true);
    expect((await second.ended).counts.skipped).toBe(2);
  });

  it('a question goes away when its transfer is cancelled, and the next is asked', async () => {
    const setup = setUp();
    const batch = setup.up(taken(setup, 2), '/');
    const first = await firstConflict(setup);
    const transfer = setup.queue.conflicts()[0]?.transfer ?? 0;
    setup.queue.cancel([transfer]);
    await expect.poll(() => setup.queue.conflicts()[0]?.id).toBe(first + 1);
    setup.queue.cancel('all');
    expect((await batch.ended).counts.cancelled).toBe(2);
    expect(setup.queue.conflicts()).toEqual([]);
  });

  it('by a folder has a question of its own: nothing replaces it', async () => {
    const setup = setUp();
    put(setup.left, '/x', patternBytes(1));
    setup.right.tree.makeDirectory('/x', false);
    const batch = setup.up(['/x'], '/');
    const conflict = await firstConflict(setup);
    expect(setup.queue.conflicts()[0]).toMatchObject({ target: { kind: 'directory' }, answers: ['both', 'skip', 'cancel'] });
    expect(() => setup.queue.answer(conflict, 'overwrite', true)).toThrow(AppError);
    setup.queue.answer(conflict, 'both', false);
    expect((await batch.ended).counts.done).toBe(1);
    expect(bytesAt(setup.right, '/x (2)')).toHaveLength(1);
    expect(setup.right.tree.get('/x').kind).toBe('directory');
    expect((await setup.up(['/x'], '/', 'overwrite').ended).counts.failed).toBe(1);
    expect(setup.ended.at(-1)?.error?.code).toBe('is-a-directory');
  });

  it('by a file where a folder should be fails with the name of the folder, and the file stays', async () => {
    const setup = setUp();
    for (let i = 0; i < 3; i++) put(setup.left, `/d/f${i}`, patternBytes(5));
    put(setup.right, '/d', patternBytes(1));
    expect((await setup.up(['/d'], '/', 'overwrite').ended).counts.failed).toBe(3);
    for (const { error } of setup.ended) expect(error).toMatchObject({ code: 'not-a-directory', path: '/d' });
    expect(bytesAt(setup.right, '/d')).toHaveLength(1);
  });

  it('is not asked when both hold the same bytes: those are skipped', async () => {
    const setup = setUp();
    for (let i = 0; i < 50; i++) {
      put(setup.left, `/d/f${i}`, patternBytes(i * 3000, i + 1), 2000);
      put(setup.right, `/d/f${i}`, patternBytes(i * 3000, i + 1), 1000);
    }
    put(setup.left, '/d/z', patternBytes(500, 1));
    put(setup.right, '/d/z', patternBytes(500, 2));
    const batch = setup.up(['/d'], '/');
    setup.queue.answer(await firstConflict(setup), 'cancel', false);
    expect((await batch.ended).counts).toEqual({ done: 0, skipped: 50, failed: 0, cancelled: 1 });
    expect(setup.right.tree.get('/d/f1').modified).toBe(1000);
  });

  it('a folder on a folder merges', async () => {
    const setup = setUp();
    put(setup.left, '/d/new', patternBytes(2));
    put(setup.right, '/d/old', patternBytes(1));
    await setup.up(['/d'], '/').ended;
    expect(Object.keys(contents(setup.right)).toSorted()).toEqual(['/d', '/d/new', '/d/old']);
  });

  it('asks the next one when what the target had is gone, whatever both are called', async () => {
    const setup = setUp();
    const batch = setup.up(taken(setup, 2), '/');
    const first = await firstConflict(setup);
    await setup.right.remove('/f1');
    setup.queue.answer(first, 'skip', false);
    expect((await batch.ended).counts).toEqual({ done: 1, skipped: 1, failed: 0, cancelled: 0 });
  });

  it('looks at no more than it has to when one answer does for all', async () => {
    const setup = setUp();
    const batch = setup.up(taken(setup, 500), '/');
    const first = await firstConflict(setup);
    await expect.poll(() => setup.queue.conflicts()[0]?.waiting).toBe(499);
    const stat = vi.spyOn(setup.left, 'stat');
    setup.queue.answer(first, 'skip', true);
    expect((await batch.ended).counts.skipped).toBe(500);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stat.mock.calls.length).toBeLessThan(5);
  });

  it('takes for its own what an unconfirmed attempt has brought', async () => {
    const setup = setUp({ right: { latency: 50 } });
    for (let i = 0; i < 300; i++) put(setup.left, `/d/f${i}`, patternBytes(20, i + 1), 5000);
    const batch = setup.up(['/d'], '/');
    // The link breaks when the target has every file and no receipt of them has been read.
    await expect.poll(() => setup.right.tree.find('/d'), { interval: 1 }).toBeDefined();
    const again = new MemoryFileSystem({ tree: setup.right.tree, latency: 5 });
    for (let i = 0; i < 300; i++) put(again, `/d/f${i}`, patternBytes(20, i + 1), 5000);
    const looks = new Set<Promise<unknown>>();
    let most = 0;
    const stat = again.stat.bind(again);
    vi.spyOn(again, 'stat').mockImplementation((...parameters) => {
      const look = stat(...parameters).finally(() => looks.delete(look));
      looks.add(look);
      most = Math.max(most, looks.size);
      return look;
    });
    setup.ends.set('s1', again);
    setup.right.break(new AppError('connection-lost', 'cut'));
    expect((await batch.ended).counts).toEqual({ done: 300, skipped: 0, failed: 0, cancelled: 0 });
    // Side by side: one after the other, hundreds would take as many round trips.
    expect(most).toBeGreaterThan(5);
    expect(Object.keys(contents(again))).toHaveLength(301);
  });
});
