import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { conflictAnswers } from '../../src-shared/model/transfer.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { MemoryFileSystem } from '../filesystem/memory/memoryFileSystem.ts';
import { bytesAt, contents, put, type QueueSetup, setUp } from './queue.testing.ts';

const whole = patternBytes(3_000_000, 7);

/** Puts a file on both sides. */
function place(setup: QueueSetup, source: Uint8Array, target: Uint8Array, path = '/f'): void {
  put(setup.left, path, source, 2000);
  put(setup.right, path, target, 1000);
}

async function question(setup: QueueSetup) {
  await expect.poll(() => setup.queue.conflicts().length).toBe(1);
  const [conflict] = setup.queue.conflicts();
  if (conflict === undefined) throw new Error('nothing is asked');
  return conflict;
}

/** Whether the target has these bytes. */
function holds({ right }: QueueSetup, path: string, bytes: Uint8Array): boolean {
  return Buffer.compare(bytesAt(right, path) ?? new Uint8Array(), bytes) === 0;
}

describe('overwrite if size differs', () => {
  it('leaves what has the same size and replaces the rest, without a question', async () => {
    const setup = setUp();
    place(setup, patternBytes(20, 1), patternBytes(20, 2), '/same');
    place(setup, patternBytes(20), patternBytes(10), '/smaller');
    place(setup, patternBytes(20), patternBytes(30), '/larger');
    put(setup.left, '/free', patternBytes(5));
    const { counts } = await setup.up(['/same', '/smaller', '/larger', '/free'], '/', 'size').ended;
    expect(counts).toEqual({ done: 3, skipped: 1, failed: 0, cancelled: 0 });
    expect(bytesAt(setup.right, '/same')).toEqual(patternBytes(20, 2));
    for (const name of ['/smaller', '/larger']) expect(bytesAt(setup.right, name)).toHaveLength(20);
  });

  it('asks where a size is only an estimate', async () => {
    const setup = setUp();
    place(setup, patternBytes(20), patternBytes(10));
    const stat = setup.right.stat.bind(setup.right);
    setup.right.stat = async (path, options) => ({ ...(await stat(path, options)), exact: false });
    const batch = setup.up(['/f'], '/', 'size');
    const { answers, id } = await question(setup);
    expect(answers).toEqual(['overwrite', 'newer', 'both', 'skip', 'cancel']);
    setup.queue.answer(id, 'skip', false);
    expect((await batch.ended).counts.skipped).toBe(1);
  });

  it('answers one question, with the old bytes in place until the new file is whole', async () => {
    const setup = setUp();
    place(setup, patternBytes(20), patternBytes(10));
    const batch = setup.up(['/f'], '/');
    setup.queue.answer((await question(setup)).id, 'size', false);
    await batch.ended;
    expect(bytesAt(setup.right, '/f')).toEqual(patternBytes(20));
  });
});

