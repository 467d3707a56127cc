import { toErrorRecord } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { isSamePlace, type Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { workNumber } from '../../bridge/workNumber.ts';
import type { FolderSize, Listing } from '../../listing/listing.ts';
import type { PaneSide } from '../../store/state.ts';
import { announce, currentWords, getState, touchPane } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';

interface Counting {
  readonly number: number;
  readonly side: PaneSide;
  readonly location: Location;
  readonly name: string;
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
  const { listing } = getState().panes[side];
  for (const counting of countings) {
    if (counting.side !== side) continue;
    countings.delete(counting);
    tell('entry.stopMeasuring', { measure: counting.number });
    listing.setFolderSize(counting.name, undefined);
  }
}

/** One after the other: a disk or a server has enough to do with one. */
async function countAll(side: PaneSide, names: readonly string[]): Promise<void> {
  const { location } = getState().panes[side].listing;
  const waiting = names.filter((name) => ![...countings].some((other) => other.side === side && other.name === name));
  const numbered = waiting.map((name): Counting => ({ number: workNumber(), side, location, name }));
  for (const counting of numbered) {
    countings.add(counting);
    show(counting, { state: 'counting' });
  }
  for (const counting of numbered) if (countings.has(counting)) await count(counting);
}

async function count(counting: Counting): Promise<void> {
  const { number, location, name } = counting;
  try {
    const locations = [{ ...location, path: joinPath(location.path, name) }];
    const { bytes, unreadable } = await request('entry.measure', { measure: number, locations });
    if (countings.has(counting)) show(counting, { state: 'counted', bytes, unreadable });
  } catch (error) {
    if (!countings.has(counting)) return;
    show(counting, undefined);
    announce(errorSentence(currentWords(), toErrorRecord(error), { item: name }), true);
  } finally {
    countings.delete(counting);
  }
}

function show({ side, location, name }: Counting, size: FolderSize | undefined): void {
  const { listing }: { readonly listing: Listing } = getState().panes[side];
  if (!isSamePlace(listing.location, location)) return;
  listing.setFolderSize(name, size);
  touchPane(side);
}

/** A link to a folder is counted as the link it is. */
function isFolder({ kind }: Entry): boolean {
  return kind === 'directory';
}
