import { type RefObject, useLayoutEffect } from 'react';
import type { RowDrag } from './rowDrag.ts';

/** Where the pointer is, in CSS pixels of the viewport; `shift`: the rows shall move. */
export interface DragPoint {
  readonly target: Element;
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
}

/** What letting go would do; `none` also where the zone is only passed over. */
export type DropEffect = 'copy' | 'move' | 'none';

/** A part of the window that rows are dragged over. */
export interface DropZone {
  over(drag: RowDrag, point: DragPoint): DropEffect;
  leave(): void;
  /** Only where the last `over` told of an effect. */
  drop(drag: RowDrag, point: DragPoint): void;
}

const zones = new WeakMap<Element, DropZone>();

/** The innermost element around `target` that is a zone. */
export function zoneAround(target: Element): Element | undefined {
  for (let at: Element | null = target; at !== null; at = at.parentElement) if (zones.has(at)) return at;
  return undefined;
}

export function zoneOf(element: Element | undefined): DropZone | undefined {
  return element === undefined ? undefined : zones.get(element);
}

/** Makes an element a zone, with what the zone does as of this drawing. */
export function useDropZone(element: RefObject<Element | null>, zone: DropZone): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    zones.set(current, zone);
    return () => {
      zones.delete(current);
    };
  });
}