describe('resume', () => {
  it('is offered where the target is the beginning of the source, and sends only the rest', async () => {
    const setup = setUp();
    place(setup, whole, whole.subarray(0, 2_500_000));
    const read: number[] = [];
    const openReadLane = setup.left.openReadLane.bind(setup.left);
    setup.left.openReadLane = (sink) =>
      openReadLane({
        ...sink,
        data(ticket, bytes, release) {
          read.push(bytes.length);
          sink.data(ticket, bytes, release);
        },
      });
    const batch = setup.up(['/f'], '/');
    const { answers, id, match } = await question(setup);
    expect(match).toBe('beginning');
    expect(answers).toEqual(conflictAnswers);
    read.length = 0;
    setup.queue.answer(id, 'resume', false);
    const result = await batch.ended;
    expect(result.counts.done).toBe(1);
    expect(holds(setup, '/f', whole)).toBe(true);
    expect(read.reduce((sum, length) => sum + length, 0)).toBe(500_000);
    expect(setup.right.tree.partials.size).toBe(0);
  });

  it('is not offered for contents that differ, for a longer file, or where the target can not go on', async () => {
    const other = patternBytes(1_000_000, 8);
    const cases: [MemoryFileSystem | undefined, Uint8Array][] = [
      [undefined, other],
      [undefined, patternBytes(4_000_000, 7)],
      [undefined, new Uint8Array()],
      [new MemoryFileSystem({ features: { adopt: false } }), whole.subarray(0, 1000)],
    ];
    for (const [right, target] of cases) {
      const setup = setUp();
      if (right !== undefined) setup.ends.set('s1', right);
      put(setup.left, '/f', whole);
      put(right ?? setup.right, '/f', target);
      const batch = setup.up(['/f'], '/');
      const { answers, id } = await question(setup);
      expect(answers).not.toContain('resume');
      expect(() => setup.queue.answer(id, 'resume', false)).toThrow(AppError);
      setup.queue.answer(id, 'cancel', false);
      await batch.ended;
    }
  });

  it('for all goes on where it can, and asks about the others, which stay as they are', async () => {
    const setup = setUp();
    for (let i = 0; i < 40; i++) place(setup, whole, whole.subarray(0, 50_000 * (i + 1)), `/d/begun ${i}`);
    const other = patternBytes(900_000, 9);
    place(setup, whole, other, '/d/other');
    place(setup, whole, patternBytes(4_000_000, 9), '/d/longer');
    place(setup, whole, whole, '/d/same');
    const batch = setup.up(['/d'], '/', 'resume');
    for (const name of ['longer', 'other']) {
      await expect.poll(() => setup.queue.conflicts()[0]?.to.path).toMatch(/longer|other/);
      const { answers, id, match, to } = await question(setup);
      expect([match, answers.includes('resume')], name).toEqual(['different', false]);
      expect(bytesAt(setup.right, to.path)?.length).not.toBe(whole.length);
      setup.queue.answer(id, 'skip', false);
    }
    expect((await batch.ended).counts).toEqual({ done: 40, skipped: 3, failed: 0, cancelled: 0 });
    expect(holds(setup, '/d/other', other)).toBe(true);
    for (let i = 0; i < 40; i++) expect(holds(setup, `/d/begun ${i}`, whole)).toBe(true);
    await expect.poll(() => setup.right.tree.partials.size).toBe(0);
    expect(Object.keys(contents(setup.right))).toHaveLength(44);
  });

  it('never adds to a file that was swapped after the question', async () => {
    const setup = setUp();
    place(setup, whole, whole.subarray(0, 1_000_000));
    const batch = setup.up(['/f'], '/');
    const { id } = await question(setup);
    const other = patternBytes(1_000_000, 5);
    put(setup.right, '/f', other);
    setup.queue.answer(id, 'resume', false);
    await expect.poll(() => setup.queue.conflicts()[0]?.match).toBe('different');
    expect(holds(setup, '/f', other)).toBe(true);
    setup.queue.answer((await question(setup)).id, 'skip', false);
    await batch.ended;
    expect(holds(setup, '/f', other)).toBe(true);
  });
});

describe('comparing contents', () => {
  /** A target that has to be read whole to be hashed: too much to do without being asked. */
  function slow(): QueueSetup {
    return setUp({ left: { features: { hash: false } }, right: { features: { hash: false } } });
  }

  it('is left to the user where it takes long, and tells', async () => {
    const setup = slow();
    const changed = Uint8Array.from(whole);
    changed[2_999_999] = 1 + (whole[2_999_999] ?? 0);
    place(setup, whole, changed);
    const batch = setup.up(['/f'], '/');
    const { comparable, id, match } = await question(setup);
    expect([match, comparable]).toEqual(['unknown', true]);
    await setup.queue.compare(id);
    expect(setup.queue.conflicts()[0]).toMatchObject({ id, match: 'different', comparable: false });
    setup.queue.answer(id, 'cancel', false);
    await batch.ended;
    await expect(setup.queue.compare(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('skips what turns out to be the same', async () => {
    const setup = slow();
    place(setup, whole, Uint8Array.from(whole));
    const batch = setup.up(['/f'], '/');
    await setup.queue.compare((await question(setup)).id);
    expect((await batch.ended).counts.skipped).toBe(1);
    expect(setup.right.tree.get('/f').modified).toBe(1000);
  });

  it('finds the beginning, or takes Resume away', async () => {
    for (const [target, match] of [
      [whole.subarray(0, 2_000_000), 'beginning'],
      [patternBytes(2_000_000, 3), 'different'],
    ] as const) {
      const setup = slow();
      place(setup, whole, target);
      const batch = setup.up(['/f'], '/');
      const { answers, id } = await question(setup);
      expect(answers).toContain('resume');
      await setup.queue.compare(id);
      const [known] = setup.queue.conflicts();
      expect([known?.match, known?.answers.includes('resume')]).toEqual([match, match === 'beginning']);
      setup.queue.answer(id, 'overwrite', false);
      await batch.ended;
      expect(holds(setup, '/f', whole)).toBe(true);
    }
  });
});
