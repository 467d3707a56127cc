import type { Location } from '../../../src-shared/model/location.ts';
import { tell } from '../../bridge/bridge.ts';
import { paneSides, type State } from '../../store/state.ts';
import { getState, useStore } from '../../store/store.ts';

let told = '';

/** Keeps the main side informed of which folders the panes show. A tab behind another is read again when it is shown. */
export function followShownFolders(): void {
  useStore.subscribe((state, before) => {
    if (state.panes !== before.panes) tellChange(state);
  });
}

/** After the other side has forgotten it. */
export function tellShownFolders(): void {
  told = '';
  tellChange(getState());
}

function tellChange({ app, panes }: State): void {
  if (app === undefined) return;
  const locations = paneSides
    .map((side) => panes[side].location)
    .filter((location): location is Location => location !== undefined);
  const next = JSON.stringify(locations);
  if (next === told) return;
  told = next;
  tell('directory.shown', { locations });
}
