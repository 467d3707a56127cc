import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef } from 'react';
import type { FailureGroup, TransferGroup } from '../../../src-shared/model/transfer.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import type { Catalogue } from '../../text/en.ts';
import { useListWindow } from '../../ui/useListWindow.ts';
import { FailureHead } from './FailureHead.tsx';
import { Layout } from './failureLayout.ts';
import { revealRow } from './rowActions.ts';
import { handleTransferKey } from './transferKeys.ts';
import { TransferRow } from './TransferRow.tsx';
import { useRowSelection } from './useRowSelection.ts';
import { useTransferRows } from './useTransferRows.ts';

const rowHeight = 28;
const noGroups: readonly FailureGroup[] = [];

export function TransferList({ group, visible }: { readonly group: TransferGroup; readonly visible: boolean }) {
  const { text } = useWords();
  const rows = useTransferRows(group, visible);
  const selection = useRowSelection(group, rows);
  const groups = useStore((state) => (group === 'failed' ? state.summary.failures : noGroups));
  const layout = useMemo(() => new Layout(rows.total, groups), [rows.total, groups]);
  const scroller = useRef<HTMLDivElement>(null);
  const window = useListWindow(scroller, { count: layout.lines, rowHeight, overscan: 6 });
  useLayoutEffect(() => rows.look(Math.max((window.rows[0]?.row ?? 0) - groups.length, 0), window.rows.at(-1)?.row ?? 0));

  const { cursor, transfer } = selection;
  const cursorShown = transfer !== undefined && window.rows.some(({ row }) => row === layout.lineOf(cursor));
  const rowId = (index: number): string => `transfer-${group}-${index}`;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      if (rows.total > 0) openMenuBelow(document.getElementById(rowId(cursor)) ?? scroller.current);
      return;
    }
    const used = handleTransferKey(event, group, selection, {
      total: rows.total,
      rowsAPage: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
      show: (index) => window.reveal(layout.lineOf(index)),
    });
    if (used) event.preventDefault();
  };
  const onMouseDown = (event: MouseEvent): void => {
    const index = rowAt(event.target);
    if (event.button !== 0 || index === undefined) return;
    if (event.shiftKey) selection.extend(index);
    else if (event.ctrlKey || event.metaKey) selection.toggle(index);
    else selection.only(index);
  };
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const index = rowAt(event.target);
    if (index === undefined) return;
    if (!selection.ids.has(rows.row(index)?.id ?? -1)) selection.only(index);
    openMenu(event.clientX, event.clientY);
  };

  return (
    <div
      role="grid"
      aria-label={text.transfers.title}
      aria-multiselectable="true"
      aria-rowcount={layout.lines + 1}
      className="transfer-list"
      data-transfer-list={group}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(cursorShown ? { 'aria-activedescendant': rowId(cursor) } : {})}
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
        onMouseDown={onMouseDown}
        onContextMenu={onContextMenu}
        onDoubleClick={(event) => {
          const index = rowAt(event.target);
          if (index !== undefined) revealRow(rows.row(index));
        }}
      >
        <div role="presentation" className="file-list-rows" style={{ height: window.height }}>
          {window.rows.map(({ row, top }) => {
            const line = layout.at(row);
            if (line.kind === 'head') {
              return <FailureHead key={line.code} code={line.code} count={line.count} line={row} top={top} />;
            }
            const shown = rows.row(line.row);
            if (shown === undefined) return null;
            return (
              <TransferRow
                key={shown.id}
                id={rowId(line.row)}
                transfer={shown}
                group={group}
                index={line.row}
                line={row}
                top={top}
                selected={selection.ids.has(shown.id)}
                cursor={line.row === cursor}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The row under the pointer, unless it is on one of the row's buttons. */
function rowAt(target: EventTarget): number | undefined {
  if (!(target instanceof Element) || target.closest('button') !== null) return undefined;
  const row = target.closest('[data-row]')?.getAttribute('data-row');
  return row === null || row === undefined ? undefined : Number(row);
}

function openMenuBelow(element: HTMLElement | null): void {
  const box = element?.getBoundingClientRect();
  if (box !== undefined) openMenu(box.left + rowHeight, box.top + rowHeight);
}

function openMenu(x: number, y: number): void {
  setState(({ focused }) => ({ contextMenu: { of: 'transfers', side: focused, x, y } }));
}

function headings(group: TransferGroup, { transfers }: Catalogue): (readonly [key: string, title: string])[] {
  const start = [['name', transfers.name] as const, ['route', transfers.route] as const, ['size', transfers.size] as const];
  const end = [['state', transfers.state] as const, ['actions', ''] as const];
  if (group !== 'running') return [...start, ...end];
  return [...start, ['progress', transfers.progress], ['rate', transfers.rate], ['left', transfers.left], ...end];
}
