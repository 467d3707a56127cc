import { type DragEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { PaneSide } from '../../store/state.ts';
import { getState } from '../../store/store.ts';
import { useDropZone } from '../drag/dropZones.ts';
import { beginTabDrag, currentTabDrag, endTabDrag, tabType } from '../drag/tabDrag.ts';
import { moveTab, sendTab, showTab } from './tabs.ts';

/** Milliseconds that something is held over a tab until it opens. */
const springDelay = 600;

/** Drags of tabs along a strip and from one to the other, and tabs that spring open under what is dragged over them. */
export function useTabDrag(side: PaneSide, strip: RefObject<Element | null>) {
  const [dropAt, setDropAt] = useState<number>();
  const [spring, setSpring] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const forget = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setSpring(undefined);
    setDropAt(undefined);
  };
  useEffect(() => {
    const end = (): void => {
      clearTimeout(timer.current);
      setSpring(undefined);
      setDropAt(undefined);
    };
    window.addEventListener('dragend', end, true);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('dragend', end, true);
    };
  }, []);

  const overTab = (event: DragEvent, position: number): void => {
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'move';
    if (dropAt !== position) setDropAt(position);
  };
  const drop = (event: DragEvent, position: number): void => {
    const drag = currentTabDrag();
    if (!event.dataTransfer.types.includes(tabType) || drag === undefined) return forget();
    event.preventDefault();
    event.stopPropagation();
    endTabDrag();
    forget();
    if (drag.side === side) moveTab(side, drag.id, position);
    else sendTab(drag.side, drag.id, position);
  };
  /** Something that can be dropped on rows is held over a tab. */
  const holdOver = (id: number): void => {
    if (spring === id || getState().panes[side].activeTab === id) return;
    clearTimeout(timer.current);
    setSpring(id);
    timer.current = setTimeout(() => {
      setSpring(undefined);
      showTab(side, id);
    }, springDelay);
  };
  useDropZone(strip, {
    over(_drag, { target }) {
      const id = Number(target.closest('[data-tab]')?.getAttribute('data-tab') ?? Number.NaN);
      if (getState().panes[side].tabs.some((tab) => tab.id === id && id !== getState().panes[side].activeTab)) holdOver(id);
      else forget();
      // The drop is for the rows that will be there when the tab is open.
      return 'none';
    },
    leave: forget,
    drop() {},
  });
  const isTab = (event: DragEvent): boolean => event.dataTransfer.types.includes(tabType);

  return {
    dropAt,
    spring,
    /** Of the strip beside its tabs: the end. */
    stripHandlers: {
      onDragOver(event: DragEvent): void {
        if (isTab(event)) overTab(event, getState().panes[side].tabs.length);
      },
      onDragLeave(event: DragEvent): void {
        const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (!inside) forget();
      },
      onDrop(event: DragEvent): void {
        drop(event, getState().panes[side].tabs.length);
      },
    },
    handlersOf: (id: number, at: number) => ({
      onDragStart(event: DragEvent): void {
        beginTabDrag({ side, id });
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData(tabType, String(id));
      },
      onDragEnd: endTabDrag,
      onDragOver(event: DragEvent): void {
        if (isTab(event)) {
          const box = event.currentTarget.getBoundingClientRect();
          return overTab(event, event.clientX < box.left + box.width / 2 ? at : at + 1);
        }
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'none';
        holdOver(id);
      },
      onDragLeave(event: DragEvent): void {
        const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
        if (inside || spring !== id) return;
        clearTimeout(timer.current);
        setSpring(undefined);
      },
      onDrop(event: DragEvent): void {
        const box = event.currentTarget.getBoundingClientRect();
        drop(event, event.clientX < box.left + box.width / 2 ? at : at + 1);
      },
    }),
  };
}
