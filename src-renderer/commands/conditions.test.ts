import { expect, it, vi } from 'vitest';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { Listing } from '../listing/listing.ts';
import { defaultSort, initialState } from '../store/state.ts';
import { getState, setState, touchPane, updatePane } from '../store/store.ts';
import { file } from '../testing/memoryBridge.ts';
import { presentConditions } from './conditions.ts';

const here = { endpoint: 'local', path: '/' };

it('go through the rows once for each state of the pane, however often they are asked for', () => {
  setState(initialState(), true);
  const listing = new Listing(here, defaultSort, false);
  listing.append(packEntries(Array.from({ length: 1000 }, (_, at) => file(`f${at}`))));
  updatePane('left', { location: here, phase: 'ready', listing });
  const { selection } = getState().panes.left;
  selection.all(listing);
  touchPane('left');
  const looks = vi.spyOn(selection, 'countShown');
  for (let i = 0; i < 10; i++) expect(presentConditions(getState()).has('single-selection')).toBe(false);
  expect(looks).toHaveBeenCalledTimes(1);
  selection.only(listing.at(0));
  touchPane('left');
  expect(presentConditions(getState()).has('single-selection')).toBe(true);
  expect(looks).toHaveBeenCalledTimes(2);
});
