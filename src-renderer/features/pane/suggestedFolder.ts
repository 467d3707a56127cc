import { localEndpoint, type Location } from '../../../src-shared/model/location.ts';
import { getState } from '../../store/store.ts';
import { toNativePath } from './nativePath.ts';

/** A folder of this computer to put something into, as the platform writes it: `preferred`, else where a pane is on it, else home. */
export function suggestedFolder(preferred?: Location): string {
  const { app, panes, focused } = getState();
  const shown = [panes[focused], panes.left, panes.right].map(({ location }) => location);
  const place = [preferred, ...shown].find((location) => location?.endpoint === localEndpoint);
  return toNativePath(place?.path ?? app?.home ?? '/', app?.platform ?? 'linux');
}
