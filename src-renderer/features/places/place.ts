import { type Endpoint, formatAuthority, type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { isSameEndpoint, type Place } from '../../../src-shared/model/places.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import type { Session } from '../../../src-shared/model/session.ts';
import type { State } from '../../store/state.ts';
import { currentWords, getState } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';

/** A location as a place that means the same in the next run; undefined when its session is gone. */
export function placeOf({ endpoint, path }: Location): Place | undefined {
  if (endpoint === localEndpoint) return { path };
  const session = getState().sessions.find(({ id }) => id === endpoint);
  if (session === undefined) return undefined;
  return { endpoint: session.endpoint, path, ...(session.site === undefined ? {} : { site: session.site }) };
}

/** The session that shows a place, an open one before others. */
export function sessionFor({ sessions }: Pick<State, 'sessions'>, place: Pick<Place, 'endpoint' | 'site'>): Session | undefined {
  const fitting = sessions.filter(
    (session) =>
      isSameEndpoint(session.endpoint, place.endpoint) &&
      (place.site === undefined || (session.site ?? place.site) === place.site),
  );
  return fitting.find(({ state }) => state === 'open') ?? fitting[0];
}

/** What to call an endpoint: its site's name, or its address. */
export function endpointLabel({ places }: Pick<State, 'places'>, { endpoint, site }: Pick<Place, 'endpoint' | 'site'>): string {
  if (endpoint === undefined) return currentWords().text.pane.thisComputer;
  return placeSite({ places }, { endpoint, site })?.name ?? formatAuthority(endpoint);
}

/** The saved site of a place: the one it was reached by, or one with its address. */
export function placeSite(
  { places }: Pick<State, 'places'>,
  { endpoint, site }: { endpoint: Endpoint; site?: string | undefined },
) {
  const fitting = places.sites.filter((known) => isSameEndpoint(known.endpoint, endpoint));
  return fitting.find(({ id }) => id === site) ?? fitting[0];
}

/** A name to suggest for a place: that of its folder, or of its endpoint. */
export function placeName(place: Place): string {
  const name = baseName(place.path);
  return name === '' ? endpointLabel(getState(), place) : visibleName(name);
}
