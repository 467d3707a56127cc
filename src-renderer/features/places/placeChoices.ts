import { formatAuthority, localEndpoint } from '../../../src-shared/model/location.ts';
import { isSamePlace, type Place } from '../../../src-shared/model/places.ts';
import { fold } from '../../listing/naturalOrder.ts';
import { openLocation } from '../pane/loading.ts';
import { homeLocation } from '../pane/places.ts';
import type { PaneSide, State } from '../../store/state.ts';
import { wordsFor } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';
import { openPlace, openSite } from './openPlace.ts';
import { endpointLabel, placeOf } from './place.ts';

export type PlaceGroup = 'home' | 'session' | 'site' | 'bookmark' | 'recent';

/** A place that can be chosen from a list. */
export interface PlaceChoice {
  readonly id: string;
  readonly group: PlaceGroup;
  /** Above the first of its kind: the name of the group, for sites with their folder. */
  readonly heading: string;
  readonly title: string;
  /** Where it is. */
  readonly note: string;
  /** Known for connections and servers: whether what travels is encrypted. */
  readonly encrypted?: boolean | undefined;
  /** What is searched. */
  readonly folded: string;
  readonly go: (side: PaneSide) => void;
}

/** Every place to go: this computer, connections, sites by folder, bookmarks, and the recent places that are none of these. */
export function placeChoices(state: State): readonly PlaceChoice[] {
  const { text } = wordsFor(state.language);
  const words = text.places;
  const choice = (parts: Omit<PlaceChoice, 'folded'>): PlaceChoice => ({
    ...parts,
    folded: fold(`${parts.title} ${parts.note} ${parts.heading}`),
  });
  const home = homeLocation(localEndpoint);
  const sites = [...state.places.sites].sort((a, b) =>
    fold(`${a.folder}\n${a.name}`) < fold(`${b.folder}\n${b.name}`) ? -1 : 1,
  );
  const listed: Place[] = [{ path: home.path }, ...state.places.bookmarks.map(({ place }) => place)];
  for (const { id } of state.sessions) {
    const root = placeOf(homeLocation(id));
    if (root !== undefined) listed.push(root);
  }
  const recent = state.places.recent.filter((place) => !listed.some((other) => isSamePlace(other, place)));
  return [
    choice({
      id: 'home',
      group: 'home',
      heading: text.pane.places,
      title: text.pane.thisComputer,
      note: visibleName(home.path),
      go: (side) => void openLocation(side, home),
    }),
    ...state.sessions.map((session) =>
      choice({
        id: `session ${session.id}`,
        group: 'session',
        heading: words.sessions,
        title: session.label,
        note: session.site === undefined ? '' : formatAuthority(session.endpoint),
        encrypted: session.encrypted,
        go: (side) => void openLocation(side, homeLocation(session.id)),
      }),
    ),
    ...sites.map((site) =>
      choice({
        id: `site ${site.id}`,
        group: 'site',
        heading: site.folder === '' ? words.sites : words.sitesIn(site.folder),
        title: site.name,
        note: formatAuthority(site.endpoint),
        encrypted: site.endpoint.kind === 'native',
        go: (side) => void openSite(side, site.id),
      }),
    ),
    ...state.places.bookmarks.map(({ id, name, place }) =>
      choice({
        id: `bookmark ${id}`,
        group: 'bookmark',
        heading: words.bookmarks,
        title: name,
        note: `${endpointLabel(state, place)}: ${visibleName(place.path)}`,
        go: (side) => void openPlace(side, place),
      }),
    ),
    ...recent.map((place, at) =>
      choice({
        id: `recent ${at}`,
        group: 'recent',
        heading: words.recent,
        title: visibleName(place.path),
        note: endpointLabel(state, place),
        go: (side) => void openPlace(side, place),
      }),
    ),
  ];
}

/** Recent places in a list that nobody has searched yet. */
const recentShown = 6;

/** The choices that hold every typed word; without any, all but the older recent places. */
export function searchPlaces(choices: readonly PlaceChoice[], typed: string): readonly PlaceChoice[] {
  const wanted = fold(typed.trim()).split(/\s+/);
  if (wanted[0] !== '') return choices.filter(({ folded }) => wanted.every((word) => folded.includes(word)));
  let recent = 0;
  return choices.filter(({ group }) => group !== 'recent' || ++recent <= recentShown);
}
