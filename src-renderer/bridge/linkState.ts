/** How the page stands to the application: `lost` while it tries again, `refused` when only a new link helps, `ended` after Quit. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'refused' | 'ended';
