import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../src-shared/errors.ts';
import type { ExistingPolicy } from '../../src-shared/model/transfer.ts';
import { patternBytes } from '../filesystem/contract/recorder.ts';
import { LocalFileSystem } from '../filesystem/local/localFileSystem.ts';
import type { ReadSink } from '../filesystem/lane.ts';
import type { Batch } from './batch.ts';
import { put, type QueueSetup, setUp } from './queue.testing.ts';

/** A disk answers within the call where a server answers later: all that can be refused or passed over at once. */
describe('what comes to this computer', () => {
  let home: string;
  let local: LocalFileSystem;
  let setup: QueueSetup;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-down-')));
    mkdirSync(join(home, 'd'));
    local = new LocalFileSystem({ root: home });
    setup = setUp();
    setup.ends.set('local', local);
  });
  afterEach(async () => {
    await setup.queue.close();
    await local.close();
    rmSync(home, { recursive: true });
  });

  const down = (existing: ExistingPolicy): Batch =>
    setup.queue.enqueue({
      from: [{ endpoint: 's1', path: '/d' }],
      to: { endpoint: 'local', path: '/' },
      existing,
      onEnded: (transfer) => setup.ended.push(transfer),
    });

  function eightFiles(size: number): void {
    for (let i = 0; i < 8; i++) put(setup.right, `/d/f${i}`, patternBytes(size, i + 1), 1_000_000_000_000);
    writeFileSync(join(home, 'd/f3'), 'what was there');
  }

  it.each<readonly [ExistingPolicy, number]>([
    ['skip', 1000],
    ['skip', 300_000],
    ['newer', 1000],
    ['newer', 300_000],
  ])('passes over one name that is taken, and takes all the others (%s, %i bytes)', async (policy, size) => {
    eightFiles(size);
    expect((await down(policy).ended).counts).toEqual({ done: 7, skipped: 1, failed: 0, cancelled: 0 });
    expect(readFileSync(join(home, 'd/f3'), 'utf8')).toBe('what was there');
    expect(readdirSync(join(home, 'd'))).toHaveLength(8);
  });

  it.each([1000, 300_000])('asks about the one name that is taken (%i bytes)', async (size) => {
    eightFiles(size);
    const { queue, until } = setup;
    const batch = down('ask');
    await until(() => queue.summary().counts.done === 7 && queue.conflicts().length === 1);
    queue.answer(queue.conflicts()[0]?.id ?? 0, 'overwrite', false);
    expect((await batch.ended).counts).toEqual({ done: 8, skipped: 0, failed: 0, cancelled: 0 });
    expect(readFileSync(join(home, 'd/f3'))).toEqual(Buffer.from(patternBytes(size, 4)));
  });

  it('goes on behind what is there when that is the beginning', async () => {
    eightFiles(300_000);
    writeFileSync(join(home, 'd/f3'), patternBytes(300_000, 4).subarray(0, 200_000));
    expect((await down('resume').ended).counts).toEqual({ done: 8, skipped: 0, failed: 0, cancelled: 0 });
    expect(readFileSync(join(home, 'd/f3'))).toEqual(Buffer.from(patternBytes(300_000, 4)));
    expect(readdirSync(join(home, 'd'))).toHaveLength(8);
  });

  /** Reading the file breaks off behind its contents, so many times. */
  function breakReading(times: number, code: ErrorCode): () => number {
    let reads = 0;
    const open = setup.right.openReadLane.bind(setup.right);
    setup.right.openReadLane = (sink: ReadSink) =>
      open({
        ...sink,
        ended: (ticket, sha256) => {
          reads += 1;
          if (reads > times) sink.ended(ticket, sha256);
          else sink.failed(ticket, new AppError(code, 'reading broke off'));
        },
      });
    return () => reads;
  }

  it.each<readonly [ErrorCode, number, number]>([
    ['not-found', 1, 1],
    ['source-changed', 2, 2],
    ['internal', 1, 1],
  ])('says what was wrong with the source, and reads it no oftener than it is worth: %s', async (code, times, expected) => {
    put(setup.right, '/d/f', patternBytes(300_000));
    const reads = breakReading(times, code);
    expect((await down('ask').ended).counts).toMatchObject({ done: 0, failed: 1 });
    expect(setup.ended.find(({ name }) => name === 'f')?.error?.code).toBe(code);
    expect(reads()).toBe(expected);
    expect(readdirSync(join(home, 'd'))).toEqual([]);
  });

  it('begins once more when the source was changed', async () => {
    put(setup.right, '/d/f', patternBytes(300_000));
    const reads = breakReading(1, 'source-changed');
    expect((await down('ask').ended).counts).toMatchObject({ failed: 0 });
    expect(reads()).toBe(2);
    expect(readFileSync(join(home, 'd/f'))).toEqual(Buffer.from(patternBytes(300_000)));
  });
});
