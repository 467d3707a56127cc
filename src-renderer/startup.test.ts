import { beforeEach, expect, it } from 'vitest';
import { packEntries } from '../src-shared/model/entryColumns.ts';
import { Listing } from './listing/listing.ts';
import { panesFilled } from './startup.ts';
import { initialState } from './store/state.ts';
import { getState, setState, updatePane } from './store/store.ts';
import { file } from './testing/memoryBridge.ts';

const here = { endpoint: 'local', path: '/' };
const long = 60_000;

beforeEach(() => setState(initialState(), true));

it('waits for rows, or the word that there are none, on both sides', async () => {
  updatePane('left', { phase: 'loading' });
  updatePane('right', { phase: 'loading' });
  let filled = false;
  const waiting = panesFilled(long).then(() => (filled = true));
  const listing = new Listing(here, getState().panes.left.sort, false);
  listing.append(packEntries([file('a')]));
  updatePane('left', { listing });
  await Promise.resolve();
  expect(filled).toBe(false);
  updatePane('right', { phase: 'failed' });
  await waiting;
});

it('does not wait for panes that show nothing', async () => {
  await panesFilled(long);
});

it('waits no longer than told', async () => {
  updatePane('left', { phase: 'loading' });
  await panesFilled(1);
});
