import { fileURLToPath } from 'node:url';
import { BrowserWindow, app, dialog, nativeTheme, screen } from 'electron';
import { pageUrl } from './origin.ts';
import { type WindowState, readWindowState, writeWindowState } from './windowState.ts';
import { word } from './words.ts';

/** @param userData the folder that remembers where the window was */
export function openWindow(userData: string): BrowserWindow {
  const state = readWindowState(userData);
  const window = new BrowserWindow({
    ...placeOf(state),
    minWidth: 640,
    minHeight: 420,
    show: false,
    title: 'Ferry',
    // The page's own colours, so that nothing flashes before it is there.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171c' : '#f3f4f6',
    ...(process.platform === 'linux' ? { icon: fileURLToPath(new URL('../../build/icon.png', import.meta.url)) } : {}),
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeWindowState(userData, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void offerReload(window, reason);
  });
  window.loadURL(pageUrl).catch((error: unknown) => {
    dialog.showErrorBox(word('notShown'), error instanceof Error ? error.message : String(error));
    app.quit();
  });
  return window;
}

/** Linux's window managers place windows themselves; elsewhere the place is kept while a screen still shows it. */
function placeOf({ width, height, x, y }: WindowState): { width: number; height: number; x?: number; y?: number } {
  if (x === undefined || y === undefined || process.platform === 'linux') return { width, height };
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const seen =
    x < workArea.x + workArea.width - 100 &&
    x + width > workArea.x + 100 &&
    y >= workArea.y &&
    y < workArea.y + workArea.height - 50;
  return seen ? { width, height, x, y } : { width, height };
}

async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: word('windowGone'),
    detail: `${word('windowGoneDetail')} (${reason})`,
    buttons: [word('reload'), word('quit')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 0) window.webContents.reload();
  else app.quit();
}
