import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { scrollMap } from './scrollMap.ts';

/** A row that exists; all of them are equally tall. */
export interface ListRow {
  readonly row: number;
  /** Pixels below the element's top. */
  readonly top: number;
}

export interface ListWindow {
  readonly rows: readonly ListRow[];
  /** Of the element that holds the rows. Pixels. */
  readonly height: number;
  /** The position in the list, in pixels, of the top of what is seen. */
  position(): number;
  /** Pixels between a place in the list and the same place in the element. */
  shift(): number;
  scrollTo(position: number): void;
  /** Scrolls no further than needed; what is far away comes to the middle. */
  reveal(row: number): void;
}

interface Shape {
  readonly count: number;
  readonly rowHeight: number;
  /** Rows beyond each edge of what is seen. */
  readonly overscan: number;
  /** A row that exists wherever the list is scrolled to, -1 for none. */
  readonly kept?: number;
}

/** Before anything is laid out. */
const presumedView = 400;
/** What moves by more of these than are seen at a time was thrown there with the scroll bar. */
const viewsAtATime = 5;
/** Milliseconds without scrolling after which the scroll bar is put where it belongs. */
const rest = 150;

/** The rows of a list of any length that are in view. Its scroll positions go through scrollMap.ts, so no list is too tall. */
export function useListWindow(scroller: RefObject<HTMLElement | null>, shape: Shape): ListWindow {
  const { count, rowHeight, overscan, kept = -1 } = shape;
  const [view, setView] = useState(presumedView);
  const [tallest, setTallest] = useState(Number.POSITIVE_INFINITY);
  const map = useMemo(() => scrollMap(count * rowHeight, view, tallest), [count, rowHeight, view, tallest]);
  // The place moves with every pixel; rendering follows when other rows come into view.
  const place = useRef({ position: 0, shift: 0 });
  const [shown, setShown] = useState({ first: 0, shift: 0 });
  const slots = Math.ceil(view / rowHeight) + 1 + 2 * overscan;

  const look = (): void => {
    const { position, shift } = place.current;
    const first = Math.max(0, Math.floor(position / rowHeight) - overscan);
    setShown((before) => (before.first === first && before.shift === shift ? before : { first, shift }));
  };
  const settle = (position: number): void => {
    const element = scroller.current;
    const within = Math.min(Math.max(position, 0), Math.max(0, count * rowHeight - view));
    if (element !== null) moveTo(element, map.toElement(within));
    // An element may round what it is told.
    place.current = { position: within, shift: map.exact || element === null ? 0 : within - element.scrollTop };
    look();
  };
  /** As the browser does with an element that has become shorter. */
  const stay = (): void => {
    place.current = { position: Math.min(place.current.position, map.toList(map.height)), shift: 0 };
    look();
  };
  const follow = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop } = element;
    const { position, shift } = place.current;
    const moved = scrollTop - (position - shift);
    const atEnd = scrollTop <= 0 || scrollTop >= map.height - view;
    const next = map.exact || atEnd || Math.abs(moved) > view * viewsAtATime ? map.toList(scrollTop) : position + moved;
    place.current = { position: next, shift: map.exact ? 0 : next - scrollTop };
    look();
  };
  const latest = useRef({ follow, settle, stay });

  useLayoutEffect(() => {
    latest.current = { follow, settle, stay };
  });
  useLayoutEffect(() => {
    // The list has another length or is seen in another height: the place stays, its scroll position may be another.
    if (!map.exact || place.current.shift !== 0) latest.current.settle(place.current.position);
    else latest.current.stay();
  }, [map]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => {
      setView(element.clientHeight);
      setTallest(Number(getComputedStyle(element).getPropertyValue('--tallest-list')) || Number.POSITIVE_INFINITY);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      // The frame that is about to be drawn shall show the rows.
      flushSync(() => latest.current.follow());
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (place.current.shift !== 0) latest.current.settle(place.current.position);
      }, rest);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);

  const first = Math.min(shown.first, Math.max(0, count - slots));
  const end = Math.min(first + slots, count);
  const rows: ListRow[] = [];
  const add = (row: number): void => void rows.push({ row, top: row * rowHeight - shown.shift });
  if (kept >= 0 && kept < Math.min(first, count)) add(kept);
  for (let row = first; row < end; row++) add(row);
  if (kept >= end && kept < count) add(kept);

  return {
    rows,
    height: map.height,
    position: () => place.current.position,
    shift: () => place.current.shift,
    scrollTo: (position) => settle(position),
    reveal(row) {
      const element = scroller.current;
      if (element === null) return;
      const seen = element.clientHeight;
      const top = row * rowHeight;
      const { position } = place.current;
      if (top < position - seen || top > position + 2 * seen) settle(top - (seen - rowHeight) / 2);
      else if (top < position) settle(top);
      else if (top + rowHeight > position + seen) settle(top + rowHeight - seen);
    },
  };
}

function moveTo(element: HTMLElement, top: number): void {
  element.scrollTop = top;
}
