import type { MouseEvent } from 'react';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, setState, touchPane } from '../../store/store.ts';
import { entryTooltip } from './FileRow.tsx';
import { openEntry } from './navigation.ts';

/** The row under the pointer, -1 for the empty space. */
export function rowAt(target: EventTarget): number {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : null;
  return row === null || row === undefined ? -1 : Number(row);
}

/** Selecting happens when the button goes down, but a selected entry waits for the click: it may be the start of a drag. */
export function handleListPress(side: PaneSide, event: MouseEvent): void {
  const { listing, selection } = getState().panes[side];
  const index = listing.at(rowAt(event.target));
  if (event.button !== 0) return;
  if (index < 0) {
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) selection.none();
  } else if (event.shiftKey) selection.extend(listing, index, event.ctrlKey || event.metaKey);
  else if (event.ctrlKey || event.metaKey) selection.toggle(index);
  else if (!selection.has(index)) selection.only(index);
  else selection.walk(index);
  touchPane(side);
}

export function handleListClick(side: PaneSide, event: MouseEvent): void {
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.detail > 1) return;
  const { listing, selection } = getState().panes[side];
  const index = listing.at(rowAt(event.target));
  if (index < 0) return;
  selection.only(index);
  touchPane(side);
}

export function handleListDoubleClick(side: PaneSide, event: MouseEvent): void {
  const index = getState().panes[side].listing.at(rowAt(event.target));
  if (index >= 0) openEntry(side, index);
}

/** A right click works on the selection when it hits it, else on what it hits: beside the rows, the folder itself. */
export function handleListContextMenu(side: PaneSide, event: MouseEvent): void {
  event.preventDefault();
  const { listing, selection } = getState().panes[side];
  const index = listing.at(rowAt(event.target));
  if (index < 0) selection.none();
  else if (selection.has(index)) selection.moveFocus(index);
  else selection.only(index);
  touchPane(side);
  setState({ focused: side, contextMenu: { of: index < 0 ? 'space' : 'entries', side, x: event.clientX, y: event.clientY } });
}

/** The name under the pointer gets its tooltip then: thousands of rows pass by that nobody points at. */
export function describeHovered(side: PaneSide, event: MouseEvent): void {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.cell-name') : null;
  if (cell === null) return;
  const { listing } = getState().panes[side];
  const entry = listing.entry(listing.at(rowAt(cell)));
  cell.title = entry === undefined || cell.querySelector('input') !== null ? '' : entryTooltip(entry, currentWords());
}
