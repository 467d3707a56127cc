import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { getState } from '../../store/store.ts';
import type { CopySource } from './copying.ts';

let last: { readonly places: ReadonlyMap<string, Location>; readonly folders: ReadonlySet<string> } | undefined;

/** @param paths of what was handed to the desktop, in the order of the source */
export function rememberHandedOut({ from, folders }: CopySource, paths: readonly string[]): void {
  const places = new Map<string, Location>();
  for (const [at, location] of from.entries()) {
    const path = paths[at];
    if (path !== undefined) places.set(path, location);
  }
  last = { places, folders };
}

/**
 * What a path on this computer stands for when it comes back from the desktop: a staged copy for the file on the server, as long as
 * its session is there. Undefined for what did not come from here.
 */
export function handedOut(path: string): { readonly location: Location; readonly isFolder: boolean } | undefined {
  const location = last?.places.get(path);
  if (location === undefined) return undefined;
  const isThere = location.endpoint === localEndpoint || getState().sessions.some(({ id }) => id === location.endpoint);
  return isThere ? { location, isFolder: last?.folders.has(location.path) === true } : undefined;
}
