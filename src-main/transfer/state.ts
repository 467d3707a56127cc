import type { TransferGroup, TransferState } from '../../src-shared/model/transfer.ts';

/** The life of a transfer as a pure machine: which state may follow which, and where each is shown. */

const following: Readonly<Record<TransferState, readonly TransferState[]>> = {
  queued: ['running', 'asking', 'paused', 'failed', 'done', 'skipped', 'cancelled'],
  running: ['queued', 'asking', 'paused', 'failed', 'done', 'skipped', 'cancelled'],
  asking: ['queued', 'skipped', 'failed', 'cancelled'],
  paused: ['queued', 'cancelled'],
  failed: ['queued'],
  cancelled: ['queued'],
  done: [],
  skipped: [],
};

export function mayFollow(state: TransferState, next: TransferState): boolean {
  return following[state].includes(next);
}

const ended: ReadonlySet<TransferState> = new Set(['failed', 'done', 'skipped', 'cancelled']);

export function isEnded(state: TransferState): boolean {
  return ended.has(state);
}

const groups: Readonly<Record<TransferState, TransferGroup>> = {
  queued: 'queued',
  paused: 'queued',
  running: 'running',
  asking: 'running',
  // A cancelled transfer can be tried again, as a failed one can: they stand together.
  failed: 'failed',
  cancelled: 'failed',
  done: 'done',
  skipped: 'done',
};

export function groupOf(state: TransferState): TransferGroup {
  return groups[state];
}
