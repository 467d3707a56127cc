import { describe, expect, it } from 'vitest';
import type { Transfer, TransferSummary } from '../../../src-shared/model/transfer.ts';
import { emptyTally } from '../../store/endedTally.ts';
import { wordsFor } from '../../text/text.ts';
import { endingSentence } from './queueEnding.ts';
import { QueueRun } from './queueRun.ts';

const summary = (running: number, planning = false): TransferSummary => ({
  revision: 1,
  counts: { queued: 0, running, failed: 0, done: 0 },
  bytesTotal: 0,
  bytesAcknowledged: 0,
  rate: 0,
  planning,
  paused: false,
  failures: [],
});
const place = { endpoint: 'local', path: '/x' };
const row: Transfer = {
  id: 1,
  batch: 1,
  name: 'x',
  from: place,
  to: place,
  direction: 'local',
  state: 'done',
  size: 1,
  acknowledged: 1,
  rate: 0,
};

describe('the work of the queue', () => {
  it('ends once, with what became of it, however many gaps it had', () => {
    const run = new QueueRun();
    expect(run.changed(summary(0), 0)).toBe(true);
    expect(run.takeFinished()).toBeUndefined();
    expect(run.changed(summary(0, true), 1000)).toBe(false);
    run.changed(summary(2), 1500);
    run.ended({ count: 1, failed: 0, rows: [row] });
    expect(run.changed(summary(0), 3000)).toBe(true);
    run.changed(summary(1), 3100);
    expect(run.takeFinished()).toBeUndefined();
    run.changed(summary(0), 9000);
    run.ended({ count: 3, failed: 2, rows: [row] });
    run.changed(summary(0), 9400);
    const finished = run.takeFinished();
    expect(finished).toMatchObject({ milliseconds: 8000, tally: { copied: 2, failed: 2 } });
    expect(run.takeFinished()).toBeUndefined();
  });

  it('is told as what is done and what failed', () => {
    const words = wordsFor('en');
    expect(endingSentence({ ...emptyTally, copied: 1 }, words)).toBe('1 transfer is done.');
    expect(endingSentence({ ...emptyTally, copied: 1200, unknown: 34, failed: 2 }, words)).toBe(
      '1,234 transfers are done. 2 failed.',
    );
    expect(endingSentence(emptyTally, words)).toBeUndefined();
  });
});
