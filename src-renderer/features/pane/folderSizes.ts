import { errorTraits, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { isSamePlace, type Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { workNumber } from '../../bridge/workNumber.ts';
import type { Listing } from '../../listing/listing.ts';
import type { PaneSide } from '../../store/state.ts';
import { announce, currentWords, getState, touchPane } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';

/** Folders of a pane that are counted one after the other. */
interface Counting {
  readonly side: PaneSide;
  readonly location: Location;
  /** Those whose size is not known yet. */
  readonly names: Set<string>;
  /** Of the request for the one that is counted now. */
  number: number;
}

const countings = new Set<Counting>();

/** Counts the selected folders with everything in them, or the one under the cursor; all of the pane's when there is none among these. */
export function countFolderSizes(side: PaneSide): void {
  const { listing, selection } = getState().panes[side];
  const chosen = selection.targets(listing).filter(isFolder);
  const all = Array.from(listing.rows, (index) => listing.entry(index)).filter((entry) => entry !== undefined);
  void countAll(
    side,
    (chosen.length > 0 ? chosen : all.filter(isFolder)).map(({ name }) => name),
  );
}

/** The folder under the cursor, when it is one that was selected just now and is not counted yet. */
export function countAtCursor(side: PaneSide): void {
  const { listing, selection } = getState().panes[side];
  const entry = listing.entry(selection.focus);
  if (entry === undefined || !isFolder(entry) || !selection.has(selection.focus)) return;
  if (listing.folderSize(entry.name) === undefined) void countAll(side, [entry.name]);
}

/** The pane goes elsewhere: what is still being counted for it is of no use any more. */
export function stopCounting(side: PaneSide): void {
  for (const counting of countings) {
    if (counting.side !== side) continue;
    tell('entry.stopMeasuring', { measure: counting.number });
    end(counting);
  }
}

export function isCounting(side: PaneSide, name: string): boolean {
  for (const counting of countings) if (counting.side === side && counting.names.has(name)) return true;
  return false;
}

/** One after the other: a disk or a server has enough to do with one. */
async function countAll(side: PaneSide, names: readonly string[]): Promise<void> {
  const { location } = getState().panes[side].listing;
  const waiting = new Set(names.filter((name) => !isCounting(side, name)));
  if (waiting.size === 0) return;
  const counting: Counting = { side, location, names: waiting, number: 0 };
  countings.add(counting);
  show(counting, (listing) => listing.setFolderSizes(waiting, { state: 'counting' }));
  for (const name of waiting) {
    await count(counting, name);
    if (!countings.has(counting)) return;
    waiting.delete(name);
  }
  countings.delete(counting);
}

async function count(counting: Counting, name: string): Promise<void> {
  const { location } = counting;
  counting.number = workNumber();
  try {
    const locations = [{ ...location, path: joinPath(location.path, name) }];
    const { bytes, unreadable } = await request('entry.measure', { measure: counting.number, locations });
    if (countings.has(counting))
      show(counting, (listing) => listing.setFolderSize(name, { state: 'counted', bytes, unreadable }));
  } catch (thrown) {
    if (!countings.has(counting)) return;
    const error = toErrorRecord(thrown);
    announce(errorSentence(currentWords(), error, { item: name }), true);
    // The others would fail for the same reason.
    if (errorTraits(error.code).session === 'ends') end(counting);
    else show(counting, (listing) => listing.setFolderSize(name, undefined));
  }
}

/** Those that are not counted yet stay so. */
function end(counting: Counting): void {
  countings.delete(counting);
  show(counting, (listing) => listing.setFolderSizes(counting.names, undefined));
}

function show({ side, location }: Counting, change: (listing: Listing) => void): void {
  const { listing } = getState().panes[side];
  if (!isSamePlace(listing.location, location)) return;
  change(listing);
  touchPane(side);
}

/** A link to a folder is counted as the link it is. */
function isFolder({ kind }: Entry): boolean {
  return kind === 'directory';
}
