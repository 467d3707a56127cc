import type { StoredResult } from '../report/results.ts';
import { latestResult } from '../report/results.ts';
import { replaceSection } from '../report/summary.ts';
import { asMarkdown } from '../report/tables.ts';
import type { Table } from '../model.ts';
import { median } from '../statistics.ts';
import type { Measurement } from './model.ts';
import { interfaceTargets } from './targets.ts';

export const workload = 'ui';

/** @param judged false: with less of everything there is nothing to hold the targets against */
export function measurementsTable(measurements: readonly Measurement[], judged: boolean): Table {
  return {
    title: 'The interface',
    columns: ['what', 'target', 'median', 'least–most', 'unit', ''],
    rows: measurements.map(({ id, values, unit }) => {
      const target = judged ? interfaceTargets.find((candidate) => candidate.id === id) : undefined;
      const middle = median(values);
      return [
        id,
        target === undefined ? '' : `≤ ${target.atMost.toLocaleString('en')}`,
        shown(middle),
        `${shown(Math.min(...values))}–${shown(Math.max(...values))}`,
        unit,
        target === undefined ? '' : middle <= target.atMost ? 'met' : 'NOT met',
      ];
    }),
  };
}

/** Writes the newest complete result into docs/performance.md. */
export function writeInterfaceSection(): void {
  const result = latestResult(workload, 'memory');
  if (result !== undefined) replaceSection('interface', section(result));
}

function section({ date, commit, rounds, machine, tables }: StoredResult): string {
  const { cores, processor, memoryGiB, kernel, node } = machine;
  return [
    `${date.slice(0, 10)}, commit ${commit}, ${rounds} rounds; ${cores} cores (${processor}), ${memoryGiB} GiB, Linux ${kernel}, Node ${node}, ${machine.peers['chromium'] ?? 'Chromium'}.`,
    ...tables.map(asMarkdown),
  ].join('\n\n');
}

function shown(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}
