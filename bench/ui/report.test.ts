import { expect, it } from 'vitest';
import { measurementsTable } from './report.ts';

it('judges medians by the targets, and nothing when less was measured', () => {
  const measurements = [
    { id: '100,000: arrow key', values: [30, 10, 12], unit: 'ms' },
    { id: '100,000: select all', values: [90, 130, 110], unit: 'ms' },
    { id: 'something else', values: [1], unit: 's' },
  ];
  expect(measurementsTable(measurements, true).rows.map((row) => row.at(-1))).toEqual(['met', 'NOT met', '']);
  expect(measurementsTable(measurements, false).rows.map((row) => row.at(-1))).toEqual(['', '', '']);
});
