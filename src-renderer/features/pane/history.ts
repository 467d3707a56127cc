import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { PaneSide, State } from '../../store/state.ts';
import { getState } from '../../store/store.ts';
import { openLocation } from './loading.ts';

export function goBack(side: PaneSide): void {
  const { back, forward, location } = getState().panes[side];
  const present = reachable(getState(), back);
  const target = present.at(-1);
  if (target === undefined) return;
  void openLocation(side, target, childToward(target, location), {
    back: present.slice(0, -1),
    forward: location === undefined ? forward : [...forward, location],
  });
}

export function goForward(side: PaneSide): void {
  const { back, forward, location } = getState().panes[side];
  const present = reachable(getState(), forward);
  const target = present.at(-1);
  if (target === undefined) return;
  void openLocation(side, target, childToward(target, location), {
    back: location === undefined ? back : [...back, location],
    forward: present.slice(0, -1),
  });
}

/** Without the places of sessions that are gone. */
export function reachable({ sessions }: Pick<State, 'sessions'>, places: readonly Location[]): readonly Location[] {
  return places.filter(({ endpoint }) => endpoint === localEndpoint || sessions.some((session) => session.id === endpoint));
}

/** The entry to put the cursor on: the folder one comes back from. */
function childToward(target: Location, from: Location | undefined): string | undefined {
  if (from?.endpoint !== target.endpoint || from.path === '/') return undefined;
  return parentPath(from.path) === target.path ? baseName(from.path) : undefined;
}
