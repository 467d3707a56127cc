import type { bridgeEnd } from './contextBridge.ts';

/**
 * What the page's own world needs: its end of the context bridge, and the two things Electron does there that Chromium alone
 * would do otherwise. Runs in the page from its source text: it must not refer to anything outside itself.
 */
export function mainWorld(secret: string, makeBridgeEnd: typeof bridgeEnd): void {
  if (window !== window.top) return;
  makeBridgeEnd('main', secret);

  const tellPreload = (kind: string, content: unknown): void => {
    window.dispatchEvent(new CustomEvent(`${secret}tell`, { detail: { kind, content } }));
  };

  // A refused window is never made, and the caller gets null.
  window.open = (url, frameName, features) => {
    const resolved = url === undefined || url === '' ? 'about:blank' : new URL(url, document.baseURI).href;
    tellPreload('window-open', { url: resolved, frameName: frameName ?? '', features: features ?? '' });
    return null;
  };

  // The system clipboard is one: what the page writes, the main process can read.
  const { clipboard } = navigator as { readonly clipboard: Clipboard | undefined };
  if (clipboard === undefined) return;
  const write = clipboard.writeText.bind(clipboard);
  Object.defineProperty(clipboard, 'writeText', {
    value: async (text: string) => {
      await write(text);
      tellPreload('clipboard', text);
    },
  });
}
