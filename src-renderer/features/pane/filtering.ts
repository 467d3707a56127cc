import type { PaneSide } from '../../store/state.ts';
import { arrangeListing } from '../../store/arranging.ts';
import { getState, touchPane, updatePane } from '../../store/store.ts';
import { focusPane, paneId } from './paneFocus.ts';

/** Shows only the names that fit; selection and cursor stay, also while their rows are not shown. */
export function setFilter(side: PaneSide, filter: string): void {
  const { listing, sort } = getState().panes[side];
  arrangeListing(listing, { sort, filter });
  updatePane(side, { filter });
  touchPane(side, { reveal: filter === '' });
}

export function clearFilter(side: PaneSide): void {
  setFilter(side, '');
  focusPane(side);
}

export function focusFilter(side: PaneSide): void {
  const field = document.getElementById(paneId(side))?.querySelector<HTMLInputElement>('[type="search"]');
  field?.focus();
  field?.select();
}

/** From the field into the rows it has left. */
export function leaveFilter(side: PaneSide): void {
  const { listing, selection } = getState().panes[side];
  if (listing.rowOf(selection.focus) < 0) selection.moveFocus(listing.at(0));
  touchPane(side, { reveal: true });
  focusPane(side);
}
