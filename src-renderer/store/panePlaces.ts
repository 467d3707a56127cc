import type { Location } from '../../src-shared/model/location.ts';
import { type PaneSide, paneSides } from './state.ts';
import { useStore } from './store.ts';

const key = 'ferry.panes';

type Places = Partial<Record<PaneSide, Location>>;

/** Where the panes were before the page was loaded again. The page's own storage: another window knows nothing of it. */
export function rememberedPlaces(): Places {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? '{}');
    const places: Places = {};
    for (const side of paneSides) {
      const place: unknown = Reflect.get(Object(kept), side);
      if (isLocation(place)) places[side] = place;
    }
    return places;
  } catch {
    return {};
  }
}

/** Keeps the panes' places from now on. */
export function rememberPlaces(): void {
  useStore.subscribe((state, before) => {
    if (state.panes.left.location === before.panes.left.location && state.panes.right.location === before.panes.right.location)
      return;
    const places: Places = {};
    for (const side of paneSides) {
      const { location } = state.panes[side];
      if (location !== undefined) places[side] = location;
    }
    window.sessionStorage.setItem(key, JSON.stringify(places));
  });
}

function isLocation(value: unknown): value is Location {
  if (typeof value !== 'object' || value === null) return false;
  return 'endpoint' in value && typeof value.endpoint === 'string' && 'path' in value && typeof value.path === 'string';
}
