import type { Listing } from '../listing/listing.ts';
import { paneSides, type TabContents } from './state.ts';
import { getState, touchPane } from './store.ts';

/**
 * Puts the rows as their pane or tab wants them. Whoever calls this raises the pane's revision; it is raised once more when an order that
 * takes a while is there.
 */
export function arrangeListing(listing: Listing, { sort, filter }: Pick<TabContents, 'sort' | 'filter'>): void {
  listing.arrange(sort, getState().showHidden, filter, () => {
    for (const side of paneSides) if (getState().panes[side].listing === listing) touchPane(side);
  });
}
