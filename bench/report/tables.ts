import type { Figure, Row, Series, Table, Verdict } from '../model.ts';
import { measured, median, ratios } from '../statistics.ts';

export function seriesTable(series: Series): Table {
  const ferry = series.rows.find((row) => row.peer === 'ferry');
  const amount = [
    series.files === 1 ? '1 file' : `${series.files.toLocaleString('en')} files`,
    ...(series.bytes === 0 ? [] : [formatBytes(series.bytes)]),
  ];
  return {
    title: `${series.id} (${amount.join(', ')})`,
    columns: ['peer', 'kind', 'median s', 'min–max s', 'MB/s', 'files/s', 'Ferry ÷ it', 'min–max'],
    rows: series.rows.map((row) => seriesRow(row, series, ferry)),
  };
}

function seriesRow(row: Row, { bytes, files }: Series, ferry: Row | undefined): string[] {
  const seconds = measured(row.seconds);
  if (seconds.length === 0) return [row.peer, row.kind, '–', 'none', '', '', '', ''];
  const middle = median(seconds);
  const byFerry = ferry === undefined || ferry === row ? [] : ratios(ferry.seconds, row.seconds);
  return [
    row.peer,
    row.kind,
    formatSeconds(middle),
    range(seconds, formatSeconds),
    bytes === 0 ? '' : (bytes / middle / 1e6).toFixed(0),
    files === 1 ? '' : (files / middle).toFixed(0),
    byFerry.length === 0 ? '' : median(byFerry).toFixed(2),
    byFerry.length === 0 ? '' : range(byFerry, (value) => value.toFixed(2)),
  ];
}

/** A line for each peer that failed or was left out. */
export function problemLines({ id, rows }: Series): string[] {
  return rows.flatMap(({ peer, problem, seconds }) => {
    if (problem === undefined) return [];
    return [`${id}, ${peer}: ${measured(seconds).length} of ${seconds.length} rounds; ${problem}`];
  });
}

/** All series of a workload side by side: what stands in the documentation. */
export function summaryTable(title: string, all: readonly Series[]): Table {
  const names = [...new Set(all.flatMap(({ rows }) => rows.map((row) => row.peer)))];
  return {
    title,
    columns: ['peer', 'kind', ...all.flatMap(({ id }) => [`${id}, s`, 'Ferry ÷ it'])],
    rows: names.map((name) => {
      const kind = all.flatMap(({ rows }) => rows).find((row) => row.peer === name)?.kind ?? '';
      return [name, kind, ...all.flatMap((series) => summaryCells(name, series))];
    }),
  };
}

function summaryCells(name: string, { rows }: Series): string[] {
  const row = rows.find(({ peer }) => peer === name);
  const ferry = rows.find(({ peer }) => peer === 'ferry');
  const seconds = measured(row?.seconds ?? []);
  if (row === undefined || seconds.length === 0) return ['–', ''];
  const byFerry = ferry === undefined || ferry === row ? [] : ratios(ferry.seconds, row.seconds);
  return [formatSeconds(median(seconds)), byFerry.length === 0 ? '' : median(byFerry).toFixed(2)];
}

export function figuresTable(figures: readonly Figure[]): Table {
  return {
    title: 'Figures',
    columns: ['what', 'value', 'unit', 'note'],
    rows: figures.map(({ id, value, unit, note }) => [id, formatValue(value), unit, note ?? '']),
  };
}

export function verdictsTable(verdicts: readonly Verdict[]): Table {
  return {
    title: 'Targets',
    columns: ['what', 'in', 'target', 'measured', ''],
    rows: verdicts.map(({ about, in: where, limit, measured, met }) => [
      about,
      where,
      limit,
      measured === null ? 'not measured' : formatValue(measured),
      met === null ? '' : met ? 'met' : 'NOT met',
    ]),
  };
}

export function asText({ title, columns, rows }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n');
}

export function asMarkdown({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, bytes === 0 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[power]}`;
}

export function formatSeconds(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 3 : 1);
}

function formatValue(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

function range(values: readonly number[], format: (value: number) => string): string {
  return `${format(Math.min(...values))}–${format(Math.max(...values))}`;
}
