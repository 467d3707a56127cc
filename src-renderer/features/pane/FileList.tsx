import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isSamePlace } from '../../../src-shared/model/location.ts';
import type { Settings, SideColumn } from '../../../src-shared/model/settings.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, setState, useStore, useWords } from '../../store/store.ts';
import { RecycledKeys } from '../../ui/recycledKeys.ts';
import { useListWindow } from '../../ui/useListWindow.ts';
import type { DropTarget } from '../drag/dropping.ts';
import { RenameField } from '../entries/RenameField.tsx';
import { loseRename } from '../entries/renaming.ts';
import { ColumnHeads } from './ColumnHeads.tsx';
import { coverOf } from './cover.ts';
import { FileRow } from './FileRow.tsx';
import { handleListKey } from './listKeys.ts';
import { describeHovered, handleListClick, handleListContextMenu, handleListDoubleClick, handleListPress } from './listMouse.ts';
import { focusPane } from './paneFocus.ts';
import { useScrollAnchor } from './useScrollAnchor.ts';
import { useRubberBand } from './useRubberBand.ts';

export const rowHeight = 28;

interface FileListProps {
  readonly side: PaneSide;
  readonly target: DropTarget | undefined;
}

/** The rows of a pane: only those in view exist. The grid keeps the keyboard's focus; the cursor is its active descendant. */
export function FileList({ side, target }: FileListProps) {
  const words = useWords();
  const { text } = words;
  const pane = useStore((state) => state.panes[side]);
  const { listing, selection, reveal } = pane;
  const { columns, columnWidths } = useStore((state) => state.settings);
  const scroller = useRef<HTMLDivElement>(null);
  // The grid itself keeps the keyboard under a message, for the commands that are a way on.
  const covered = useStore((state) => coverOf(state, side) !== undefined);
  const cursorRow = cursorRowOf(side);
  const clipboard = useStore((state) => state.clipboard);

  const { endpoint, path } = listing.location;
  const rename = pane.rename !== undefined && isSamePlace(pane.rename.directory, listing.location) ? pane.rename : undefined;
  const renameRow = rename === undefined ? -1 : listing.rowOf(listing.indexOfName(rename.name));
  const cut = clipboard?.move === true && isSamePlace(clipboard.directory, listing.location) ? clipboard.names : undefined;
  const lost = pane.rename?.busy === false && renameRow < 0 && pane.phase === 'ready';
  useEffect(() => {
    if (lost) loseRename(side);
  }, [lost, side]);

  // The row with the keyboard's focus in it exists wherever the list is scrolled to.
  const window = useListWindow(scroller, { count: listing.rows.length, rowHeight, overscan: 6, kept: renameRow });
  const { band, begin } = useRubberBand(side, scroller, window, rowHeight);
  const scroll = useRef(window);
  useLayoutEffect(() => {
    scroll.current = window;
  });

  useEffect(() => {
    // What had the keyboard before, such as the button that led here, is gone.
    if (getState().focused === side && document.activeElement === document.body) focusPane(side);
  }, [side]);
  const folder = useRef('');
  useLayoutEffect(() => {
    const now = `${endpoint} ${path}`;
    if (folder.current === now) return;
    folder.current = now;
    scroll.current.scrollTo(0);
  }, [endpoint, path]);
  useScrollAnchor(scroller, listing, window, rowHeight);
  useLayoutEffect(() => {
    // Each new number asks once, for the cursor as it is then.
    const row = reveal > 0 ? cursorRowOf(side) : -1;
    if (row >= 0) scroll.current.reveal(row);
  }, [reveal, side]);

  const cursorShown = window.rows.some(({ row }) => row === cursorRow);
  const names = window.rows.map(({ row }) => listing.name(listing.at(row)) ?? '');
  const [recycled] = useState(() => new RecycledKeys());
  const keys = recycled.assign(names);
  const rowId = (row: number): string => `${side}-row-${idOf(listing.name(listing.at(row)) ?? '')}`;
  const pageRows = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target instanceof Element && event.target.closest('button, input') !== null) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      openMenuAtCursor(side, scroller.current, cursorRow * rowHeight - window.position());
    } else if (handleListKey(side, event, pageRows())) {
      event.preventDefault();
    }
  };

  return (
    <div
      role="grid"
      aria-label={text.pane.files}
      aria-multiselectable="true"
      aria-rowcount={listing.rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-busy={pane.phase === 'loading' || listing.arranging}
      {...(cursorShown ? { 'aria-activedescendant': rowId(cursorRow) } : {})}
      data-file-list={side}
      className="file-list"
      style={columnStyle(columns, columnWidths)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        // Some systems tell of the menu key by this event alone, at what has the focus.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        openMenuAtCursor(side, scroller.current, cursorRow * rowHeight - window.position());
      }}
    >
      <div role="rowgroup" className="file-list-head" inert={covered}>
        <ColumnHeads side={side} />
      </div>
      <div
        role={listing.rows.length === 0 ? 'presentation' : 'rowgroup'}
        {...(listing.rows.length === 0 ? {} : { tabIndex: -1 })}
        className="file-list-body"
        inert={covered}
        ref={scroller}
        onMouseUp={(event) => {
          // A press gives the focus to what scrolls; it belongs to the grid.
          event.currentTarget.parentElement?.focus({ preventScroll: true });
        }}
        onMouseDown={(event) => {
          handleListPress(side, event);
          begin(event);
        }}
        onClick={(event) => handleListClick(side, event)}
        onDoubleClick={(event) => handleListDoubleClick(side, event)}
        onContextMenu={(event) => handleListContextMenu(side, event)}
        onPointerOver={(event) => describeHovered(side, event)}
      >
        <div role="presentation" className="file-list-rows" style={{ height: window.height }}>
          {band === undefined ? null : <div className="rubber-band" style={{ ...band }} />}
          {window.rows.map(({ row, top }, at) => {
            const index = listing.at(row);
            const editing = rename !== undefined && row === renameRow;
            const entry = editing ? listing.entry(index) : undefined;
            return (
              <FileRow
                // A field of its own for each name, which takes the keyboard when it appears.
                key={editing ? `editing ${rename.name}` : keys[at]}
                id={rowId(row)}
                listing={listing}
                index={index}
                row={row}
                top={top}
                selected={selection.has(index)}
                cursor={row === cursorRow}
                folderSize={listing.folderSize(names[at] ?? '')}
                cut={cut?.has(names[at] ?? '') === true}
                dropTarget={target?.row === row}
                columns={columns}
                words={words}
                {...(entry !== undefined && rename !== undefined
                  ? { field: <RenameField side={side} entry={entry} rename={rename} /> }
                  : {})}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The same for the same name, so that a refresh is no news to a screen reader; an id can't hold blanks. */
function idOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`);
}

/** The grid's columns, and the width of each on its own, so that a narrow pane can take some away. */
function columnStyle(columns: readonly SideColumn[], widths: Settings['columnWidths']): CSSProperties {
  const style: Record<string, string> = { '--columns': columns.map((column) => `var(--width-${column})`).join(' ') };
  for (const column of columns) style[`--width-${column}`] = `${widths[column]}px`;
  return style;
}

/** -1 also while the rows are covered. */
function cursorRowOf(side: PaneSide): number {
  const { listing, selection } = getState().panes[side];
  if (coverOf(getState(), side) !== undefined) return -1;
  return listing.rowOf(selection.focus);
}

/** @param below pixels between the top of what is seen and the row under the cursor */
function openMenuAtCursor(side: PaneSide, scroller: HTMLElement | null, below: number): void {
  const box = scroller?.getBoundingClientRect();
  if (box === undefined) return;
  const offset = Math.min(Math.max(below, 0), box.height - rowHeight);
  setState({
    focused: side,
    contextMenu: { of: cursorRowOf(side) < 0 ? 'space' : 'entries', side, x: box.left + 32, y: box.top + offset + rowHeight },
  });
}
