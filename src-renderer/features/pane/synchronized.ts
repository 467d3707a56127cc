import { toErrorRecord } from '../../../src-shared/errors.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { isWithin, joinPath, splitPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import { type PaneSide, paneSides, type State, type SyncState } from '../../store/state.ts';
import { announce, currentWords, getState, notify, otherSide, setState, useStore } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { openLocation } from './loading.ts';
import { shownLocation } from './places.ts';

/** From where the panes are now, they move together; or no longer. */
export function toggleSync(): void {
  if (getState().sync !== undefined) return stopSync();
  const [left, right] = [shownLocation('left'), shownLocation('right')];
  if (left === undefined || right === undefined) return;
  setState({ sync: { roots: { left, right } } });
  announce(currentWords().text.sync.started);
}

export function stopSync(): void {
  setState({ sync: undefined });
  announce(currentWords().text.sync.ended);
}

/** Lets each pane follow the other for as long as both stay below their roots. Returns the function that ends it. */
export function followSync(): () => void {
  return useStore.subscribe((state, before) => {
    if (state.sync === undefined || before.sync === undefined || state.panes === before.panes) return;
    for (const side of paneSides) {
      const { location } = state.panes[side];
      if (location === before.panes[side].location) continue;
      // Both may be about to change, as when they are swapped.
      queueMicrotask(() => moved(side, location));
    }
  });
}

/** Makes the folder that is missing, and goes there. */
export async function createMissing(): Promise<void> {
  const { sync } = getState();
  if (sync?.stuck === undefined) return;
  const { side, target } = sync.stuck;
  const root = sync.roots[side];
  try {
    for (const path of pathsBetween(root.path, target.path)) {
      await request('entry.makeDirectory', { location: { ...target, path } }).catch((error: unknown) => {
        if (toErrorRecord(error).code !== 'already-exists') throw error;
      });
    }
    if (getState().sync === sync) await openLocation(side, target);
  } catch (error) {
    notify(side, { tone: 'problem', text: errorSentence(currentWords(), toErrorRecord(error)) });
  }
}

function moved(side: PaneSide, location: Location | undefined): void {
  const { sync, panes } = getState();
  if (sync === undefined || panes[side].location !== location) return;
  if (location === undefined || !isBelow(location, sync.roots[side])) return stopSync();
  const other = otherSide(side);
  const target = counterpart(sync, side, location);
  if (isAt(getState(), other, target)) return setState({ sync: { roots: sync.roots } });
  void follow(other, target, () => isAt(getState(), side, location));
}

/** @param wanted whether the pane that moved is still there */
async function follow(side: PaneSide, target: Location, wanted: () => boolean): Promise<void> {
  let missing: boolean | undefined;
  try {
    const isRoot = target.path === getState().sync?.roots[side].path;
    const entry = isRoot ? undefined : (await request('entry.stat', { location: target })).entry;
    if (entry !== undefined && !isDirectoryLike(entry)) missing = false;
  } catch (error) {
    missing = toErrorRecord(error).code === 'not-found';
  }
  const { sync } = getState();
  if (sync === undefined || !wanted()) return;
  setState({ sync: { roots: sync.roots, ...(missing === undefined ? {} : { stuck: { side, target, missing } }) } });
  if (missing === undefined) void openLocation(side, target);
}

/** Where the other pane belongs while one is at a place below its root. */
function counterpart({ roots }: SyncState, side: PaneSide, location: Location): Location {
  const there = roots[otherSide(side)];
  const steps = splitPath(location.path).slice(splitPath(roots[side].path).length);
  return { ...there, path: steps.reduce(joinPath, there.path) };
}

function isBelow(location: Location, root: Location): boolean {
  return location.endpoint === root.endpoint && isWithin(location.path, root.path);
}

function isAt(state: State, side: PaneSide, place: Location): boolean {
  const { location } = state.panes[side];
  return location?.endpoint === place.endpoint && location.path === place.path;
}

/** The folders to make one after the other on the way from a root to a place below it. */
function pathsBetween(root: string, path: string): string[] {
  const steps = splitPath(path).slice(splitPath(root).length);
  return steps.map((_, at) => steps.slice(0, at + 1).reduce(joinPath, root));
}
