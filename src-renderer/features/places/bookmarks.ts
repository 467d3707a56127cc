import { toErrorRecord } from '../../../src-shared/errors.ts';
import { type Bookmark, isSamePlace, type Place } from '../../../src-shared/model/places.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide, State } from '../../store/state.ts';
import { announce, currentWords, getState, setState } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { openPlace } from './openPlace.ts';
import { placeName, placeOf } from './place.ts';

export function isBookmarked(state: State, side: PaneSide): boolean {
  return bookmarkOf(state, shownPlace(state, side)) !== undefined;
}

/** Keeps the place a pane shows, or no longer. */
export function toggleBookmark(side: PaneSide): void {
  const state = getState();
  const place = shownPlace(state, side);
  if (place === undefined) return;
  const { text } = currentWords();
  const known = bookmarkOf(state, place);
  if (known !== undefined) {
    setBookmarks(state.places.bookmarks.filter((bookmark) => bookmark !== known));
    return announce(text.places.unbookmarked(known.name));
  }
  const name = placeName(place).slice(0, 200);
  setBookmarks([...state.places.bookmarks, { id: crypto.randomUUID(), name, place }]);
  announce(text.places.bookmarked(name));
}

/** Holds at once; the main side keeps it. */
export function setBookmarks(bookmarks: readonly Bookmark[]): void {
  setState((state) => ({ places: { ...state.places, bookmarks } }));
  request('bookmark.set', { bookmarks }).catch((error: unknown) => {
    announce(errorSentence(currentWords(), toErrorRecord(error)), true);
  });
}

/** Returns whether there is such a bookmark. */
export function openBookmark(side: PaneSide, id: string): boolean {
  const bookmark = getState().places.bookmarks.find((known) => known.id === id);
  if (bookmark !== undefined) void openPlace(side, bookmark.place);
  return bookmark !== undefined;
}

function shownPlace(state: State, side: PaneSide): Place | undefined {
  const { location, phase } = state.panes[side];
  return location === undefined || phase === 'failed' ? undefined : placeOf(location);
}

function bookmarkOf(state: State, place: Place | undefined): Bookmark | undefined {
  return place === undefined ? undefined : state.places.bookmarks.find((bookmark) => isSamePlace(bookmark.place, place));
}
