import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { PaneSide } from '../../store/state.ts';
import { getState, touchPane } from '../../store/store.ts';
import type { ListWindow } from '../../ui/useListWindow.ts';
import { rowAt } from './listMouse.ts';

/** Pixels within the element that holds the rows. */
export interface Band {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Drawn from the empty space of a list: selects the rows it touches; with Ctrl, besides what is selected. */
export function useRubberBand(side: PaneSide, scroller: RefObject<HTMLDivElement | null>, rows: ListWindow, rowHeight: number) {
  const [band, setBand] = useState<Band>();
  const end = useRef<() => void>(undefined);
  useEffect(() => () => end.current?.(), []);

  const begin = (event: MouseEvent): void => {
    const body = scroller.current;
    if (body === null || event.button !== 0 || rowAt(event.target) >= 0) return;
    const place = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
      const box = body.getBoundingClientRect();
      return { x: clientX - box.left, y: clientY - box.top + rows.position() };
    };
    const from = place(event);
    // The scroll bar is no empty space.
    if (from.x > body.clientWidth) return;
    const { selection } = getState().panes[side];
    let { listing } = getState().panes[side];
    let kept = event.ctrlKey || event.metaKey ? Array.from(listing.rows).filter((index) => selection.has(index)) : [];

    const follow = (moved: globalThis.MouseEvent): void => {
      const pane = getState().panes[side];
      const { endpoint, path } = pane.listing.location;
      if (endpoint !== listing.location.endpoint || path !== listing.location.path) return end.current?.();
      if (pane.listing !== listing) {
        const names = new Set(kept.map((index) => listing.name(index)));
        kept = Array.from(pane.listing.rows).filter((index) => names.has(pane.listing.name(index)));
        listing = pane.listing;
      }
      const to = place(moved);
      if (to.y < rows.position()) body.scrollTop -= rowHeight;
      else if (to.y > rows.position() + body.clientHeight) body.scrollTop += rowHeight;
      const [top, bottom] = from.y < to.y ? [from.y, to.y] : [to.y, from.y];
      const first = Math.max(0, Math.floor(top / rowHeight));
      const last = Math.min(listing.rows.length - 1, Math.floor(bottom / rowHeight));
      pane.selection.none();
      pane.selection.mass(kept, true);
      pane.selection.mass(listing.rows.subarray(first, Math.max(first, last + 1)), true);
      if (first <= last) pane.selection.moveFocus(listing.at(to.y < from.y ? first : last));
      touchPane(side);
      setBand({ left: Math.min(from.x, to.x), top: top - rows.shift(), width: Math.abs(to.x - from.x), height: bottom - top });
    };
    const stop = (): void => {
      window.removeEventListener('mousemove', follow);
      window.removeEventListener('mouseup', stop);
      end.current = undefined;
      setBand(undefined);
    };
    end.current = stop;
    window.addEventListener('mousemove', follow);
    window.addEventListener('mouseup', stop);
  };
  return { band, begin };
}
