import { expect, it } from 'vitest';
import type { Transfer, TransferSummary } from '../../src-shared/model/transfer.ts';
import { mirrorEvent } from './mirror.ts';
import { getState } from './store.ts';

const place = { endpoint: 'local', path: '/x' };
const row = (name: string, state: 'done' | 'failed'): Transfer => ({
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

function queue(counts: Partial<TransferSummary['counts']>): void {
  const { summary } = getState();
  const payload = { summary: { ...summary, counts: { ...summary.counts, ...counts } }, running: [] };
  mirrorEvent({ event: 'transfers.changed', payload });
}

it('a failure is not forgotten when the last file is told after the end of the queue', async () => {
  queue({ running: 2 });
  mirrorEvent({ event: 'transfers.ended', payload: { count: 1, failed: 1, rows: [row('lost.txt', 'failed')] } });
  // Longer than what separates two pieces of work that were only seen to end.
  await new Promise((resolve) => setTimeout(resolve, 1600));
  queue({ running: 0 });
  mirrorEvent({ event: 'transfers.ended', payload: { count: 1, failed: 0, rows: [row('big.bin', 'done')] } });
  expect(getState().announcement).toMatchObject({ text: '1 finished, 1 failed', problem: true });
});
