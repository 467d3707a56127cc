import { isSamePlace, type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { nowhere, type PaneSide } from '../../store/state.ts';
import { getState } from '../../store/store.ts';
import { fromNativePath } from './nativePath.ts';

/** Where a pane's rows are, which is what commands work on; before a tab has had any, where it is going. */
export function shownLocation(side: PaneSide): Location | undefined {
  const { location, phase, listing } = getState().panes[side];
  if (location === undefined || phase === 'failed') return undefined;
  return isSamePlace(listing.location, nowhere) ? location : listing.location;
}

export function homeLocation(endpoint: string): Location {
  const app = getState().app;
  if (endpoint !== localEndpoint || app === undefined) return { endpoint, path: '/' };
  return { endpoint, path: fromNativePath(app.home, app.platform) };
}
