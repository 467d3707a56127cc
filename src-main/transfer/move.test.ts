import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { parentPath } from '../../src-shared/model/path.ts';
import type { ExistingPolicy, Transfer } from '../../src-shared/model/transfer.ts';
import { patternBytes, sha256 } from '../filesystem/contract/recorder.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { bytesAsNames } from '../filesystem/nameRules.ts';
import type { Batch } from './batch.ts';
import { bytesAt, contents, put, type QueueSetup, setUp } from './queue.testing.ts';

type End = 'local' | 's1';

function moveWith({ queue, ended }: QueueSetup, from: End, to: End) {
  return (paths: readonly string[], directory: string, existing: ExistingPolicy = 'ask', name?: string): Batch =>
    queue.enqueue({
      from: paths.map((path) => ({ endpoint: from, path })),
      to: { endpoint: to, path: directory },
      existing,
      name,
      move: true,
      onEnded: (transfer: Transfer) => ended.push(transfer),
    });
}

const paths = (given: Record<string, string>): string[] => Object.keys(given).toSorted();

describe('copying within one file system', () => {
  it('lets the file system do it, and no contents pass', async () => {
    const setup = setUp();
    const { left, queue, ended } = setup;
    for (let i = 0; i < 100; i++) put(left, `/d/in/f${i}`, patternBytes(1000, i + 1), 1_500_000_000_000);
    left.tree.makeDirectory('/d/empty', false);
    left.openReadLane = () => {
      throw new Error('contents were read');
    };
    const batch = queue.enqueue({
      from: [{ endpoint: 'local', path: '/d' }],
      to: { endpoint: 'local', path: '/to' },
      existing: 'ask',
      onEnded: (transfer) => ended.push(transfer),
    });
    expect(await batch.ended).toEqual({ counts: { done: 101, skipped: 0, failed: 0, cancelled: 0 }, bytes: 100_000 });
    const copied = Object.entries(contents(left, '/to/d')).map(([path, hash]) => [path.slice(3), hash]);
    expect(Object.fromEntries(copied)).toEqual(contents(left, '/d'));
    expect(left.tree.get('/to/d/in/f7').modified).toBe(1_500_000_000_000);
    const row = ended.find(({ name }) => name === 'f7');
    expect(row?.receipt).toEqual({ size: 1000, sha256: sha256(patternBytes(1000, 8)).toString('hex'), verified: true });
  });

  it('asks for a taken name, and skips what is the same', async () => {
    const { left, queue, until } = setUp();
    put(left, '/a', patternBytes(10));
    put(left, '/same', patternBytes(20));
    put(left, '/to/a', patternBytes(11));
    put(left, '/to/same', patternBytes(20));
    const batch = queue.enqueue({
      from: ['/a', '/same'].map((path) => ({ endpoint: 'local', path })),
      to: { endpoint: 'local', path: '/to' },
      existing: 'ask',
    });
    await until(() => queue.conflicts().length === 1);
    queue.answer(queue.conflicts()[0]?.id ?? 0, 'both', false);
    expect((await batch.ended).counts).toEqual({ done: 1, skipped: 1, failed: 0, cancelled: 0 });
    expect(bytesAt(left, '/to/a')).toHaveLength(11);
    expect(bytesAt(left, '/to/a (2)')).toHaveLength(10);
  });
});

