import { describe, expect, it } from 'vitest';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { put, type QueueSetup, setUp } from './queue.testing.ts';

describe('slots', () => {
  const large = 3 * 1024 * 1024;

  async function running(slots: number | undefined, left = 'abcdef'): Promise<{ most: number } & QueueSetup> {
    const setup = setUp({ left: { latency: 3, chunkSize: 1024 * 1024 }, right: { latency: 3 } });
    let most = 0;
    const { queue } = setup;
    for (const letter of left) put(setup.left, `/${letter}`, patternBytes(large));
    queue.parallel(slots);
    const batch = setup.up(
      [...left].map((letter) => `/${letter}`),
      '/',
    );
    const look = setInterval(() => {
      most = Math.max(most, queue.summary().counts.running);
    }, 1);
    expect((await batch.ended).counts.done).toBe(left.length);
    clearInterval(look);
    return { most, ...setup };
  }

  it('bound how many go side by side', async () => {
    expect((await running(1)).most).toBe(1);
    expect((await running(3)).most).toBe(3);
  });

  it('are shared by all routes: whose next one goes first gets the free one', async () => {
    const { left, right, queue, ends, ended, up, until } = setUp();
    ends.set('s2', setUp().right);
    for (const letter of 'abcd') put(left, `/${letter}`, patternBytes(large));
    put(right, '/down', patternBytes(large));
    queue.parallel(1);
    queue.pause('all');
    const note = (row: (typeof ended)[number]): void => void ended.push(row);
    up(['/a', '/b'], '/');
    const location = (endpoint: string, path: string) => ({ endpoint, path });
    queue.enqueue({
      from: ['/c', '/d'].map((path) => location('local', path)),
      to: location('s2', '/'),
      existing: 'ask',
      onEnded: note,
    });
    queue.enqueue({ from: [location('s1', '/down')], to: location('local', '/'), existing: 'ask', onEnded: note });
    await until(() => queue.summary().counts.queued === 5);
    const idOf = (name: string) => queue.rows('queued', 0, 10).rows.find((row) => row.name === name)?.id ?? 0;
    queue.prioritize([idOf('d')], 'high');
    queue.prioritize([idOf('a')], 'low');
    queue.resume('all');
    await until(() => queue.summary().counts.done === 5);
    expect(
      ended
        .map((row) => row.name)
        .slice(1)
        .join(' '),
    ).toBe(['d', 'b', 'c', 'down', 'a'].filter((name) => name !== ended[0]?.name).join(' '));
  });

  it('are changed while transfers run', async () => {
    const { left, queue, up, until } = setUp({ left: { latency: 5, chunkSize: 256 * 1024 }, right: { latency: 5 } });
    for (let at = 0; at < 12; at++) put(left, `/${at}`, patternBytes(large));
    queue.parallel(4);
    const batch = up(
      Array.from({ length: 12 }, (_, at) => `/${at}`),
      '/',
    );
    await until(() => queue.summary().counts.running === 4);
    queue.parallel(1);
    await until(() => queue.summary().counts.running === 1);
    await until(() => queue.summary().counts.done >= 7);
    expect(queue.summary().counts.running).toBeLessThanOrEqual(1);
    queue.parallel(undefined);
    expect((await batch.ended).counts.done).toBe(12);
  });

  it('do not keep small files waiting for each other', async () => {
    const { left, queue, up } = setUp({ right: { latency: 5 } });
    for (let at = 0; at < 2000; at++) put(left, `/d/${at}`, patternBytes(100));
    queue.parallel(1);
    const began = performance.now();
    expect((await up(['/d'], '/').ended).counts.done).toBe(2000);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('hold for copies within one endpoint, too', async () => {
    const { left, queue } = setUp({ left: { latency: 5 } });
    for (let at = 0; at < 6; at++) put(left, `/${at}`, patternBytes(100));
    queue.parallel(2);
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, queue.summary().counts.running);
    }, 1);
    const { counts } = await queue.enqueue({
      from: Array.from({ length: 6 }, (_, at) => ({ endpoint: 'local', path: `/${at}` })),
      to: { endpoint: 'local', path: '/copies' },
      existing: 'ask',
    }).ended;
    clearInterval(look);
    expect(counts.done).toBe(6);
    expect(most).toBe(2);
  });

  it('come free when a way breaks', async () => {
    const { left, right, ends, queue, up, until } = setUp({ left: { latency: 5, chunkSize: 256 * 1024 } });
    ends.set('s2', setUp().right);
    for (const letter of 'ab') put(left, `/${letter}`, patternBytes(large));
    queue.parallel(1);
    up(['/a'], '/');
    await until(() => queue.summary().counts.running === 1);
    queue.enqueue({
      from: [{ endpoint: 'local', path: '/b' }],
      to: { endpoint: 's2', path: '/' },
      existing: 'ask',
    });
    ends.delete('s1');
    await right.close();
    await until(() => queue.summary().counts.done === 1 && queue.summary().counts.failed === 1);
  });
});
