import type { Transfer } from '../../../src-shared/model/transfer.ts';

/** The part of a tab's rows that is here. */
export interface RowWindow {
  readonly start: number;
  readonly rows: readonly Transfer[];
  readonly total: number;
  readonly revision: number;
}

export const emptyWindow: RowWindow = { start: 0, rows: [], total: 0, revision: -1 };

/** Rows asked for around those in view, so that a short scroll needs no request. */
const margin = 60;
const step = 20;
const largest = 500;

/** What to ask for when the rows `first` to `last` are in view. */
export function windowAround(first: number, last: number): { readonly start: number; readonly count: number } {
  const start = Math.max(0, Math.floor((first - margin) / step) * step);
  return { start, count: Math.min(largest, last + 1 + margin - start) };
}

/** Whether every row in view is here. */
export function covers(window: RowWindow, first: number, last: number): boolean {
  if (window.revision < 0) return false;
  const end = window.start + window.rows.length;
  return first >= window.start && Math.min(last, window.total - 1) < Math.max(end, 0);
}

export function rowAt(window: RowWindow, index: number): Transfer | undefined {
  return window.rows[index - window.start];
}
