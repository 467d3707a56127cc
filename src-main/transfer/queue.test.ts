import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { patternBytes, sha256 } from '../filesystem/contract/recorder.ts';
import { bytesAt, contents, put, setUp } from './queue.testing.ts';

describe('transfer queue', () => {
  it('copies a file, verified, with its time', async () => {
    const { left, right, queue, up } = setUp();
    put(left, '/a.txt', patternBytes(1000), 1_500_000_000_000);
    const { counts, bytes } = await up(['/a.txt'], '/in').ended;
    expect(counts).toEqual({ done: 1, skipped: 0, failed: 0, cancelled: 0 });
    expect(bytes).toBe(1000);
    expect(bytesAt(right, '/in/a.txt')).toEqual(patternBytes(1000));
    expect(right.tree.get('/in/a.txt').modified).toBe(1_500_000_000_000);
    const [row] = queue.rows('done', 0, 10).rows;
    expect(row).toMatchObject({
      name: 'a.txt',
      direction: 'upload',
      state: 'done',
      size: 1000,
      acknowledged: 1000,
      receipt: { size: 1000, sha256: sha256(patternBytes(1000)).toString('hex'), verified: true },
    });
  });

  it('copies a folder with everything in it, and the times of folders', async () => {
    const { left, right, up } = setUp();
    for (let i = 0; i < 3000; i++) put(left, `/tree/d${i % 30}/f${i}`, patternBytes(i % 100, i + 1));
    put(left, '/tree/large', patternBytes(5_000_000));
    left.tree.makeDirectory('/tree/empty/inner', true);
    await left.setAttributes('/tree', { modified: 1_000_000_000_000 });
    await left.setAttributes('/tree/empty/inner', { modified: 1_100_000_000_000 });
    const { counts } = await up(['/tree'], '/in').ended;
    expect(counts).toEqual({ done: 3002, skipped: 0, failed: 0, cancelled: 0 });
    expect(contents(right, '/in/tree')).toEqual(
      Object.fromEntries(Object.entries(contents(left, '/tree')).map(([path, hash]) => [`/in${path}`, hash])),
    );
    expect(right.tree.get('/in/tree').modified).toBe(1_000_000_000_000);
    expect(right.tree.get('/in/tree/empty/inner').modified).toBe(1_100_000_000_000);
  });

  it.each([
    ['near', 0, 1],
    ['far', 50, 2],
  ])('opens lanes by what is worth it: two files go %s', async (_, roundTrip, lanes) => {
    const { left, right, up } = setUp({ right: { features: { roundTrip }, latency: 5 } });
    const opened = vi.spyOn(right, 'openWriteLane');
    for (const name of ['a', 'b']) put(left, `/d/${name}`, patternBytes(10));
    expect((await up(['/d'], '/').ended).counts.done).toBe(2);
    expect(opened).toHaveBeenCalledTimes(lanes);
  });

  it('gives the one entry another name, file or folder', async () => {
    const { left, right, up } = setUp();
    put(left, '/a', patternBytes(1));
    put(left, '/d/x/y', patternBytes(2));
    await up(['/a'], '/', 'ask', 'b').ended;
    await up(['/d'], '/', 'ask', 'e').ended;
    expect(Object.keys(contents(right)).toSorted()).toEqual(['/b', '/e', '/e/x', '/e/x/y']);
    expect(() => up(['/a', '/d'], '/', 'ask', 'c')).toThrow(AppError);
  });

  it('moves things with latency in parallel, not one after the other', async () => {
    const { left, right, up } = setUp({ right: { latency: 20 } });
    put(left, '/one/f', patternBytes(10));
    for (let i = 0; i < 500; i++) put(left, `/d/f${i}`, patternBytes(10));
    const began = performance.now();
    await up(['/one'], '/').ended;
    const between = performance.now();
    await up(['/d'], '/').ended;
    const ofOne = between - began;
    expect(performance.now() - between).toBeLessThan(50 * ofOne);
    expect(Object.keys(contents(right))).toHaveLength(503);
  });

  it('reports links and does not copy them, fails what is missing', async () => {
    const { left, right, ended, up } = setUp();
    put(left, '/d/file', patternBytes(1));
    left.tree.put('/d/link', left.tree.newLink('/'));
    const { counts } = await up(['/d', '/missing'], '/').ended;
    expect(counts).toEqual({ done: 1, skipped: 1, failed: 1, cancelled: 0 });
    expect(ended.find((row) => row.state === 'skipped')).toMatchObject({ name: 'link', error: { code: 'not-a-file' } });
    expect(ended.find((row) => row.state === 'failed')).toMatchObject({ name: 'missing', error: { code: 'not-found' } });
    expect(Object.keys(contents(right)).toSorted()).toEqual(['/d', '/d/file']);
  });

  it('reads a file system that has no walk by its listings', async () => {
    const { left, right, up } = setUp({ left: { features: { walk: false } } });
    put(left, '/d/a/b/c', patternBytes(3));
    left.tree.makeDirectory('/d/empty', false);
    await up(['/d'], '/').ended;
    expect(Object.keys(contents(right)).toSorted()).toEqual(['/d', '/d/a', '/d/a/b', '/d/a/b/c', '/d/empty']);
  });

  it('refuses to copy into itself', async () => {
    const { left, queue } = setUp();
    put(left, '/d/a', patternBytes(1));
    put(left, '/f', patternBytes(1));
    const batch = queue.enqueue({
      from: ['/d', '/f'].map((path) => ({ endpoint: 'local', path })),
      to: { endpoint: 'local', path: '/d/x' },
      existing: 'overwrite',
    });
    expect((await batch.ended).counts).toMatchObject({ done: 1, failed: 1 });
    const onto = queue.enqueue({
      from: [{ endpoint: 'local', path: '/f' }],
      to: { endpoint: 'local', path: '/' },
      existing: 'overwrite',
    });
    expect((await onto.ended).counts).toMatchObject({ failed: 1 });
    const both = queue.enqueue({
      from: [{ endpoint: 'local', path: '/f' }],
      to: { endpoint: 'local', path: '/' },
      existing: 'both',
    });
    expect((await both.ended).counts).toMatchObject({ done: 1 });
    expect(bytesAt(left, '/f (2)')).toHaveLength(1);
  });

  it('lets the receiver decide by the policy', async () => {
    const { left, right, up } = setUp();
    const reset = () => put(right, '/f', patternBytes(1), 2000);
    put(left, '/f', patternBytes(2), 1000);
    reset();
    expect((await up(['/f'], '/', 'skip').ended).counts.skipped).toBe(1);
    expect((await up(['/f'], '/', 'newer').ended).counts.skipped).toBe(1);
    expect(bytesAt(right, '/f')).toHaveLength(1);
    expect((await up(['/f'], '/', 'both').ended).counts.done).toBe(1);
    expect((await up(['/f'], '/', 'both').ended).counts.done).toBe(1);
    expect(Object.keys(contents(right)).toSorted()).toEqual(['/f', '/f (2)', '/f (3)']);
    expect((await up(['/f'], '/', 'overwrite').ended).counts.done).toBe(1);
    expect(bytesAt(right, '/f')).toHaveLength(2);
  });
});
