import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Transfer, TransferGroup } from '../../../src-shared/model/transfer.ts';
import { tell } from '../../bridge/bridge.ts';
import { useWords } from '../../store/store.ts';
import type { Catalogue } from '../../text/en.ts';
import { TransferRow } from './TransferRow.tsx';
import { useTransferRows } from './useTransferRows.ts';

const rowHeight = 28;

export function TransferList({ group, visible }: { readonly group: TransferGroup; readonly visible: boolean }) {
  const { text } = useWords();
  const rows = useTransferRows(group, visible);
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const virtualizer = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialRect: { width: 800, height: 200 },
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => rows.look(items[0]?.index ?? 0, items.at(-1)?.index ?? 0));

  const active = Math.min(cursor, rows.total - 1);
  const activeShown = items.some((item) => item.index === active) && rows.row(active) !== undefined;
  const rowId = (index: number): string => `transfer-${group}-${index}`;
  const go = (index: number): void => {
    setCursor(index);
    virtualizer.scrollToIndex(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    const last = rows.total - 1;
    const transfer = rows.row(active);
    if (last < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'ArrowDown') go(Math.min(active + 1, last));
    else if (event.key === 'ArrowUp') go(Math.max(active - 1, 0));
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(last);
    else if (event.key === ' ' && transfer !== undefined) togglePause(transfer);
    else if (event.key === 'Delete' && transfer !== undefined && mayCancel(transfer))
      tell('transfer.cancel', { transfers: [transfer.id] });
    else return;
    event.preventDefault();
  };

  return (
    <div
      role="grid"
      aria-label={text.transfers.title}
      aria-rowcount={rows.total + 1}
      className="transfer-list"
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(activeShown ? { 'aria-activedescendant': rowId(active) } : {})}
    >
      <div role="rowgroup">
        <div role="row" className={`transfer-head transfer-grid-${group}`} aria-rowindex={1}>
          {headings(group, text).map(([key, title]) => (
            <div key={key} role="columnheader" className={`cell cell-${key}`}>
              {title === '' ? <span className="unseen">{text.transfers.cancel}</span> : title}
            </div>
          ))}
        </div>
      </div>
      <div
        role={rows.total === 0 ? 'presentation' : 'rowgroup'}
        {...(rows.total === 0 ? {} : { tabIndex: -1 })}
        className="transfer-list-body"
        ref={scroller}
        onMouseUp={(event) => {
          if (event.target instanceof Element && event.target.closest('button') !== null) return;
          event.currentTarget.parentElement?.focus({ preventScroll: true });
        }}
        onMouseDown={(event) => {
          const row = event.target instanceof Element ? event.target.closest('[data-row]')?.getAttribute('data-row') : null;
          if (row !== null && row !== undefined) setCursor(Number(row));
        }}
      >
        <div role="presentation" className="file-list-rows" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const transfer = rows.row(item.index);
            if (transfer === undefined) return null;
            return (
              <TransferRow
                key={transfer.id}
                id={rowId(item.index)}
                transfer={transfer}
                group={group}
                index={item.index}
                top={item.start}
                cursor={item.index === active}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The space bar. */
function togglePause({ id, state }: Transfer): void {
  if (state === 'paused') tell('transfer.resume', { transfers: [id] });
  else if (state === 'queued' || state === 'running') tell('transfer.pause', { transfers: [id] });
}

function mayCancel(transfer: Transfer): boolean {
  return (
    transfer.state === 'queued' || transfer.state === 'running' || transfer.state === 'asking' || transfer.state === 'paused'
  );
}

function headings(group: TransferGroup, { transfers }: Catalogue): (readonly [key: string, title: string])[] {
  const start = [['name', transfers.name] as const, ['route', transfers.route] as const, ['size', transfers.size] as const];
  const end = [['state', transfers.state] as const, ['actions', ''] as const];
  if (group !== 'running') return [...start, ...end];
  return [...start, ['progress', transfers.progress], ['rate', transfers.rate], ['left', transfers.left], ...end];
}
