import { useEffect, useMemo, useRef, useState } from 'react';
import type { Transfer, TransferGroup } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { getState, useStore } from '../../store/store.ts';
import { covers, emptyWindow, rowAt, type RowWindow, windowAround } from './rowWindow.ts';

const noRows: readonly Transfer[] = [];
/** Milliseconds between two requests for the same tab. */
const pause = 200;

/**
 * The rows of one tab. A window of them is asked for, and again when the queue's revision has moved on; rows that are in progress
 * come with the event.
 */
export function useTransferRows(group: TransferGroup, visible: boolean) {
  const total = useStore((state) => state.summary.counts[group]);
  const revision = useStore((state) => state.summary.revision);
  const running = useStore((state) => (group === 'running' ? state.running : noRows));
  const [shown, setShown] = useState<{ readonly group: TransferGroup; readonly window: RowWindow }>({
    group,
    window: emptyWindow,
  });
  const range = useRef({ first: 0, last: 20 });
  const asking = useRef(false);
  const gone = useRef(false);
  const window = shown.group === group ? shown.window : emptyWindow;
  /** The event brought every row of the tab. */
  const whole = group === 'running' && running.length >= total;

  const ask = async (): Promise<void> => {
    if (asking.current || gone.current || !visible || whole) return;
    asking.current = true;
    const { start, count } = windowAround(range.current.first, range.current.last);
    try {
      const result = await request('transfer.rows', { group, start, count });
      setShown({ group, window: { start, ...result } });
    } catch {
      // The next revision asks again.
    }
    setTimeout(() => {
      asking.current = false;
      if (gone.current) return;
      if (getState().summary.counts[group] > 0) latest.current();
    }, pause);
  };
  const askIfStale = (): void => {
    const { first, last } = range.current;
    if (window.revision < getState().summary.revision || !covers(window, first, last)) void ask();
  };
  const latest = useRef(askIfStale);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  useEffect(() => {
    latest.current = askIfStale;
    askIfStale();
  });

  const byId = useMemo(() => new Map(running.map((transfer) => [transfer.id, transfer])), [running]);
  return {
    total: whole ? running.length : window.revision < 0 ? total : window.total,
    revision,
    row(index: number): Transfer | undefined {
      if (whole) return running[index];
      const transfer = rowAt(window, index);
      return transfer === undefined ? undefined : group === 'running' ? (byId.get(transfer.id) ?? transfer) : transfer;
    },
    /** Where a transfer is among the rows that are here, or -1. */
    indexOf(id: number): number {
      const here = whole ? running : window.rows;
      const at = here.findIndex((transfer) => transfer.id === id);
      return at < 0 || whole ? at : window.start + at;
    },
    /** The transfers' numbers from one row to another; undefined when not all of them are here. */
    ids(from: number, to: number): readonly number[] | undefined {
      const here = whole
        ? running.slice(from, to + 1)
        : window.rows.slice(Math.max(from - window.start, 0), to - window.start + 1);
      return (whole || from >= window.start) && here.length === to - from + 1 ? here.map(({ id }) => id) : undefined;
    },
    /** Tells which rows are in view. */
    look(first: number, last: number): void {
      range.current = { first, last };
    },
  };
}

export type TransferRows = ReturnType<typeof useTransferRows>;
