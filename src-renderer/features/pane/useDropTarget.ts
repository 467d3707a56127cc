import { type DragEvent, useEffect, useState } from 'react';
import { baseName } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, touchPane } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { copySource } from '../drag/copying.ts';
import { setDragImage } from '../drag/dragImage.ts';
import { beginRowDrag, endRowDrag, rowsType } from '../drag/dragState.ts';
import { acceptDrop, type DropTarget, dropTarget } from '../drag/dropping.ts';
import { rowAt } from './listMouse.ts';

/** Drag and drop of a pane: where the present drag would land, and the handlers of its list. */
export function useDropTarget(side: PaneSide) {
  const [target, setTarget] = useState<DropTarget>();

  useEffect(() => {
    // Escape ends a drag at its source; the pane it was over may hear nothing.
    const forget = (): void => setTarget(undefined);
    window.addEventListener('dragend', forget, true);
    return () => window.removeEventListener('dragend', forget, true);
  }, []);

  const handlers = {
    onDragStart(event: DragEvent): void {
      const { listing, selection } = getState().panes[side];
      const index = listing.at(rowAt(event.target));
      if (index < 0) return event.preventDefault();
      if (!selection.has(index)) {
        selection.only(index);
        touchPane(side);
      }
      const source = copySource(side);
      const count = source.from.length;
      const { text, format } = currentWords();
      beginRowDrag({ side, tab: getState().panes[side].activeTab, source });
      event.dataTransfer.effectAllowed = 'copyMove';
      event.dataTransfer.setData(rowsType, String(count));
      const [only] = source.from;
      const one = count === 1 && only !== undefined ? visibleName(baseName(only.path)) : undefined;
      setDragImage(event.dataTransfer, iconOf(event.target), one ?? text.drag.items(count, format.count(count)));
    },
    onDragEnd: endRowDrag,
    onDragOver(event: DragEvent): void {
      const next = dropTarget(side, rowAt(event.target), event.dataTransfer, event.shiftKey);
      if (next === undefined) return setTarget(undefined);
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = dropEffect(next, event.dataTransfer);
      if (next.row !== target?.row || next.words !== target.words) setTarget(next);
    },
    onDragLeave(event: DragEvent): void {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) setTarget(undefined);
    },
    onDrop(event: DragEvent): void {
      event.preventDefault();
      event.stopPropagation();
      setTarget(undefined);
      acceptDrop(side, rowAt(event.target), event.dataTransfer, event.shiftKey);
    },
  };
  return { target, handlers };
}

/** What the pointer tells. What comes from elsewhere may be let go also where it can't be taken, so that the pane can say why. */
function dropEffect({ possible, move }: DropTarget, transfer: DataTransfer): 'copy' | 'move' | 'none' {
  if (possible) return move ? 'move' : 'copy';
  return transfer.types.includes(rowsType) ? 'none' : 'copy';
}

function iconOf(row: EventTarget): Element | undefined {
  return row instanceof Element ? (row.querySelector('.entry-icon') ?? undefined) : undefined;
}
