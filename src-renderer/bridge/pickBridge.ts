import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { LinkState } from './linkState.ts';
import { createSocketBridge } from './socketBridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app. */
    readonly ferry?: Bridge;
  }
}

/** The desktop app's bridge where it is, else the browser shell's. The rest of the renderer can't tell them apart. */
export function pickBridge(onState: (state: LinkState) => void): Bridge {
  if (window.ferry !== undefined) {
    onState('open');
    return window.ferry;
  }
  const token = takeToken();
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return createSocketBridge({
    url: `${scheme}://${window.location.host}/socket`,
    token,
    storage: window.sessionStorage,
    onState,
  });
}

/** The link's token works once; it leaves the address bar and the history at once. */
function takeToken(): string | undefined {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (token === null || token === '') return undefined;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return token;
}
