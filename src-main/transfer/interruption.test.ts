import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { patternBytes, sha256 } from '../filesystem/contract/recorder.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { bytesAt, contents, put, setUp } from './queue.testing.ts';

const large = patternBytes(20_000_000);
/** Pieces small enough for something to happen between them. */
const slow = { left: { chunkSize: 16 * 1024 }, right: { latency: 5, chunkSize: 16 * 1024 } };
const cut = () => new AppError('connection-lost', 'cut');

describe('interrupted transfers', () => {
  it('a cancelled one ends soon and leaves nothing', async () => {
    const { left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 0);
    queue.cancel('all');
    expect((await batch.ended).counts).toEqual({ done: 0, skipped: 0, failed: 0, cancelled: 1 });
    await expect.poll(() => right.tree.partials.size).toBe(0);
    expect(contents(right)).toEqual({});
    expect(queue.summary()).toMatchObject({ bytesTotal: 0, bytesAcknowledged: 0, counts: { failed: 1 } });
  });

  it('cancelling all ends a folder that is still being read', async () => {
    const { left, queue, until, up } = setUp({ left: { latency: 5, pageSize: 10 } });
    for (let i = 0; i < 500; i++) put(left, `/d/f${i}`, patternBytes(10));
    const batch = up(['/d'], '/');
    await until(() => queue.summary().counts.done > 0);
    queue.cancel('all');
    const { counts } = await batch.ended;
    expect(counts.done + counts.cancelled).toBeLessThan(500);
    expect(queue.summary().planning).toBe(false);
  });

  it('a paused one goes on from where it was', async () => {
    const { left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 1_000_000);
    const id = queue.running()[0]?.id ?? 0;
    queue.pause([id]);
    await expect.poll(() => queue.rows('queued', 0, 1).rows[0]?.state).toBe('paused');
    const reached = queue.rows('queued', 0, 1).rows[0]?.acknowledged ?? 0;
    expect(right.tree.partials.size).toBe(1);
    queue.resume([id]);
    await until(() => queue.running()[0]?.state === 'running');
    expect(queue.running()[0]?.acknowledged).toBeGreaterThanOrEqual(reached - 1024 * 1024);
    expect((await batch.ended).counts.done).toBe(1);
    expect(sha256(bytesAt(right, '/large') ?? new Uint8Array())).toEqual(sha256(large));
    expect(right.tree.partials.size).toBe(0);
  });

  it('a paused one whose target has forgotten what it measured asks again, and goes on from where it was', async () => {
    const { left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const offsets: number[] = [];
    const openLane = right.openWriteLane.bind(right);
    right.openWriteLane = (sink) => {
      const lane = openLane(sink);
      const open = lane.open.bind(lane);
      lane.open = (request) => {
        offsets.push(request.offset ?? 0);
        if (offsets.length === 2) sink.failed(request.ticket, new AppError('offset-conflict', 'ask for the offset again'));
        else open(request);
      };
      return lane;
    };
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 1_000_000);
    const id = queue.running()[0]?.id ?? 0;
    queue.pause([id]);
    await expect.poll(() => queue.rows('queued', 0, 1).rows[0]?.state).toBe('paused');
    queue.resume([id]);
    expect((await batch.ended).counts.done).toBe(1);
    expect(offsets).toHaveLength(3);
    expect(offsets[2]).toBeGreaterThan(0);
    expect(offsets[2]).toBe(offsets[1]);
    expect(sha256(bytesAt(right, '/large') ?? new Uint8Array())).toEqual(sha256(large));
  });

  it('a paused one that is cancelled leaves nothing', async () => {
    const { left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 0);
    queue.pause([queue.running()[0]?.id ?? 0]);
    await expect.poll(() => queue.rows('queued', 0, 1).rows[0]?.state).toBe('paused');
    queue.cancel('all');
    expect((await batch.ended).counts.cancelled).toBe(1);
    await expect.poll(() => right.tree.partials.size).toBe(0);
  });

  it('the whole queue can be held, and goes on', async () => {
    const { left, queue, right, until, up } = setUp({ right: { latency: 2 } });
    put(left, '/d/large', large);
    for (let i = 0; i < 300; i++) put(left, `/d/f${i}`, patternBytes(10));
    const batch = up(['/d'], '/');
    await until(() => queue.summary().counts.running > 0);
    queue.pause('all');
    await expect.poll(() => queue.summary().counts.running).toBe(0);
    expect(queue.summary().paused).toBe(true);
    const later = up(['/d/f1'], '/other');
    expect(queue.summary().counts.queued).toBeGreaterThan(0);
    queue.resume('all');
    expect((await batch.ended).counts.done).toBe(301);
    expect((await later.ended).counts.done).toBe(1);
    expect(Object.keys(contents(right))).toHaveLength(304);
  });

  it('a broken link is tried again, and a large file goes on from where it was', async () => {
    const { ends, left, queue, right, until, up } = setUp(slow);
    put(left, '/d/large', large);
    for (let i = 0; i < 100; i++) put(left, `/d/f${i}`, patternBytes(i));
    const batch = up(['/d'], '/', 'overwrite');
    await until(() => (queue.running().find((row) => row.name === 'large')?.acknowledged ?? 0) > 5_000_000);
    const again = new MemoryFileSystem({ tree: right.tree });
    ends.set('s1', again);
    right.break(cut());
    expect((await batch.ended).counts).toEqual({ done: 101, skipped: 0, failed: 0, cancelled: 0 });
    expect(Object.keys(contents(again))).toHaveLength(102);
    expect(again.tree.partials.size).toBe(0);
  });

  it('a folder that is still being read when the link breaks is read on', async () => {
    const slowly = { latency: 5, pageSize: 10 };
    const { ends, left, queue, right, until, up } = setUp({ left: slowly });
    for (let i = 0; i < 500; i++) put(left, `/d/${i % 5}/f${i}`, patternBytes(10));
    const batch = up(['/d'], '/');
    await until(() => queue.summary().counts.done > 30);
    expect(queue.summary().planning).toBe(true);
    ends.set('local', new MemoryFileSystem({ tree: left.tree, ...slowly }));
    left.break(cut());
    expect((await batch.ended).counts).toEqual({ done: 500, skipped: 0, failed: 0, cancelled: 0 });
    expect(contents(right)).toEqual(contents(left));
  });

  it('a large one comes to its end however often the link breaks, as long as it comes further each time', async () => {
    const { ended, ends, left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    const end = batch.ended;
    let session = right;
    let breaks = 0;
    for (let reached = 2_000_000; reached < large.length; reached += 2_000_000) {
      await until(() => queue.summary().counts.running === 0 || (queue.running()[0]?.acknowledged ?? 0) > reached);
      if (ended.length > 0) break;
      const next = new MemoryFileSystem({ tree: right.tree, ...slow.right });
      ends.set('s1', next);
      session.break(cut());
      session = next;
      breaks += 1;
      await until(() => queue.running().length > 0 || ended.length > 0);
    }
    expect((await end).counts.done).toBe(1);
    expect(breaks).toBeGreaterThan(5);
    expect(sha256(bytesAt(right, '/large') ?? new Uint8Array())).toEqual(sha256(large));
  });

  it('one that never comes further is given up', async () => {
    const { ended, ends, left, right, up } = setUp(slow);
    put(left, '/large', large);
    let tries = 0;
    ends.set('s1', right);
    const breaking = (session: MemoryFileSystem): void => {
      const open = session.openWriteLane.bind(session);
      session.openWriteLane = (sink) =>
        open({
          ...sink,
          acknowledged: (ticket, bytes) => {
            sink.acknowledged(ticket, bytes);
            if (bytes < 100_000) return;
            const next = new MemoryFileSystem({ ...slow.right });
            breaking(next);
            tries += 1;
            ends.set('s1', next);
            session.break(cut());
          },
        });
    };
    breaking(right);
    expect((await up(['/large'], '/').ended).counts.failed).toBe(1);
    expect(ended[0]?.error?.code).toBe('connection-lost');
    expect(tries).toBe(4);
  });

  it('a session that does not come back fails everything with its reason; retry completes it', async () => {
    const { ended, ends, left, queue, right, until, up } = setUp(slow);
    for (let i = 0; i < 2000; i++) put(left, `/d/f${i}`, patternBytes(i));
    put(left, '/d/large', large);
    const batch = up(['/d'], '/');
    await until(() => queue.summary().counts.done > 10);
    ends.delete('s1');
    right.break(cut());
    const { counts } = await batch.ended;
    expect(counts.failed).toBeGreaterThan(0);
    expect(counts.done + counts.failed).toBe(2001);
    expect(ended.filter((row) => row.state === 'failed').every((row) => row.error?.code === 'connection-lost')).toBe(true);
    const again = new MemoryFileSystem({ tree: right.tree });
    ends.set('s1', again);
    queue.retry('all');
    await expect
      .poll(() => queue.summary().counts, { timeout: 10_000 })
      .toMatchObject({ done: 2001, failed: 0, queued: 0, running: 0 });
    expect(Object.keys(contents(again))).toHaveLength(2002);
  });

  it('what a failed one has left at the target can be removed', async () => {
    const { ends, left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 1_000_000);
    ends.delete('s1');
    right.break(cut());
    expect((await batch.ended).counts.failed).toBe(1);
    expect(right.tree.partials.size).toBe(1);
    ends.set('s1', new MemoryFileSystem({ tree: right.tree }));
    await queue.discardPartials('all');
    expect(right.tree.partials.size).toBe(0);
    queue.retry('all');
    await until(() => queue.summary().counts.done === 1);
    expect(sha256(bytesAt(right, '/large') ?? new Uint8Array())).toEqual(sha256(large));
  });

  it('a session that the user closes fails what was on it', async () => {
    const { ended, ends, left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 1_000_000);
    ends.delete('s1');
    await right.close();
    expect((await batch.ended).counts.failed).toBe(1);
    expect(ended[0]?.error?.code).toBe('connection-lost');
  });

  it('one that is cancelled ends also when the target does not answer', async () => {
    const { left, queue, up } = setUp({ left: { chunkSize: 16 * 1024 }, right: { latency: 60_000 } });
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await expect.poll(() => queue.running()).toHaveLength(1);
    queue.cancel('all');
    expect((await batch.ended).counts.cancelled).toBe(1);
  });

  it('a dead file system is no way: what waits for it fails at once', async () => {
    const { left, right, up } = setUp();
    put(left, '/f', patternBytes(1));
    right.break(cut());
    expect((await up(['/f'], '/').ended).counts.failed).toBe(1);
  });

  it('waits for a session that is being reconnected', async () => {
    const { left, right, up } = setUp({
      queue: {
        resolve: async (endpoint) => {
          if (endpoint === 's1') await new Promise((resolve) => setTimeout(resolve, 50));
          return endpoint === 's1' ? right : left;
        },
      },
    });
    put(left, '/f', patternBytes(1));
    expect((await up(['/f'], '/').ended).counts.done).toBe(1);
  });

  it('closing lets go of everything', async () => {
    const { left, queue, right, until, up } = setUp(slow);
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 0);
    await queue.close();
    await queue.close();
    expect((await batch.ended).counts.cancelled).toBe(1);
    expect(contents(right)).toEqual({});
    expect(() => up(['/large'], '/')).toThrow(AppError);
  });

  it('one that waits for another try and is paused and resumed meanwhile goes once', async () => {
    const { left, queue, right, ends, until, up } = setUp({ ...slow, queue: { retryDelays: [100, 100] } });
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 0);
    const id = queue.running()[0]?.id ?? 0;
    ends.set('s1', new MemoryFileSystem({ tree: right.tree }));
    right.break(cut());
    await until(() => queue.summary().counts.running === 0);
    queue.pause([id]);
    queue.resume([id]);
    expect((await batch.ended).counts).toEqual({ done: 1, skipped: 0, failed: 0, cancelled: 0 });
  });

  it('the bytes of one that is tried again are counted once', async () => {
    const { left, queue, right, ends, until, up } = setUp({ ...slow, queue: { retryDelays: [] } });
    put(left, '/large', large);
    const batch = up(['/large'], '/');
    await until(() => (queue.running()[0]?.acknowledged ?? 0) > 1_000_000);
    ends.set('s1', new MemoryFileSystem({ tree: right.tree }));
    right.break(cut());
    expect((await batch.ended).counts.failed).toBe(1);
    queue.retry('all');
    expect(queue.summary()).toMatchObject({ bytesTotal: large.length, bytesAcknowledged: 0 });
    await until(() => queue.summary().counts.done === 1);
    expect(queue.summary()).toMatchObject({ bytesTotal: 0, bytesAcknowledged: 0 });
  });

  it('a folder that could not be read is read when it is tried again', async () => {
    const { left, queue, right, until, up } = setUp();
    for (let i = 0; i < 5; i++) put(left, `/d/in/f${i}`, patternBytes(10));
    put(left, '/d/in/deep/f', patternBytes(10));
    vi.spyOn(left, 'walk').mockImplementationOnce(async function* () {
      yield { directory: '', entries: [{ name: 'in', kind: 'directory', size: 0, modified: 1 }] };
      yield { directory: 'in', entries: [], error: new AppError('permission-denied', 'not for everybody') };
    });
    const batch = up(['/d'], '/', 'ask', 'e');
    expect((await batch.ended).counts).toEqual({ done: 0, skipped: 0, failed: 1, cancelled: 0 });
    expect(queue.rows('failed', 0, 9).rows).toMatchObject([{ name: 'in', error: { code: 'permission-denied' } }]);
    queue.retry('all');
    await until(() => queue.summary().counts.done === 6 && !queue.summary().planning);
    expect(queue.summary().counts.failed).toBe(0);
    expect(Object.values(contents(right, '/e'))).toEqual(Object.values(contents(left, '/d')));
  });
});
