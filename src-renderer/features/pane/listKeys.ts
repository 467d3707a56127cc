import type { KeyboardEvent } from 'react';
import { targetRow } from '../../listing/targetRow.ts';
import { TypeAhead } from '../../listing/typeAhead.ts';
import { giveBackCut } from '../entries/clipboard.ts';
import { coverOf } from './cover.ts';
import { setFilter } from './filtering.ts';
import { countAtCursor } from './folderSizes.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, touchPane } from '../../store/store.ts';

const typeAheads: Readonly<Record<PaneSide, TypeAhead>> = { left: new TypeAhead(), right: new TypeAhead() };

/**
 * The keys that belong to the list itself: cursor, selection, type-ahead. Returns whether it used the key; everything else is the
 * command table's.
 */
export function handleListKey(side: PaneSide, event: KeyboardEvent, rowsAPage: number): boolean {
  if (coverOf(getState(), side) !== undefined) return false;
  const { listing, selection } = getState().panes[side];
  const last = listing.rows.length - 1;
  if (last < 0) {
    if (event.key !== 'Escape' || getState().panes[side].filter === '') return false;
    setFilter(side, '');
    return true;
  }
  const row = listing.rowOf(selection.focus);
  const control = event.ctrlKey || event.metaKey;
  // With Ctrl these are the tabs'.
  if (control && event.key.startsWith('Page')) return false;
  const target = event.altKey ? undefined : targetRow(event.key, row, last, rowsAPage);
  if (target !== undefined) {
    const index = listing.at(target);
    if (event.shiftKey) selection.extend(listing, index, control);
    else if (control) selection.walk(index);
    else selection.move(index);
    typeAheads[side].reset();
    touchPane(side, { reveal: true });
    return true;
  }
  if (event.altKey || control) return false;
  const now = performance.now();
  if (event.key === 'Insert' && !event.shiftKey) {
    selection.mark();
    selection.walk(listing.at(Math.min(row + 1, last)));
    touchPane(side, { reveal: true });
    return true;
  }
  if (event.key === ' ' && !typeAheads[side].isActive(now)) {
    selection.mark();
    touchPane(side, { reveal: true });
    if (getState().settings.keyPreset === 'commander') countAtCursor(side);
    return true;
  }
  if (event.key === 'Escape') {
    typeAheads[side].reset();
    if (selection.count === 0) {
      if (getState().panes[side].filter === '') return giveBackCut();
      setFilter(side, '');
      return true;
    }
    selection.none();
    touchPane(side);
    return true;
  }
  if (isCharacter(event.key) && !event.nativeEvent.code.startsWith('Numpad')) {
    const found = typeAheads[side].type(event.key, listing, row, now);
    if (found >= 0) {
      selection.move(listing.at(found));
      touchPane(side, { reveal: true });
    }
    return true;
  }
  return false;
}

/** One character, and not the name of a key. */
function isCharacter(key: string): boolean {
  return key.length === 1 || (key.length === 2 && /^[\ud800-\udbff]/.test(key));
}
