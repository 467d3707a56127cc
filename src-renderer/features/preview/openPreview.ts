import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import type { DialogState, PaneSide } from '../../store/state.ts';
import { getState, showDialog, touchPane } from '../../store/store.ts';
import { shownLocation } from '../pane/places.ts';

export type PreviewState = Extract<DialogState, { kind: 'preview' }>;

/** Shows the file under the cursor; of a folder, its properties. */
export function openPreview(side: PaneSide): void {
  const { listing, selection } = getState().panes[side];
  const directory = shownLocation(side);
  const focused = listing.rowOf(selection.focus) < 0 ? undefined : listing.entry(selection.focus);
  const entry = focused ?? selection.targets(listing)[0];
  if (directory === undefined || entry === undefined) return;
  if (isDirectoryLike(entry)) showDialog({ kind: 'properties', side, directory, entries: [entry] });
  else showDialog({ kind: 'preview', side, directory, entry });
}

/** The file that comes before or behind in the pane, folders left out; undefined when there is none. */
export function neighbour({ side, directory, entry }: PreviewState, step: 1 | -1): number | undefined {
  const { listing } = getState().panes[side];
  if (listing.location.endpoint !== directory.endpoint || listing.location.path !== directory.path) return undefined;
  const start = listing.rowOf(listing.indexOfName(entry.name));
  if (start < 0) return undefined;
  for (let row = start + step; row >= 0 && row < listing.rows.length; row += step) {
    const candidate = listing.entry(listing.at(row));
    if (candidate !== undefined && !isDirectoryLike(candidate)) return listing.at(row);
  }
  return undefined;
}

/** Shows the file before or behind; the pane's cursor goes along, so that the keyboard comes back to what was seen last. */
export function stepPreview(state: PreviewState, step: 1 | -1): void {
  const { listing, selection } = getState().panes[state.side];
  const index = neighbour(state, step);
  const entry = index === undefined ? undefined : listing.entry(index);
  if (index === undefined || entry === undefined) return;
  selection.move(index);
  touchPane(state.side, { reveal: true });
  showDialog({ ...state, entry });
}
