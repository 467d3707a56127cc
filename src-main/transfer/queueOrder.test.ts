import { describe, expect, it } from 'vitest';
import type { QueueMove } from '../../src-shared/model/transfer.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { put, type QueueSetup, setUp } from './queue.testing.ts';

/** A held queue of files named by letters. */
async function held(letters: string): Promise<QueueSetup & { readonly idOf: (letter: string) => number; order: () => string }> {
  const setup = setUp();
  const { left, queue, up, until } = setup;
  for (const letter of letters) put(left, `/${letter}`, patternBytes(10));
  queue.pause('all');
  up(
    [...letters].map((letter) => `/${letter}`),
    '/',
  );
  await until(() => queue.summary().counts.queued === letters.length && !queue.summary().planning);
  const rows = () => queue.rows('queued', 0, 1000).rows;
  return {
    ...setup,
    idOf: (letter) => rows().find((row) => row.name === letter)?.id ?? 0,
    order: () =>
      rows()
        .map((row) => row.name)
        .join(''),
  };
}

describe('the order of the queue', () => {
  it.each<[string, string, QueueMove, string]>([
    ['abcdef', 'c', 'up', 'acbdef'],
    ['abcdef', 'a', 'up', 'abcdef'],
    ['abcdef', 'bce', 'up', 'bcaedf'],
    ['abcdef', 'f', 'up', 'abcdfe'],
    ['abcdef', 'abf', 'up', 'abcdfe'],
    ['abcdef', 'c', 'down', 'abdcef'],
    ['abcdef', 'ae', 'down', 'bacdfe'],
    ['abcdef', 'def', 'down', 'abcdef'],
    ['abcdef', 'a', 'down', 'bacdef'],
    ['abcdef', 'df', 'top', 'dfabce'],
    ['abcdef', 'ca', 'bottom', 'bdefac'],
    ['abcdef', 'abcdef', 'top', 'abcdef'],
  ])('%s: %s goes %s: %s', async (letters, selected, to, expected) => {
    const { queue, order, idOf } = await held(letters);
    queue.reorder([...selected].map(idOf), to);
    expect(order()).toBe(expected);
  });

  it('stands any number of steps', async () => {
    const { queue, order, idOf } = await held('abcdefgh');
    for (let round = 0; round < 300; round++) {
      for (let step = 0; step < 7; step++) queue.reorder([idOf('h')], 'up');
      expect(order()).toBe('habcdefg');
      for (let step = 0; step < 7; step++) queue.reorder([idOf('h')], 'down');
      expect(order()).toBe('abcdefgh');
    }
  });

  it('goes by priority first, and no step crosses a border', async () => {
    const { queue, order, idOf } = await held('abcdef');
    queue.prioritize([idOf('e'), idOf('c')], 'high');
    queue.prioritize([idOf('b')], 'low');
    expect(order()).toBe('ceadfb');
    queue.reorder([idOf('a'), idOf('b')], 'up');
    queue.reorder([idOf('b')], 'top');
    queue.reorder([idOf('e')], 'down');
    expect(order()).toBe('ceadfb');
    queue.reorder([idOf('f'), idOf('e')], 'top');
    expect(order()).toBe('ecfadb');
    queue.prioritize('all', 'normal');
    expect(order()).toBe('efbacd');
    expect(queue.rows('queued', 0, 10).rows.every((row) => row.priority === undefined)).toBe(true);
  });

  it('is the order in which transfers go', async () => {
    const { queue, ended, until, idOf } = await held('abcdef');
    queue.parallel(1);
    queue.reorder([idOf('f')], 'top');
    queue.prioritize([idOf('d')], 'high');
    queue.reorder([idOf('a')], 'bottom');
    queue.pause([idOf('c')]);
    queue.cancel([idOf('b')]);
    queue.retry('all');
    queue.resume('all');
    await until(() => queue.summary().counts.done === 5);
    expect(
      ended
        .filter((row) => row.state === 'done')
        .map((row) => row.name)
        .join(''),
    ).toBe('dfcea');
  });

  it('lets what is held or interrupted keep its place, and what is tried again go last', async () => {
    const { queue, order, idOf, until } = await held('abcd');
    queue.pause([idOf('a'), idOf('b')]);
    queue.resume([idOf('a')]);
    expect(order()).toBe('abcd');
    const b = idOf('b');
    queue.cancel([b]);
    queue.retry([b]);
    expect(order()).toBe('acdb');
    queue.resume('all');
    await until(() => queue.summary().counts.done === 4);
  });

  it('passes over what is not waiting any more', async () => {
    const { queue, idOf, order } = await held('abc');
    const a = idOf('a');
    queue.cancel([a]);
    queue.reorder([a, 999], 'bottom');
    queue.prioritize([a, 999], 'low');
    expect(order()).toBe('bc');
  });
});

describe('failed transfers', () => {
  it('stand by reason, are counted, and are tried again by reason', async () => {
    const { left, queue, up, until, order } = await held('ab');
    left.tree.remove('/a', false);
    up(['/gone', '/lost'], '/');
    queue.resume('all');
    await until(() => queue.summary().counts.failed === 3 && queue.summary().counts.done === 1);
    queue.pause('all');
    put(left, '/c', patternBytes(1));
    put(left, '/d', patternBytes(1));
    up(['/c', '/d'], '/');
    await until(() => queue.summary().counts.queued === 2);
    queue.cancel('all');
    expect(queue.summary().failures).toEqual([
      { code: 'not-found', count: 3 },
      { code: 'cancelled', count: 2 },
    ]);
    up(['/e'], '/');
    await until(() => queue.summary().counts.failed === 6);
    const failed = queue.rows('failed', 0, 10).rows.map((row) => row.error?.code ?? row.state);
    expect(failed).toEqual(['not-found', 'not-found', 'not-found', 'not-found', 'cancelled', 'cancelled']);
    queue.retry('all', 'no-space');
    expect(queue.summary().counts.queued).toBe(0);
    queue.retry('all', 'cancelled');
    expect(order()).toBe('cd');
    expect(queue.summary().failures).toEqual([{ code: 'not-found', count: 4 }]);
    queue.clear('failed');
    expect(queue.summary().failures).toEqual([]);
  });
});
