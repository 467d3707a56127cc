import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { NameRules, Preflight } from '../../src-shared/model/preflight.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { bytesAsNames, nameRulesOf } from '../filesystem/nameRules.ts';
import { bytesAt, contents, put, type QueueSetup, setUp } from './queue.testing.ts';

const mebi = 1024 * 1024;

function setUpFor(names: NameRules = bytesAsNames): QueueSetup {
  return setUp({ right: { features: { names } }, queue: { onPreflights: () => undefined } });
}

async function question(setup: QueueSetup): Promise<Preflight> {
  await expect.poll(() => setup.queue.preflights().length).toBe(1);
  const [asked] = setup.queue.preflights();
  if (asked === undefined) throw new Error('nothing is asked');
  return asked;
}

/** Says so much room, after so many milliseconds. */
function roomOf(setup: QueueSetup, available: number, delay = 0): { asked: number } {
  const counter = { asked: 0 };
  setup.right.space = async () => {
    counter.asked += 1;
    await new Promise((resolve) => {
      setTimeout(resolve, delay);
    });
    return { available, total: 1e12 };
  };
  return counter;
}

const target = (setup: QueueSetup): string[] => Object.keys(contents(setup.right)).toSorted();

describe('names that the target does not take', () => {
  function windows(): QueueSetup {
    const setup = setUpFor(nameRulesOf('win32'));
    for (const path of ['/d/fine', '/d/a:b', '/d/CON/inner', '/d/CON/x?', '/d/Same', '/d/same'])
      put(setup.left, path, patternBytes(3));
    setup.left.tree.makeDirectory('/d/empty.', false);
    return setup;
  }

  it('are asked about once, while the rest goes on', async () => {
    const setup = windows();
    const batch = setup.up(['/d'], '/');
    await expect.poll(() => setup.queue.preflights()[0]).toMatchObject({ kind: 'names', count: 5 });
    await expect.poll(() => setup.queue.summary().planning).toBe(false);
    const asked = await question(setup);
    expect(asked).toMatchObject({ batch: batch.id, to: { endpoint: 's1', path: '/' } });
    expect(asked.kind === 'names' ? asked.names.toSorted((a, b) => (a.path < b.path ? -1 : 1)) : []).toEqual([
      { path: '/d/CON', reason: 'windows', safe: '%43ON' },
      { path: '/d/CON/x?', reason: 'windows', safe: 'x%3F' },
      { path: '/d/a:b', reason: 'windows', safe: 'a%3Ab' },
      { path: '/d/empty.', reason: 'windows', safe: 'empty%2E' },
      { path: '/d/same', reason: 'collision', safe: '%73ame' },
    ]);
    await expect.poll(() => target(setup)).toEqual(['/d', '/d/Same', '/d/fine']);
    expect(() => setup.queue.answerPreflight(asked.id, 'continue')).toThrow(AppError);
    setup.queue.answerPreflight(asked.id, 'rename');
    expect((await batch.ended).counts).toEqual({ done: 7, skipped: 0, failed: 0, cancelled: 0 });
    expect(target(setup)).toEqual([
      '/d',
      '/d/%43ON',
      '/d/%43ON/inner',
      '/d/%43ON/x%3F',
      '/d/%73ame',
      '/d/Same',
      '/d/a%3Ab',
      '/d/empty%2E',
      '/d/fine',
    ]);
    expect(setup.queue.preflights()).toEqual([]);
    expect(() => setup.queue.answerPreflight(asked.id, 'rename')).toThrow(AppError);
  });

  it('are left out, and end as skipped', async () => {
    const setup = windows();
    const batch = setup.up(['/d'], '/');
    await expect.poll(() => setup.queue.summary().planning).toBe(false);
    setup.queue.answerPreflight((await question(setup)).id, 'skip');
    expect((await batch.ended).counts).toEqual({ done: 2, skipped: 5, failed: 0, cancelled: 0 });
    expect(target(setup)).toEqual(['/d', '/d/Same', '/d/fine']);
    const skipped = setup.ended.filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ name }) => name).toSorted()).toEqual(['a:b', 'empty.', 'inner', 'same', 'x?']);
    expect(skipped[0]?.error?.code).toBe('name-invalid');
  });

  it('end with the batch when it is cancelled, by the answer or otherwise', async () => {
    for (const cancel of [
      (setup: QueueSetup, id: number) => setup.queue.answerPreflight(id, 'cancel'),
      (setup: QueueSetup) => setup.queue.cancel('all'),
    ]) {
      const setup = windows();
      const batch = setup.up(['/d'], '/');
      await expect.poll(() => setup.queue.summary().planning).toBe(false);
      const { id } = await question(setup);
      await expect.poll(() => setup.queue.rows('done', 0, 9).total).toBe(2);
      cancel(setup, id);
      expect((await batch.ended).counts).toEqual({ done: 2, skipped: 0, failed: 0, cancelled: 5 });
      expect(setup.queue.preflights()).toEqual([]);
    }
  });

  it('are counted beyond the first hundred', async () => {
    const setup = setUpFor({ ...bytesAsNames, noWhiteSpace: true });
    for (let i = 0; i < 1000; i++) put(setup.left, `/d/f ${i}`, patternBytes(1));
    const batch = setup.up(['/d'], '/');
    await expect.poll(() => setup.queue.summary().planning).toBe(false);
    const asked = await question(setup);
    expect(asked.kind === 'names' ? [asked.count, asked.names.length] : []).toEqual([1000, 100]);
    setup.queue.answerPreflight(asked.id, 'rename');
    expect((await batch.ended).counts.done).toBe(1000);
    expect(bytesAt(setup.right, '/d/f%20999')).toHaveLength(1);
  });

  it('answered while the folder is still being read, the rest follows the answer', async () => {
    const setup = setUp({
      left: { latency: 5, pageSize: 10 },
      right: { features: { names: { ...bytesAsNames, noWhiteSpace: true } } },
      queue: { onPreflights: () => undefined },
    });
    for (let i = 0; i < 200; i++) put(setup.left, `/d/f ${i}`, patternBytes(1));
    const batch = setup.up(['/d'], '/');
    const asked = await question(setup);
    expect(setup.queue.summary().planning).toBe(true);
    setup.queue.answerPreflight(asked.id, 'rename');
    expect((await batch.ended).counts.done).toBe(200);
    expect(setup.queue.preflights()).toEqual([]);
  });

  it('leave the source of a move where it was', async () => {
    const setup = windows();
    const batch = setup.queue.enqueue({
      from: [{ endpoint: 'local', path: '/d' }],
      to: { endpoint: 's1', path: '/' },
      existing: 'ask',
      move: true,
    });
    await expect.poll(() => setup.queue.summary().planning).toBe(false);
    setup.queue.answerPreflight((await question(setup)).id, 'skip');
    await batch.ended;
    expect(Object.keys(contents(setup.left)).toSorted()).toEqual([
      '/d',
      '/d/CON',
      '/d/CON/inner',
      '/d/CON/x?',
      '/d/a:b',
      '/d/empty.',
      '/d/same',
    ]);
  });

  it('fail where nobody can be asked', async () => {
    const setup = setUp({ right: { features: { names: nameRulesOf('win32') } } });
    put(setup.left, '/a:b', patternBytes(3));
    expect((await setup.up(['/a:b'], '/').ended).counts.failed).toBe(1);
    expect(setup.ended[0]?.error?.code).toBe('name-invalid');
  });
});