describe('moving within one file system', () => {
  it('renames files, links and whole folders', async () => {
    const setup = setUp();
    const { left } = setup;
    put(left, '/f', patternBytes(5));
    for (let i = 0; i < 1000; i++) put(left, `/d/x/f${i}`, patternBytes(1));
    left.tree.put('/link', left.tree.newLink('/nowhere'));
    const node = left.tree.get('/d');
    const { counts } = await moveWith(setup, 'local', 'local')(['/f', '/d', '/link'], '/to/new').ended;
    expect(counts).toEqual({ done: 3, skipped: 0, failed: 0, cancelled: 0 });
    expect([...left.tree.directory('/').children.keys()]).toEqual(['to']);
    expect(left.tree.get('/to/new/d')).toBe(node);
    expect(left.tree.get('/to/new/link').kind).toBe('symlink');
  });

  it('merges into a folder that exists, entry by entry, and removes what is empty then', async () => {
    const setup = setUp();
    const { left, queue, until } = setup;
    for (const path of ['/d/a/1', '/d/a/taken', '/d/new/2', '/d/3']) put(left, path, patternBytes(10));
    for (const path of ['/to/d/a/taken', '/to/d/other']) put(left, path, patternBytes(11));
    const batch = moveWith(setup, 'local', 'local')(['/d'], '/to');
    await until(() => queue.conflicts().length === 1);
    queue.answer(queue.conflicts()[0]?.id ?? 0, 'skip', false);
    expect((await batch.ended).counts).toEqual({ done: 3, skipped: 1, failed: 0, cancelled: 0 });
    // What was skipped stays, and with it its folders.
    expect(paths(contents(left, '/d'))).toEqual(['/d', '/d/a', '/d/a/taken']);
    expect(bytesAt(left, '/to/d/a/taken')).toHaveLength(11);
    expect((await moveWith(setup, 'local', 'local')(['/d'], '/to', 'overwrite').ended).counts.done).toBe(1);
    expect(left.tree.find('/d')).toBeUndefined();
    expect(bytesAt(left, '/to/d/a/taken')).toHaveLength(10);
    expect(paths(contents(left, '/to/d'))).toHaveLength(8);
  });

  it('honours each policy', async () => {
    const setup = setUp();
    const { left } = setup;
    const move = moveWith(setup, 'local', 'local');
    put(left, '/f', patternBytes(2), 1000);
    put(left, '/to/f', patternBytes(1), 2000);
    expect((await move(['/f'], '/to', 'skip').ended).counts.skipped).toBe(1);
    expect((await move(['/f'], '/to', 'newer').ended).counts.skipped).toBe(1);
    expect(bytesAt(left, '/f')).toHaveLength(2);
    expect((await move(['/f'], '/to', 'both').ended).counts.done).toBe(1);
    expect(bytesAt(left, '/to/f (2)')).toHaveLength(2);
    put(left, '/f', patternBytes(3), 3000);
    expect((await move(['/f'], '/to', 'newer').ended).counts.done).toBe(1);
    expect(bytesAt(left, '/to/f')).toHaveLength(3);
    expect((await move(['/to/f'], '/to', 'ask', 'g').ended).counts.done).toBe(1);
    expect(paths(contents(left))).toEqual(['/to', '/to/f (2)', '/to/g']);
  });

  it('refuses to move something onto or into itself, or over something of another kind', async () => {
    const setup = setUp();
    const { left, ended } = setup;
    put(left, '/d/f', patternBytes(1));
    put(left, '/to/d', patternBytes(1));
    const move = moveWith(setup, 'local', 'local');
    expect((await move(['/d'], '/', 'overwrite').ended).counts.failed).toBe(1);
    expect((await move(['/d'], '/d/x', 'overwrite').ended).counts.failed).toBe(1);
    expect((await move(['/d'], '/to', 'overwrite').ended).counts.failed).toBe(1);
    expect((await move(['/missing'], '/to', 'overwrite').ended).counts.failed).toBe(1);
    expect(ended.map(({ error }) => error?.code)).toEqual(['invalid-request', 'invalid-request', 'already-exists', 'not-found']);
    expect(paths(contents(left))).toEqual(['/d', '/d/f', '/to', '/to/d']);
  });

  it('copies a file to another volume and removes it then; a folder stays whole where it is', async () => {
    const setup = setUp();
    const { left, ended } = setup;
    put(left, '/f', patternBytes(100));
    put(left, '/taken', patternBytes(100));
    put(left, '/d/in', patternBytes(100));
    put(left, '/to/taken', patternBytes(50));
    left.rename = (from) => Promise.reject(new AppError('unsupported', 'the target lies on another volume', { path: from }));
    const { counts } = await moveWith(setup, 'local', 'local')(['/f', '/taken', '/d'], '/to', 'skip').ended;
    expect(counts).toEqual({ done: 1, skipped: 1, failed: 1, cancelled: 0 });
    expect(paths(contents(left))).toEqual(['/d', '/d/in', '/taken', '/to', '/to/f', '/to/taken']);
    expect(bytesAt(left, '/to/taken')).toHaveLength(50);
    expect(ended.find(({ name }) => name === 'f')).toMatchObject({ receipt: { size: 100, verified: true } });
    expect(ended.find(({ name }) => name === 'd')).toMatchObject({ error: { code: 'unsupported' } });
  });

  it('keeps a file whose target is the file itself, by way of another directory', async () => {
    const setup = setUp();
    const { left, ended } = setup;
    put(left, '/data/x', patternBytes(100), 1000);
    put(left, '/data/y', patternBytes(100), 1000);
    put(left, '/other/y', patternBytes(50));
    left.tree.put('/mnt', left.tree.get('/data'));
    const rename = left.rename.bind(left);
    left.rename = (from, to, options) => {
      if (parentPath(from) === parentPath(to)) return rename(from, to, options);
      return Promise.reject(new AppError('unsupported', 'the target lies on another mount', { path: from }));
    };
    const move = moveWith(setup, 'local', 'local');
    await move(['/mnt/x'], '/data', 'overwrite').ended;
    await move(['/mnt/y'], '/other', 'overwrite').ended;
    expect(ended.map(({ error }) => error?.code)).toEqual(['invalid-request', undefined]);
    expect(paths(contents(left))).toEqual(['/data', '/data/x', '/mnt', '/mnt/x', '/other', '/other/y']);
    expect(bytesAt(left, '/other/y')).toHaveLength(100);
  });

  it('takes an end that was not told for what it was', async () => {
    const setup = setUp();
    const { left } = setup;
    put(left, '/f', patternBytes(1));
    const rename = left.rename.bind(left);
    left.rename = async (...given) => {
      await rename(...given);
      left.rename = rename;
      throw new AppError('connection-lost', 'the answer was lost');
    };
    expect((await moveWith(setup, 'local', 'local')(['/f'], '/to').ended).counts.done).toBe(1);
    expect(paths(contents(left))).toEqual(['/to', '/to/f']);
  });
});

