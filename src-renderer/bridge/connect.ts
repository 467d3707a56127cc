import { installBridge } from './bridge.ts';
import type { LinkState } from './linkState.ts';
import { pickBridge } from './pickBridge.ts';

/** Evaluated before the rest of the page: the browser shell's socket opens while everything else is read and drawn. */
let state: LinkState = 'connecting';
let tell: ((state: LinkState) => void) | undefined;

installBridge(
  pickBridge((next) => {
    state = next;
    tell?.(next);
  }),
);

/** Tells how the page stands to the application now, and whenever that changes. */
export function followLink(listener: (state: LinkState) => void): void {
  tell = listener;
  listener(state);
}
