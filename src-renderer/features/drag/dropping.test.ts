import { beforeEach, describe, expect, it } from 'vitest';
import type { Location } from '../../../src-shared/model/location.ts';
import { defaultSort, initialState } from '../../store/state.ts';
import { Listing } from '../../listing/listing.ts';
import { setState, updatePane } from '../../store/store.ts';
import { testSession } from '../../testing/memoryBridge.ts';
import { dropTarget } from './dropping.ts';
import type { RowDrag } from './rowDrag.ts';

const at = (path: string): Location => ({ endpoint: 's1', path });

/** Counts how often what is dragged is gone through. */
function drag(paths: readonly string[]): RowDrag & { readonly looks: () => number } {
  let looks = 0;
  const from = paths.map(at);
  const source = {
    get from() {
      looks++;
      return from;
    },
    folders: new Set<string>(),
  };
  return { side: 'left', tab: 0, source, looks: () => looks };
}

describe('where a drag would land', () => {
  beforeEach(() => {
    setState({ ...initialState(), sessions: [testSession('s1')] }, true);
    updatePane('right', { location: at('/to'), phase: 'ready', listing: new Listing(at('/to'), defaultSort, false) });
  });

  it('is found out once for each place and each state of the sessions, however often the pointer moves', () => {
    const dragged = drag(['/from/a', '/from/b']);
    const first = dropTarget('right', -1, dragged);
    expect(first).toMatchObject({ words: 'Copy 2 items to to', possible: true });
    const looks = dragged.looks();
    expect(dropTarget('right', -1, dragged)).toEqual(first);
    expect(dragged.looks()).toBe(looks);
    const features = { ...testSession('s1').features, writable: false };
    setState({ sessions: [testSession('s1', { features })] });
    expect(dropTarget('right', -1, dragged)).toMatchObject({ possible: false });
  });

  it('is refused for a folder over itself, by its name', () => {
    expect(dropTarget('right', -1, drag(['/to']))).toMatchObject({
      words: '“to” can’t be copied into itself.',
      possible: false,
    });
  });
});
