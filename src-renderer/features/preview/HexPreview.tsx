import { type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState, type WheelEvent } from 'react';
import { useWords } from '../../store/store.ts';
import { hexOffset, hexRow, rowBytes } from './hexRows.ts';
import { keyRegion } from './keyRegion.ts';
import { PositionBar } from './PositionBar.tsx';
import type { ViewProps } from './TextPreview.tsx';
import { useBlocks } from './useBlocks.ts';

/** Pixels of a row before one has been measured, and rows before the room for them has. */
const likelyHeight = 20;
const likelyRows = 32;

/** The bytes of any file: sixteen to a row, of which only those on the screen exist. */
export function HexPreview({ file, size, handle, onProblem }: ViewProps) {
  const { text } = useWords();
  const view = useRef<HTMLDivElement>(null);
  const offsetField = useRef<HTMLInputElement>(null);
  const { rows, height } = useRoom(view);
  const [top, setTop] = useState(0);
  const [cursor, setCursor] = useState(0);
  const wheel = useRef(0);
  const total = Math.ceil(size / rowBytes);
  const byteAt = useBlocks(file, top * rowBytes, Math.min(size, (top + rows) * rowBytes), onProblem);
  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    askOffset: () => offsetField.current?.focus(),
  }));

  const scrollTo = (row: number): void => setTop(Math.max(0, Math.min(row, total - rows)));
  const rowsBefore = useRef(rows);
  // The room is measured after the first key may have come: the cursor stays in sight.
  useEffect(() => {
    const row = Math.floor(cursor / rowBytes);
    if (row >= top + rows && row < top + rowsBefore.current) setTop(row - rows + 1);
    rowsBefore.current = rows;
  }, [rows, top, cursor]);
  const moveTo = (offset: number): void => {
    const to = Math.max(0, Math.min(offset, size - 1));
    const row = Math.floor(to / rowBytes);
    setCursor(to);
    if (row < top) scrollTo(row);
    else if (row >= top + rows) scrollTo(row - rows + 1);
  };
  const jump = (offset: number): void => {
    setCursor(Math.max(0, Math.min(offset, size - 1)));
    scrollTo(Math.floor(offset / rowBytes));
  };
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -rowBytes,
    ArrowDown: rowBytes,
    PageUp: -rows * rowBytes,
    PageDown: rows * rowBytes,
    Home: -size,
    End: size,
  };
  const keyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    moveTo(cursor + step);
  };
  const turned = (event: WheelEvent): void => {
    wheel.current += event.deltaMode === 0 ? event.deltaY / height : event.deltaY * 3;
    const whole = Math.trunc(wheel.current);
    wheel.current -= whole;
    if (whole !== 0) scrollTo(top + whole);
  };

  const shown = Array.from({ length: Math.max(0, Math.min(rows, total - top)) }, (_, index) => top + index);
  const value = byteAt(cursor);
  return (
    <>
      <div ref={view} className="preview-hex" aria-label={text.preview.hex} {...keyRegion} onKeyDown={keyDown} onWheel={turned}>
        {size === 0 ? <p className="preview-nothing">{text.preview.empty}</p> : null}
        {shown.map((row) => {
          const { offset, bytes, characters } = hexRow(row, size, byteAt);
          const marked = Math.floor(cursor / rowBytes) === row ? cursor % rowBytes : -1;
          return (
            <div key={row} className="hex-row">
              <span className="hex-offset">{offset}</span>
              <span className="hex-bytes">{parted(bytes, marked, ' ')}</span>
              <span className="hex-characters">{parted(characters, marked, '')}</span>
            </div>
          );
        })}
      </div>
      <PositionBar position={cursor} size={size} field={offsetField} onJump={jump}>
        <span role="status">
          {text.preview.byte(`0x${hexOffset(cursor)}`, value === undefined ? '··' : `0x${hexOffset(value).slice(-2)}`)}
        </span>
      </PositionBar>
    </>
  );
}

/** The cells of a row with the marked one apart, a wider gap in the middle of those that have gaps. */
function parted(cells: readonly string[], marked: number, gap: string) {
  const joined = (from: number, to: number): string =>
    cells
      .slice(from, to)
      .map((cell, index) => `${cell}${from + index === cells.length - 1 ? '' : from + index === 7 ? gap + gap : gap}`)
      .join('');
  if (marked < 0) return joined(0, cells.length);
  return (
    <>
      {joined(0, marked)}
      <mark className="hex-cursor">{cells[marked]}</mark>
      {joined(marked, cells.length).slice((cells[marked] ?? '').length)}
    </>
  );
}

/** How many rows there is room for, and how high one is. */
function useRoom(view: { readonly current: HTMLDivElement | null }) {
  const [room, setRoom] = useState({ rows: likelyRows, height: likelyHeight });
  useEffect(() => {
    const element = view.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const height = element.querySelector<HTMLElement>('.hex-row')?.offsetHeight || likelyHeight;
      const { paddingTop, paddingBottom } = getComputedStyle(element);
      const room = element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
      if (room > 0) setRoom({ rows: Math.max(1, Math.floor(room / height)), height });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [view]);
  return room;
}
