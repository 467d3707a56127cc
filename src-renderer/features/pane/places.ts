import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState } from '../../store/store.ts';
import { fromNativePath } from './nativePath.ts';

/** Where a pane's rows are, which is what commands work on. */
export function shownLocation(side: PaneSide): Location | undefined {
  const pane = getState().panes[side];
  return pane.location === undefined || pane.phase === 'failed' ? undefined : pane.listing.location;
}

export function homeLocation(endpoint: string): Location {
  const app = getState().app;
  if (endpoint !== localEndpoint || app === undefined) return { endpoint, path: '/' };
  return { endpoint, path: fromNativePath(app.home, app.platform) };
}
