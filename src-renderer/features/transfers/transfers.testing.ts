import { act, screen, within } from '@testing-library/react';
import type { RequestName } from '../../../src-shared/ipc/contract.ts';
import type { Transfer, TransferGroup, TransferSummary } from '../../../src-shared/model/transfer.ts';
import { createMemoryBridge, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { pane, renderApp } from '../../testing/renderApp.tsx';

export function transfer(id: number, name: string, change: Partial<Transfer> = {}): Transfer {
  return {
    id,
    batch: 1,
    name,
    from: { endpoint: 'local', path: `/home/ana/${name}` },
    to: { endpoint: 's1', path: `/incoming/${name}` },
    direction: 'upload',
    state: 'queued',
    size: 1000,
    acknowledged: 0,
    rate: 0,
    ...change,
  };
}

export function summary(counts: Partial<Record<TransferGroup, number>>, revision: number): TransferSummary {
  return {
    revision,
    counts: { queued: 0, running: 0, failed: 0, done: 0, ...counts },
    bytesTotal: 2000,
    bytesAcknowledged: 500,
    rate: 100,
    planning: false,
    paused: false,
    failures: [],
  };
}

const answered = [
  'transfer.cancel',
  'transfer.retry',
  'transfer.clear',
  'transfer.pause',
  'transfer.resume',
  'transfer.reorder',
  'transfer.prioritize',
] as const satisfies readonly RequestName[];

export async function start(): Promise<MemoryBridge> {
  const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')] });
  for (const name of answered) memory.on(name, () => ({}));
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return memory;
}

export const panel = () => within(screen.getByRole('region', { name: 'Transfers' }));

/** What was asked last under a name. */
export const asked = (memory: MemoryBridge, name: RequestName): unknown =>
  memory.asked.findLast((one) => one.name === name)?.params;

export function tell(memory: MemoryBridge, told: TransferSummary, running: readonly Transfer[] = []): void {
  act(() => memory.emit({ event: 'transfers.changed', payload: { summary: told, running } }));
}
