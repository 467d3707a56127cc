import { describe, expect, it } from 'vitest';
import type { Transfer, TransferState } from '../../src-shared/model/transfer.ts';
import { wordsFor } from '../text/text.ts';
import { addEnded, emptyTally, tallySentence } from './endedTally.ts';

const place = { endpoint: 'local', path: '/x' };
const row = (name: string, state: TransferState): Transfer => ({
  id: 1,
  batch: 1,
  name,
  from: place,
  to: place,
  direction: 'local',
  state,
  size: 1,
  acknowledged: 1,
  rate: 0,
});
const words = wordsFor('en');

describe('what is said of ended transfers', () => {
  it('names a single file, with what can not be seen made visible', () => {
    const tally = addEnded(emptyTally, { count: 1, failed: 0, rows: [row('a\u202eb', 'done')] });
    expect(tallySentence(tally, words)).toBe('Copied a\\u202Eb');
  });

  it('counts files over several events', () => {
    let tally = addEnded(emptyTally, { count: 2, failed: 0, rows: [row('a', 'done'), row('b', 'done')] });
    tally = addEnded(tally, { count: 1, failed: 0, rows: [row('c', 'done')] });
    expect(tallySentence(tally, words)).toBe('Copied 3 files');
  });

  it('does not call copied what it was not told of', () => {
    const rows = Array.from({ length: 10 }, (_, at) => row(`f${at}`, 'done'));
    expect(tallySentence(addEnded(emptyTally, { count: 200, failed: 0, rows }), words)).toBe('200 transfers finished');
  });

  it('counts what was skipped, told row by row or not', () => {
    const rows = Array.from({ length: 10 }, (_, at) => row(`f${at}`, 'skipped'));
    expect(tallySentence(addEnded(emptyTally, { count: 1000, failed: 0, rows }), words)).toBe('1,000 transfers finished');
    expect(tallySentence(addEnded(emptyTally, { count: 1, failed: 0, rows: [] }), words)).toBe('1 transfer finished');
  });

  it('says nothing of what was cancelled', () => {
    const rows = [row('b', 'cancelled')];
    expect(tallySentence(addEnded(emptyTally, { count: 1, failed: 0, rows }), words)).toBeUndefined();
  });

  it('says what was skipped when nothing else happened', () => {
    const skipped = addEnded(emptyTally, { count: 2, failed: 0, rows: [row('a', 'skipped'), row('b', 'cancelled')] });
    expect(tallySentence(skipped, words)).toBe('Skipped a');
    const two = addEnded(skipped, { count: 1, failed: 0, rows: [row('c', 'skipped')] });
    expect(tallySentence(two, words)).toBe('Skipped 2 files');
    const copied = addEnded(two, { count: 1, failed: 0, rows: [row('d', 'done')] });
    expect(tallySentence(copied, words)).toBe('Copied d');
  });

  it('tells failures, alone and beside successes', () => {
    const failed = addEnded(emptyTally, { count: 1, failed: 1, rows: [row('gone.txt', 'failed')] });
    expect(tallySentence(failed, words)).toBe('Failed: gone.txt');
    const both = addEnded(failed, { count: 3, failed: 1, rows: [row('a', 'done'), row('b', 'done'), row('c', 'failed')] });
    expect(tallySentence(both, words)).toBe('2 finished, 2 failed');
  });
});