describe('room at the target', () => {
  function large(setup: QueueSetup, count: number): void {
    const bytes = new Uint8Array(16 * mebi);
    for (let i = 0; i < count; i++) put(setup.left, `/d/${i}`, bytes);
  }

  it('is not looked at for a small batch', async () => {
    const setup = setUpFor();
    const room = roomOf(setup, 0);
    large(setup, 4);
    expect((await setup.up(['/d'], '/').ended).counts.done).toBe(4);
    expect(room.asked).toBe(0);
  });

  it('is asked for once, and nobody hears of it when there is enough', async () => {
    const setup = setUpFor();
    const room = roomOf(setup, 1e10, 20);
    large(setup, 8);
    expect((await setup.up(['/d'], '/new/folder').ended).counts.done).toBe(8);
    expect(room.asked).toBe(1);
  });

  it('is asked about as soon as it is known that there is not enough, and what fits goes on', async () => {
    const setup = setUpFor();
    roomOf(setup, 112 * mebi);
    large(setup, 8);
    const batch = setup.up(['/d'], '/');
    const asked = await question(setup);
    expect(asked).toMatchObject({ kind: 'space', available: 96 * mebi });
    await expect.poll(() => setup.queue.preflights()[0]).toMatchObject({ needed: 128 * mebi });
    await expect.poll(() => setup.queue.rows('done', 0, 9).total).toBeGreaterThan(3);
    expect(setup.queue.rows('done', 0, 9).total).toBeLessThan(8);
    setup.queue.answerPreflight(asked.id, 'continue');
    expect((await batch.ended).counts.done).toBe(8);
  });

  it('ends the batch when the user does not want to go on', async () => {
    const setup = setUpFor();
    roomOf(setup, 20 * mebi);
    put(setup.left, '/f', new Uint8Array(70 * mebi));
    const batch = setup.up(['/f'], '/');
    setup.queue.answerPreflight((await question(setup)).id, 'cancel');
    expect((await batch.ended).counts).toEqual({ done: 0, skipped: 0, failed: 0, cancelled: 1 });
    expect(bytesAt(setup.right, '/f')).toBeUndefined();
    setup.queue.retry(setup.queue.rows('failed', 0, 1).rows.map(({ id }) => id));
    await expect.poll(() => bytesAt(setup.right, '/f')?.length).toBe(70 * mebi);
  });

  it('is not spoken of where it can not be known', async () => {
    const setup = setUp({ right: { features: { space: false } }, queue: { onPreflights: () => undefined } });
    large(setup, 8);
    expect((await setup.up(['/d'], '/').ended).counts.done).toBe(8);
    const broken = setUpFor();
    broken.right.space = () => Promise.reject(new AppError('timeout', 'no answer'));
    large(broken, 8);
    expect((await broken.up(['/d'], '/').ended).counts.done).toBe(8);
  });
});
