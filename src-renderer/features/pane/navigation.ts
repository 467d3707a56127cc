import { AppError, toErrorRecord } from '../../../src-shared/errors.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { isRemoteUrl, type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName, joinPath, normalizePath, parentPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { SortColumn } from '../../listing/entryOrder.ts';
import type { PaneSide } from '../../store/state.ts';
import { saveSettings } from '../../store/settings.ts';
import { arrangeListing } from '../../store/arranging.ts';
import { getState, touchPane, updatePane } from '../../store/store.ts';
import { openSession } from '../sessions/openSession.ts';
import { openLocation } from './loading.ts';
import { fromNativePath } from './nativePath.ts';
import { homeLocation } from './places.ts';

export function goUp(side: PaneSide): void {
  const { location } = getState().panes[side];
  if (location === undefined || location.path === '/') return;
  void openLocation(side, { ...location, path: parentPath(location.path) }, baseName(location.path));
}

export function goHome(side: PaneSide): void {
  void openLocation(side, homeLocation(getState().panes[side].location?.endpoint ?? localEndpoint));
}

/** Opens the folder under the cursor; a file stays where it is. */
export function openEntry(side: PaneSide, index: number): void {
  const { listing } = getState().panes[side];
  const entry = listing.entry(index);
  if (entry === undefined || !isDirectoryLike(entry)) return;
  void openLocation(side, { ...listing.location, path: joinPath(listing.location.path, entry.name) });
}

/** Goes to what was typed or pasted into the path field: a path, `~`, or a link to a server. */
export async function goToTyped(side: PaneSide, typed: string): Promise<void> {
  const text = typed.trim();
  updatePane(side, { editingPath: false });
  if (text === '') return;
  if (isRemoteUrl(text)) {
    await openSession({ side, open: { link: text }, address: text.replace(/#.*$/, '') }, 'dialog');
    return;
  }
  const location = await typedOrTrimmed(side, typed, text);
  if (location === undefined) {
    const error = toErrorRecord(new AppError('name-invalid', 'a path can not contain NUL', { path: text }));
    return updatePane(side, { phase: 'failed', error });
  }
  await openLocation(side, location);
}

/** A name may begin or end with blanks; where there is none of that kind, they came with a paste. */
async function typedOrTrimmed(side: PaneSide, typed: string, trimmed: string): Promise<Location | undefined> {
  const location = typedLocation(side, typed);
  if (typed === trimmed || location === undefined) return location;
  const isThere = await request('entry.stat', { location }).then(
    () => true,
    () => false,
  );
  return isThere ? location : typedLocation(side, trimmed);
}

/** Where a typed path leads, seen from a pane; undefined when it can't be a path. */
export function typedLocation(side: PaneSide, text: string): Location | undefined {
  const { app, panes } = getState();
  const present = panes[side].location ?? homeLocation(localEndpoint);
  const platform = present.endpoint === localEndpoint && app !== undefined ? app.platform : 'linux';
  const home = homeLocation(present.endpoint).path;
  const expanded = text === '~' ? home : text.startsWith('~/') ? joinPath(home, text.slice(2)) : text;
  const absolute = expanded.startsWith('/') || (platform === 'win32' && /^[A-Za-z]:/.test(expanded));
  const path = absolute ? fromNativePath(expanded, platform) : normalizePath(joinPath(present.path, expanded));
  return path.includes('\0') ? undefined : { endpoint: present.endpoint, path };
}

/** A first click sorts upward, a second one downward; dates and sizes begin with the newest and largest. */
export function sortBy(side: PaneSide, column: SortColumn): void {
  const { sort, listing, filter } = getState().panes[side];
  const descending = sort.column === column ? !sort.descending : column === 'size' || column === 'date';
  const order = { column, descending };
  arrangeListing(listing, { sort: order, filter });
  updatePane(side, { sort: order });
  touchPane(side);
}

export function toggleHidden(): void {
  saveSettings({ showHidden: !getState().showHidden });
}
