import { useEffect, useRef, useState } from 'react';
import type { TransferGroup } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { getState, setState, useStore } from '../../store/store.ts';
import type { TransferRows } from './useTransferRows.ts';

const nothing: ReadonlySet<number> = new Set();
/** As many as one request names. */
const mostSelected = 200_000;

/**
 * What is selected in a tab, by the transfers' numbers, and where the cursor stands. Rows move while they are looked at: the cursor
 * follows its transfer as far as that can be seen.
 */
export function useRowSelection(group: TransferGroup, rows: TransferRows) {
  const { ids } = useStore((state) => state.transferSelection);
  const [kept, setKept] = useState<{ readonly index: number; readonly id: number | undefined }>({ index: 0, id: undefined });
  const [anchor, setAnchor] = useState(0);
  const followed = kept.id === undefined || rows.row(kept.index)?.id === kept.id ? -1 : rows.indexOf(kept.id);
  const cursor = Math.max(Math.min(followed < 0 ? kept.index : followed, rows.total - 1), 0);
  const transfer = rows.row(cursor);

  // Each tab has a list of its own, which begins with nothing selected.
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    setState({ transferSelection: { ids: nothing, cursor: undefined } });
    return () => {
      gone.current = true;
      setState({ transferSelection: { ids: nothing, cursor: undefined } });
    };
  }, []);
  useEffect(() => {
    const { transferSelection } = getState();
    if (transferSelection.cursor !== transfer) setState({ transferSelection: { ...transferSelection, cursor: transfer } });
  }, [transfer]);

  const select = (next: ReadonlySet<number>): void =>
    setState(({ transferSelection }) => ({ transferSelection: { ...transferSelection, ids: next } }));
  /** At once when the rows are here. */
  const selectRange = (from: number, to: number): void => {
    const known = rows.ids(from, to);
    if (known !== undefined) return select(new Set(known));
    request('transfer.ids', { group, start: from, count: to - from + 1 }).then(
      (result) => (gone.current ? undefined : select(new Set(result.ids))),
      () => undefined,
    );
  };
  const go = (index: number): void => setKept({ index, id: rows.row(index)?.id });

  return {
    ids,
    cursor,
    transfer,
    /** A click, or an arrow key. */
    only(index: number): void {
      go(index);
      setAnchor(index);
      selectRange(index, index);
    },
    /** Ctrl and an arrow key. */
    walk(index: number): void {
      go(index);
      setAnchor(index);
    },
    /** Ctrl and a click, or the space bar. */
    toggle(index: number): void {
      const id = rows.row(index)?.id;
      go(index);
      setAnchor(index);
      if (id === undefined) return;
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      select(next);
    },
    /** Shift: the rows from where the selection began. */
    extend(index: number): void {
      go(index);
      const from = Math.min(anchor, index);
      selectRange(from, Math.min(Math.max(anchor, index), from + mostSelected - 1));
    },
    all(): void {
      if (rows.total > 0) selectRange(0, Math.min(rows.total, mostSelected) - 1);
    },
    none(): void {
      select(nothing);
    },
  };
}

export type RowSelection = ReturnType<typeof useRowSelection>;
