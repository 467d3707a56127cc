import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { mostPieces, pieceBefore, pieceFrom, pieceNear, type TextPiece, type TextSource } from './textPieces.ts';

/** Pixels beyond the edge of what is shown that are kept filled. */
const margin = 800;

interface Anchor {
  /** The piece that keeps its place on the screen, or where the screen goes. */
  readonly start: number | 'top' | 'bottom';
  readonly top: number;
}

/** The pieces around what the scrolling element shows; more are read as it is scrolled, and those far away are dropped. */
export function useTextPieces(source: TextSource, failed: (error: unknown) => void) {
  const scroller = useRef<HTMLDivElement>(null);
  const [pieces, setPieces] = useState<readonly TextPiece[]>([]);
  const [position, setPosition] = useState(0);
  const anchor = useRef<Anchor>(undefined);
  const busy = useRef(false);
  /** The newest jump; an older one that is still being read is given up. */
  const jumps = useRef(0);

  const elementOf = (start: number): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-piece="${start}"]`) ?? null;

  const jump = async (offset: number): Promise<void> => {
    const number = ++jumps.current;
    busy.current = true;
    try {
      const piece = await pieceNear(source, offset);
      if (jumps.current !== number) return;
      anchor.current = { start: offset >= source.size && offset > 0 ? 'bottom' : 'top', top: 0 };
      setPieces([piece]);
      setPosition(Math.min(offset, source.size));
    } catch (error) {
      if (jumps.current === number) failed(error);
    } finally {
      if (jumps.current === number) busy.current = false;
    }
  };

  const more = async (direction: 1 | -1): Promise<void> => {
    const number = jumps.current;
    const edge = direction === 1 ? pieces.at(-1) : pieces[0];
    if (busy.current || edge === undefined) return;
    busy.current = true;
    try {
      const piece = direction === 1 ? await pieceFrom(source, edge.end) : await pieceBefore(source, edge.start);
      if (jumps.current !== number) return;
      const next = direction === 1 ? [...pieces, piece].slice(-mostPieces) : [piece, ...pieces].slice(0, mostPieces);
      const kept = next.find((one) => pieces.includes(one));
      if (kept !== undefined) anchor.current = { start: kept.start, top: elementOf(kept.start)?.offsetTop ?? 0 };
      setPieces(next);
    } catch (error) {
      if (jumps.current === number) failed(error);
    } finally {
      if (jumps.current === number) busy.current = false;
    }
  };

  const fill = (scrolled: boolean): void => {
    const element = scroller.current;
    const first = pieces[0];
    const last = pieces.at(-1);
    if (element === null || first === undefined || last === undefined || element.clientHeight === 0) return;
    // Lines may be so long that all pieces together are less than a screen: only scrolling drops pieces for others.
    if (!scrolled && pieces.length >= mostPieces) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (below < margin && last.end < source.size) void more(1);
    else if (element.scrollTop < margin && first.start > 0) void more(-1);
  };

  const scrolled = (): void => {
    const element = scroller.current;
    if (element === null) return;
    fill(true);
    for (const piece of pieces) {
      const shown = elementOf(piece.start);
      if (shown === null || shown.offsetTop + shown.offsetHeight <= element.scrollTop) continue;
      const share = Math.max(0, element.scrollTop - shown.offsetTop) / Math.max(1, shown.offsetHeight);
      const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 1 && pieces.at(-1)?.end === source.size;
      setPosition(atEnd ? source.size : Math.round(piece.start + share * (piece.end - piece.start)));
      return;
    }
  };

  const filled = useEffectEvent(() => fill(false));
  useEffect(() => {
    let current = true;
    pieceNear(source, 0).then(
      (piece) => {
        if (current && jumps.current === 0) setPieces([piece]);
      },
      (error: unknown) => {
        if (current) failed(error);
      },
    );
    return () => {
      current = false;
    };
  }, [source, failed]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const kept = anchor.current;
    anchor.current = undefined;
    if (element !== null && kept !== undefined) {
      if (kept.start === 'top') element.scrollTop = 0;
      else if (kept.start === 'bottom') element.scrollTop = element.scrollHeight;
      else {
        const shown = element.querySelector<HTMLElement>(`[data-piece="${kept.start}"]`);
        if (shown !== null) element.scrollTop += shown.offsetTop - kept.top;
      }
    }
    if (pieces.length > 0) filled();
  }, [pieces]);

  return { scroller, pieces, position, jump, scrolled };
}