describe('moving between file systems', () => {
  it('removes each source when its copy is verified, and folders when they are empty', async () => {
    const setup = setUp();
    const { left, right } = setup;
    for (let i = 0; i < 300; i++) put(left, `/d/x${i % 3}/f${i}`, patternBytes(i, i + 1));
    left.tree.makeDirectory('/d/empty/inner', true);
    const before = contents(left, '/d');
    const { counts } = await moveWith(setup, 'local', 's1')(['/d'], '/in').ended;
    expect(counts).toEqual({ done: 301, skipped: 0, failed: 0, cancelled: 0 });
    expect(contents(left)).toEqual({});
    expect(Object.fromEntries(Object.entries(contents(right, '/in/d')).map(([path, hash]) => [path.slice(3), hash]))).toEqual(
      before,
    );
  });

  it('keeps what is skipped, what is no file, and what could not be copied', async () => {
    const setup = setUp();
    const { left, right } = setup;
    for (const path of ['/d/moved', '/d/in/taken']) put(left, path, patternBytes(10));
    left.tree.put('/d/in/link', left.tree.newLink('/'));
    put(right, '/d/in/taken', patternBytes(11));
    const { counts } = await moveWith(setup, 'local', 's1')(['/d'], '/', 'skip').ended;
    expect(counts).toEqual({ done: 1, skipped: 2, failed: 0, cancelled: 0 });
    expect(paths(contents(left))).toEqual(['/d', '/d/in', '/d/in/link', '/d/in/taken']);
  });

  it('keeps a source that nobody could verify, and says so', async () => {
    const setup = setUp({ right: { features: { verifiedWrites: false } } });
    const { left, right, ended } = setup;
    put(left, '/f', patternBytes(10));
    const open = right.openWriteLane.bind(right);
    right.openWriteLane = (sink) =>
      open({
        ...sink,
        committed: (ticket, receipt) => sink.committed(ticket, { ...receipt, verified: false }),
      });
    await moveWith(setup, 'local', 's1')(['/f'], '/').ended;
    expect(ended).toMatchObject([{ state: 'done', error: { code: 'unsupported' }, receipt: { verified: false } }]);
    expect(bytesAt(left, '/f')).toHaveLength(10);
    expect(bytesAt(right, '/f')).toHaveLength(10);
  });

  it('keeps a source that was changed after it was copied', async () => {
    const setup = setUp();
    const { left, right, ended } = setup;
    put(left, '/f', patternBytes(10), 1000);
    const open = right.openWriteLane.bind(right);
    right.openWriteLane = (sink) =>
      open({
        ...sink,
        committed: (ticket, receipt) => {
          put(left, '/f', patternBytes(12), 2000);
          sink.committed(ticket, receipt);
        },
      });
    await moveWith(setup, 'local', 's1')(['/f'], '/').ended;
    expect(ended).toMatchObject([{ state: 'done', error: { code: 'source-changed' } }]);
    expect(bytesAt(left, '/f')).toHaveLength(12);
  });

  it('tries only the removal again when that is what failed', async () => {
    const setup = setUp();
    const { left, right, queue, ended, until } = setup;
    put(left, '/d/f', patternBytes(10));
    const remove = left.remove.bind(left);
    left.remove = () => Promise.reject(new AppError('permission-denied', 'no'));
    await moveWith(setup, 'local', 's1')(['/d'], '/').ended;
    expect(ended).toMatchObject([{ state: 'failed', error: { code: 'permission-denied' } }]);
    expect(bytesAt(left, '/d/f')).toHaveLength(10);
    left.remove = remove;
    right.openWriteLane = () => {
      throw new Error('it was copied again');
    };
    queue.retry('all');
    await until(() => queue.summary().counts.done === 1);
    await expect.poll(() => left.tree.find('/d')).toBeUndefined();
    expect(bytesAt(right, '/d/f')).toHaveLength(10);
  });

  it('copies again when the copy has gone before its source could be removed', async () => {
    const setup = setUp();
    const { left, right, queue, ended, until } = setup;
    put(left, '/d/f', patternBytes(10));
    vi.spyOn(left, 'remove').mockRejectedValueOnce(new AppError('permission-denied', 'no'));
    await moveWith(setup, 'local', 's1')(['/d'], '/').ended;
    expect(ended).toMatchObject([{ state: 'failed', error: { code: 'permission-denied' } }]);
    await right.remove('/d', { recursive: true });
    queue.retry('all');
    await until(() => queue.summary().counts.done === 1);
    expect(bytesAt(right, '/d/f')).toHaveLength(10);
    expect(left.tree.find('/d/f')).toBeUndefined();
  });

  it('tries a removal again that met a lost connection, also between its two steps', async () => {
    const setup = setUp();
    const { left, right } = setup;
    put(left, '/f', patternBytes(10), 5000);
    put(left, '/g', patternBytes(10), 5000);
    put(right, '/g', patternBytes(20), 4000);
    const lost = new AppError('connection-lost', 'lost');
    vi.spyOn(left, 'remove').mockRejectedValueOnce(lost);
    const rename = left.rename.bind(left);
    let asides = 0;
    let unreachable: { mockRestore(): void } | undefined;
    let backs = 0;
    left.rename = async (from, to, options) => {
      if (to === '/g' && (backs += 1) === 1) {
        unreachable?.mockRestore();
        throw lost;
      }
      await rename(from, to, options);
      if (from === '/g' && (asides += 1) === 1) unreachable = vi.spyOn(right, 'stat').mockRejectedValue(lost);
    };
    const { counts } = await moveWith(setup, 'local', 's1')(['/f', '/g'], '/', 'overwrite').ended;
    expect(counts).toEqual({ done: 2, skipped: 0, failed: 0, cancelled: 0 });
    expect(paths(contents(left))).toEqual([]);
    expect([bytesAt(right, '/f')?.length, bytesAt(right, '/g')?.length]).toEqual([10, 10]);
    expect(backs).toBeGreaterThan(0);
  });

  it('keeps what would replace another file of the same move, where names differ in case only', async () => {
    const setup = setUp({ right: { features: { names: { ...bytesAsNames, ignoresCase: true } } } });
    const { left, right, ended } = setup;
    put(left, '/d/a.txt', patternBytes(10));
    put(left, '/d/A.txt', patternBytes(20));
    put(left, '/d/b', patternBytes(30));
    const { counts } = await moveWith(setup, 'local', 's1')(['/d'], '/', 'overwrite').ended;
    expect(counts).toEqual({ done: 2, skipped: 0, failed: 1, cancelled: 0 });
    expect(ended.find(({ state }) => state === 'failed')?.error?.code).toBe('name-invalid');
    expect(Object.keys(contents(left, '/d')).length + Object.keys(contents(right, '/d')).length).toBe(5);
    expect(bytesAt(left, '/d/A.txt') ?? bytesAt(right, '/d/A.txt')).toHaveLength(20);
    expect(bytesAt(left, '/d/a.txt') ?? bytesAt(right, '/d/a.txt')).toHaveLength(10);
  });

  it('loses nothing when it is cancelled midway', async () => {
    for (const after of [0, 1, 20, 150]) {
      const setup = setUp({ right: { latency: 1 } });
      const { left, right, queue, until } = setup;
      for (let i = 0; i < 200; i++) put(left, `/d/x${i % 5}/f${i}`, patternBytes(2000, i + 1));
      left.tree.makeDirectory('/d/empty', false);
      const before = Object.entries(contents(left, '/d'));
      const batch = moveWith(setup, 'local', 's1')(['/d'], '/');
      await until(() => queue.summary().counts.done >= after);
      queue.cancel('all');
      await batch.ended;
      await queue.close();
      const there = contents(right);
      const here = contents(left);
      for (const [path, hash] of before) expect(here[path] ?? there[path], path).toBe(hash);
    }
  });

  it('keeps a file that is its own target, by way of another endpoint', async () => {
    const setup = setUp();
    const { left, ends, ended } = setup;
    ends.set('s1', new MemoryFileSystem({ tree: left.tree }));
    put(left, '/f', patternBytes(10), 5000);
    put(left, '/from/g', patternBytes(10), 5000);
    put(left, '/g', patternBytes(20), 5000);
    const { counts } = await moveWith(setup, 'local', 's1')(['/f', '/from/g'], '/', 'overwrite').ended;
    expect(counts).toEqual({ done: 1, skipped: 0, failed: 1, cancelled: 0 });
    expect(ended.find(({ name }) => name === 'f')?.error?.code).toBe('invalid-request');
    expect(paths(contents(left))).toEqual(['/f', '/from', '/g']);
    expect(bytesAt(left, '/g')).toHaveLength(10);
  });

  it('leaves an original that can not be removed under its own name', async () => {
    const setup = setUp();
    const { left, right, ended } = setup;
    put(left, '/f', patternBytes(10), 5000);
    put(right, '/f', patternBytes(20), 4000);
    vi.spyOn(left, 'remove').mockRejectedValue(new AppError('permission-denied', 'not yours'));
    const { counts } = await moveWith(setup, 'local', 's1')(['/f'], '/', 'overwrite').ended;
    expect(counts.failed).toBe(1);
    expect(ended[0]?.error?.code).toBe('permission-denied');
    expect([paths(contents(left)), bytesAt(right, '/f')?.length]).toEqual([['/f'], 10]);
  });
});
