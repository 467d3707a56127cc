import { type DragEvent, type PointerEvent, type RefObject, useEffect, useState } from 'react';
import { baseName } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, touchPane } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { copySource } from '../drag/copying.ts';
import type { DragStart } from '../drag/dragging.ts';
import { acceptDrop, type DropTarget, dropRows, dropTarget } from '../drag/dropping.ts';
import { useDropZone } from '../drag/dropZones.ts';
import { followPress } from '../drag/pressRow.ts';
import { rowAt } from './listMouse.ts';

/** Drag and drop of a pane: where the present drag would land, and the handlers of its body. */
export function useDropTarget(side: PaneSide, body: RefObject<Element | null>) {
  const [target, setTarget] = useState<DropTarget>();
  const show = (next: DropTarget | undefined): void => {
    if (next?.row !== target?.row || next?.words !== target?.words) setTarget(next);
  };

  useEffect(() => {
    // Escape ends a drag at its source; the pane it was over may hear nothing.
    const forget = (): void => setTarget(undefined);
    window.addEventListener('dragend', forget, true);
    return () => window.removeEventListener('dragend', forget, true);
  }, []);

  useDropZone(body, {
    over(drag, point) {
      const next = dropTarget(side, rowAt(point.target), drag, point.shift);
      show(next);
      if (next?.possible !== true) return 'none';
      return next.move ? 'move' : 'copy';
    },
    leave: () => setTarget(undefined),
    drop: (drag, point) => dropRows(side, rowAt(point.target), drag, point.shift),
  });

  const handlers = {
    onPointerDown(event: PointerEvent): void {
      // A finger scrolls.
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
      if (row === null || row.hasAttribute('data-editing')) return;
      const { listing } = getState().panes[side];
      const name = listing.name(listing.at(rowAt(row)));
      if (name !== undefined) followPress(event, () => startDrag(side, name, row.querySelector('.entry-icon')));
    },
    onDragOver(event: DragEvent): void {
      const next = dropTarget(side, rowAt(event.target), event.dataTransfer);
      if (next === undefined) return setTarget(undefined);
      event.preventDefault();
      event.stopPropagation();
      // What comes from elsewhere may be let go also where it can't be taken, so that the pane can say why.
      event.dataTransfer.dropEffect = 'copy';
      show(next);
    },
    onDragLeave(event: DragEvent): void {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) setTarget(undefined);
    },
    onDrop(event: DragEvent): void {
      event.preventDefault();
      event.stopPropagation();
      setTarget(undefined);
      acceptDrop(side, rowAt(event.target), event.dataTransfer);
    },
  };
  return { target, handlers };
}

/** The selection is dragged, when the row belongs to it, else the row alone. */
function startDrag(side: PaneSide, name: string, icon: Element | null): DragStart | undefined {
  const { listing, selection, activeTab } = getState().panes[side];
  const index = listing.indexOfName(name);
  if (index < 0) return undefined;
  if (!selection.has(index)) {
    selection.only(index);
    touchPane(side);
  }
  const source = copySource(side);
  const count = source.from.length;
  const { text, format } = currentWords();
  const [only] = source.from;
  if (only === undefined) return undefined;
  const label = count === 1 ? visibleName(baseName(only.path)) : text.drag.items(count, format.count(count));
  return { drag: { side, tab: activeTab, source }, icon: icon ?? undefined, label };
}
