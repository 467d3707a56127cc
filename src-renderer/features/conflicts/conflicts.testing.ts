import { type Conflict, conflictAnswers } from '../../../src-shared/model/transfer.ts';

/** A file of the sample folders that stands at the target already. */
export function testConflict(change: Partial<Conflict> = {}): Conflict {
  return {
    id: 7,
    transfer: 1,
    batch: 1,
    from: { endpoint: 'local', path: '/home/ana/file2.txt' },
    to: { endpoint: 'local', path: '/home/ana/Documents/file2.txt' },
    source: { kind: 'file', size: 2048, modified: Date.UTC(2026, 1, 2) },
    target: { kind: 'file', size: 1024, modified: Date.UTC(2026, 1, 1) },
    match: 'unknown',
    comparable: true,
    answers: conflictAnswers,
    waiting: 0,
    ...change,
  };
}
