import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Events } from '../../../src-shared/ipc/contract.ts';
import type { EntryColumns } from '../../../src-shared/model/entryColumns.ts';
import { isSamePlace, type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { Listing } from '../../listing/listing.ts';
import { placeOf } from '../places/place.ts';
import { Selection } from '../../listing/selection.ts';
import { emptyContents, type PaneSide, type PaneState } from '../../store/state.ts';
import { arrangeListing } from '../../store/arranging.ts';
import { getState, touchPane, updatePane } from '../../store/store.ts';
import { isCounting, stopCounting } from './folderSizes.ts';

/** Rows of the directory before stay on screen so long, so that a quick answer does not flash. Milliseconds. */
const patience = 250;
/** How long one turn may work on arrived pages, so that typing and scrolling go on. Milliseconds. */
const slice = 8;
/** Between two looks at a growing directory. Milliseconds. */
const showPause = 200;

interface Load {
  readonly number: number;
  readonly side: PaneSide;
  readonly listing: Listing;
  /** A refresh replaces the rows at its end, with selection and cursor carried over. */
  readonly refresh: boolean;
  readonly focusName: string | undefined;
  /** The pane as it was; to be shown again when nothing of the directory has come. */
  readonly before: PaneState;
  readonly pages: EntryColumns[];
  /** When its rows were last brought to the screen; undefined before the first time. */
  shown: number | undefined;
  replied: boolean;
  scheduled: boolean;
}

let nextNumber = 1;
const loads = new Map<number, Load>();
const again = new Set<PaneSide>();

/** How many places a tab remembers. */
const longestHistory = 100;

/**
 * Shows a directory; `focusName` is where the cursor should stand. With `keep`, the way here is not added to the history; a step through
 * the history brings what it is afterwards.
 */
export async function openLocation(
  side: PaneSide,
  location: Location,
  focusName?: string,
  history: 'add' | 'keep' | Pick<PaneState, 'back' | 'forward'> = 'add',
): Promise<void> {
  const { location: before, back } = getState().panes[side];
  stopCounting(side);
  const elsewhere = before?.endpoint !== location.endpoint || before.path !== location.path;
  const load = begin(side, location, false, focusName);
  updatePane(side, {
    location,
    phase: 'loading',
    error: undefined,
    notice: undefined,
    editingPath: false,
    rename: undefined,
    ...(elsewhere ? { filter: '' } : {}),
    ...(elsewhere && history === 'add' && before !== undefined
      ? { back: [...back, before].slice(-longestHistory), forward: [] }
      : {}),
    ...(typeof history === 'object' ? history : {}),
    ...(before?.endpoint === location.endpoint ? {} : { space: undefined }),
  });
  setTimeout(() => {
    if (loads.has(load.number)) show(load);
  }, patience);
  await run(load);
}

/** Reads the directory again; selection, cursor and scroll stay. While it is still being read, once more afterwards. */
export async function refreshPane(side: PaneSide, focusName?: string): Promise<void> {
  const pane = getState().panes[side];
  if (pane.location === undefined) return;
  const present = activeLoad(side);
  if (present !== undefined && focusName === undefined) {
    again.add(side);
    return;
  }
  const nothingRead = pane.listing.count === 0 && !pane.listing.complete;
  if (pane.phase === 'failed' || pane.phase === 'loading' || nothingRead) return openLocation(side, pane.location, focusName);
  await run(begin(side, pane.location, true, focusName));
}

export function refreshLocation(location: Location): void {
  for (const side of ['left', 'right'] as const) {
    const shown = getState().panes[side].location;
    if (shown?.endpoint === location.endpoint && shown.path === location.path) void refreshPane(side);
  }
}

/** Stops reading at the user's wish: what has arrived stays; when nothing has, the pane goes back to what it showed before. */
export function cancelLoading(side: PaneSide): void {
  const load = activeLoad(side);
  if (load === undefined) return;
  abandon(side);
  if (load.refresh) return;
  const { location, phase, error, listing, selection, filter, space, back, forward } = load.before;
  const shown = location !== undefined && isSamePlace(location, listing.location);
  if (load.listing.count > 0 || !shown) {
    // The listing is not complete, which tells that reading was stopped.
    show(load);
    return updatePane(side, { phase: 'ready', error: undefined });
  }
  arrangeListing(listing, { sort: getState().panes[side].sort, filter });
  const was = phase === 'loading' ? 'ready' : phase;
  updatePane(side, { location, phase: was, error, listing, selection, filter, space, back, forward });
  touchPane(side, { reveal: true });
  // Nobody has watched it meanwhile.
  if (listing.complete && was === 'ready') void refreshPane(side);
}

/** Ends what is being read for a pane, if anything is. */
export function abandon(side: PaneSide): void {
  const load = activeLoad(side);
  if (load === undefined) return;
  loads.delete(load.number);
  again.delete(side);
  tell('listing.cancel', { listing: load.number });
}

/** The pane shows nothing, as at the first start. */
export function closePane(side: PaneSide): void {
  abandon(side);
  stopCounting(side);
  const { sort } = getState().panes[side];
  updatePane(side, { ...emptyContents(), sort, notice: undefined, editingPath: false });
}

export function receivePage({ listing, entries }: Events['listing.page']): void {
  const load = loads.get(listing);
  if (load === undefined) return;
  load.pages.push(entries);
  if (load.listing.count === 0) work(load);
  else schedule(load);
}

function begin(side: PaneSide, location: Location, refresh: boolean, focusName: string | undefined): Load {
  const present = activeLoad(side);
  abandon(side);
  const pane = getState().panes[side];
  const { sort } = pane;
  const load: Load = {
    number: nextNumber++,
    side,
    listing: new Listing(location, sort, getState().showHidden),
    refresh,
    focusName,
    // A directory that was given up before anything of it came was never shown.
    before: present !== undefined && !present.refresh && present.listing.count === 0 ? present.before : pane,
    pages: [],
    shown: undefined,
    replied: false,
    scheduled: false,
  };
  loads.set(load.number, load);
  return load;
}

async function run(load: Load): Promise<void> {
  try {
    await request('listing.open', { listing: load.number, location: load.listing.location });
  } catch (error) {
    if (loads.delete(load.number)) fail(load, toErrorRecord(error));
    return;
  }
  load.replied = true;
  if (loads.has(load.number)) work(load);
}

function schedule(load: Load): void {
  if (load.scheduled) return;
  load.scheduled = true;
  setTimeout(() => {
    load.scheduled = false;
    if (loads.has(load.number)) work(load);
  }, 0);
}

/** Takes in pages for one slice of time, then lets the interface breathe. */
function work(load: Load): void {
  const end = performance.now() + slice;
  do {
    const page = load.pages.shift();
    if (page === undefined) break;
    load.listing.append(page);
  } while (performance.now() < end);
  const due = load.shown === undefined || performance.now() - load.shown >= showPause;
  if (!load.refresh && load.listing.count > 0 && due) show(load);
  if (load.pages.length > 0) schedule(load);
  else if (load.replied) finish(load);
}

function show(load: Load): void {
  if (load.refresh) return;
  const first = load.shown === undefined;
  load.shown = performance.now();
  arrangeListing(load.listing, getState().panes[load.side]);
  if (first) updatePane(load.side, { listing: load.listing, selection: new Selection() });
  const moved = placeCursor(load);
  touchPane(load.side, { reveal: first || moved });
}

/** Until the user moves it, the cursor stands on the wanted name, or on the first row. */
function placeCursor(load: Load): boolean {
  const { selection } = getState().panes[load.side];
  if (selection.touched) return false;
  const wanted = load.focusName === undefined ? -1 : load.listing.indexOfName(load.focusName);
  const index = load.listing.rowOf(wanted) < 0 ? load.listing.at(0) : wanted;
  if (selection.focus === index) return false;
  selection.moveFocus(index);
  return true;
}

function finish(load: Load): void {
  loads.delete(load.number);
  load.listing.complete = true;
  const { side } = load;
  if (load.refresh) {
    const pane = getState().panes[side];
    arrangeListing(load.listing, pane);
    load.listing.keepFolderSizes(pane.listing, (name) => isCounting(side, name));
    const selection = pane.selection.carryTo(pane.listing, load.listing, load.focusName);
    updatePane(side, { listing: load.listing, selection });
    touchPane(side, { reveal: load.focusName !== undefined });
  } else show(load);
  updatePane(side, { phase: 'ready', error: undefined });
  if (!load.refresh) noteRecent(load.listing.location);
  void readSpace(side, load.listing.location);
  if (again.delete(side)) void refreshPane(side);
}

function noteRecent(location: Location): void {
  const place = placeOf(location);
  if (place !== undefined) tell('place.visited', { place });
}

function fail(load: Load, error: ErrorRecord): void {
  again.delete(load.side);
  updatePane(load.side, { phase: 'failed', error });
}

async function readSpace(side: PaneSide, location: Location): Promise<void> {
  const session = getState().sessions.find((candidate) => candidate.id === location.endpoint);
  if (location.endpoint !== localEndpoint && session?.features.freeSpace !== true) return updatePane(side, { space: undefined });
  const space = await request('entry.space', { location }).then(
    (result) => result.space,
    () => undefined,
  );
  const now = getState().panes[side].location;
  if (now !== undefined && isSamePlace(now, location)) updatePane(side, { space });
}

function activeLoad(side: PaneSide): Load | undefined {
  for (const load of loads.values()) if (load.side === side) return load;
  return undefined;
}
