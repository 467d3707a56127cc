import { type WebContents, app, dialog, protocol, session, shell } from 'electron';
import type { Assets } from '../assets.ts';
import { securityHeaders } from '../securityHeaders.ts';
import { pageUrl, scheme } from './origin.ts';
import { word } from './words.ts';

/** Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the page's files, and nothing else, under the page's scheme. */
export function servePage(assets: Assets): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const asset = url.host === new URL(pageUrl).host && request.method === 'GET' ? await assets.find(url.pathname) : undefined;
    if (asset === undefined) return new Response('There is no such file.', { status: 404, headers: { ...securityHeaders } });
    return new Response(asset.bytes, { headers: { ...securityHeaders, 'content-type': asset.type } });
  });
}

/** What the page may ask the system for: to put text on the clipboard after a click. */
const allowedPermission = 'clipboard-sanitized-write';

/** Everything a page could do beyond its own files is refused, for every page that ever appears. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === allowedPermission));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === allowedPermission);
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.setSpellCheckerEnabled(false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void offerLink(url);
    return { action: 'deny' };
  });
}

/** A web address is opened in the user's browser, if they say so; anything else is not opened at all. */
async function offerLink(text: string): Promise<void> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: word('openPage'),
    detail: url.href.slice(0, 500),
    buttons: [word('open'), word('cancel')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) await shell.openExternal(url.href);
}
