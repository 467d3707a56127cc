import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Listing } from '../../listing/listing.ts';
import { survivingRow } from '../../listing/survivingRow.ts';
import type { ListWindow } from '../../ui/useListWindow.ts';
import { isSamePlace } from '../../../src-shared/model/location.ts';

/**
 * When the rows are replaced by a newer reading of the same folder, the first visible entry stays where it is on the screen, or the
 * next one when it is gone. At the very top the list stays at the top, so that what is new there can be seen.
 */
export function useScrollAnchor(
  scroller: RefObject<HTMLDivElement | null>,
  listing: Listing,
  list: ListWindow,
  rowHeight: number,
): void {
  const shown = useRef(listing);
  const top = useRef(0);
  const latest = useRef(list);
  useLayoutEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    const body = scroller.current;
    const note = (): void => {
      top.current = latest.current.position();
    };
    body?.addEventListener('scroll', note, { passive: true });
    return () => body?.removeEventListener('scroll', note);
  }, [scroller]);
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = listing;
    const body = scroller.current;
    if (body === null || before === listing || !isSamePlace(before.location, listing.location)) return;
    // Fewer rows may have drawn the list to its new end by now; it is the place before that counts.
    const at = latest.current.position();
    const atEnd = at >= listing.rows.length * rowHeight - body.clientHeight - 1;
    const offset = atEnd ? Math.max(top.current, at) : at;
    if (offset <= 0) return;
    const row = Math.floor(offset / rowHeight);
    const next = survivingRow(before, listing, row);
    if (next < 0 || next === row) return;
    latest.current.scrollTo(next * rowHeight + (offset - row * rowHeight));
  }, [scroller, listing, rowHeight]);
}
