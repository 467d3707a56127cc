import { ArrowDown, ArrowUp } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { ColumnName, SideColumn } from '../../../src-shared/model/settings.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, setState, useStore, useWords } from '../../store/store.ts';
import { moveColumn, resetColumn, resizeColumn, shiftColumn } from './columns.ts';
import { sortBy } from './navigation.ts';

const columnType = 'application/x-ferry-column';
const keyStep = 8;

/** The headings: a press sorts, the edge resizes, a drag reorders; on a focused one Shift+arrows resize, Ctrl+Shift+arrows move. */
export function ColumnHeads({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const sort = useStore((state) => state.panes[side].sort);
  const columns = useStore((state) => state.settings.columns);
  const [dropAt, setDropAt] = useState<number>();

  const drop = (event: DragEvent): void => {
    const name = event.dataTransfer.getData(columnType);
    const column = columns.find((candidate) => candidate === name);
    if (column === undefined || dropAt === undefined) return setDropAt(undefined);
    event.preventDefault();
    event.stopPropagation();
    setDropAt(undefined);
    moveColumn(column, dropAt);
  };
  const over = (event: DragEvent, at: number): void => {
    if (!event.dataTransfer.types.includes(columnType)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'move';
    const box = event.currentTarget.getBoundingClientRect();
    setDropAt(at < 0 ? 0 : event.clientX < box.left + box.width / 2 ? at : at + 1);
  };

  const head = (column: ColumnName, at: number) => {
    const sorted = sort.column === column;
    const Arrow = sort.descending ? ArrowDown : ArrowUp;
    return (
      <div
        key={column}
        role="columnheader"
        tabIndex={-1}
        className={`cell cell-${column}`}
        aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
        data-before={(at >= 0 && dropAt === at) || undefined}
        data-after={(at === columns.length - 1 && dropAt === columns.length) || undefined}
        draggable={column !== 'name'}
        onDragStart={(event) => {
          event.stopPropagation();
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData(columnType, column);
        }}
        onDragOver={(event) => over(event, at)}
        onDragLeave={() => setDropAt(undefined)}
        onDrop={drop}
      >
        {column === 'name' ? null : <ResizeEdge column={column} />}
        <button
          type="button"
          className="column-button"
          title={column === 'name' ? text.pane.sortHint : text.pane.columnHint}
          onClick={() => sortBy(side, column)}
          onKeyDown={(event) => {
            if (column !== 'name') onColumnKey(event, column);
          }}
        >
          <span className="ellipsis">{text.pane[column]}</span>
          {sorted ? <Arrow size={12} aria-hidden="true" /> : null}
        </button>
      </div>
    );
  };

  return (
    <div
      role="row"
      className="file-row-grid"
      aria-rowindex={1}
      onContextMenu={(event) => {
        event.preventDefault();
        setState({ focused: side, contextMenu: { of: 'columns', side, x: event.clientX, y: event.clientY } });
      }}
    >
      {head('name', -1)}
      {columns.map(head)}
    </div>
  );
}

function onColumnKey(event: KeyboardEvent, column: SideColumn): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0 || !event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.ctrlKey || event.metaKey) shiftColumn(column, by);
  else resizeColumn(column, getState().settings.columnWidths[column] + by * keyStep, true);
}

/** A column's left edge: the name takes what the others leave. */
function ResizeEdge({ column }: { readonly column: SideColumn }) {
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const widthAt = (x: number): number | undefined =>
    start.current === undefined ? undefined : start.current.width + start.current.x - x;
  const onPointerDown = (event: PointerEvent): void => {
    // Neither a drag of the column nor a press into the list.
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: getState().settings.columnWidths[column] };
  };
  const follow = (event: PointerEvent, done: boolean): void => {
    const width = widthAt(event.clientX);
    if (width !== undefined) resizeColumn(column, width, done);
    if (done) start.current = undefined;
  };
  return (
    <span
      className="column-edge"
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => follow(event, false)}
      onPointerUp={(event) => follow(event, true)}
      onDoubleClick={() => resetColumn(column)}
    />
  );
}
