import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import type { DevToolsSession } from './devtools.ts';
import { LoudEmitter, loud, NotModelledError, preventable, report } from './loud.ts';
import { WebContents, type WebPreferences } from './webContents.ts';

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowOptions extends Partial<Rectangle> {
  readonly title?: string;
  readonly show?: boolean;
  readonly webPreferences?: WebPreferences;
  readonly [name: string]: unknown;
}

/** Options about looks that a page in headless Chromium can not show, and that change nothing for it. */
const ignored =
  'minWidth minHeight maxWidth maxHeight useContentSize center resizable icon backgroundColor autoHideMenuBar darkTheme titleBarStyle acceptFirstMouse'.split(
    ' ',
  );
const known = ['x', 'y', 'width', 'height', 'title', 'show', 'webPreferences'];
const emitted = [
  'close',
  'closed',
  'show',
  'hide',
  'focus',
  'ready-to-show',
  'resize',
  'resized',
  'move',
  'moved',
  'maximize',
  'unmaximize',
];
const silent = [
  'blur',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
  'unresponsive',
  'responsive',
  'page-title-updated',
];

const windows = new Set<BrowserWindow>();
/** Keeps the windows true to what becomes of Chromium's targets. */
export function followTargets(browser: DevToolsSession): void {
  browser.on('Target.targetDestroyed', ({ targetId }) => windowOf(targetId)?.destroy());
  // A window that a page managed to open past `window.open`, by a link for instance, is closed before it shows anything.
  browser.on('Target.targetCreated', ({ targetInfo: { type, targetId, openerFrameId } }) => {
    if (type === 'page' && openerFrameId !== undefined) browser.send('Target.closeTarget', { targetId }).catch(report);
  });
  browser.send('Target.setDiscoverTargets', { discover: true }).catch(report);
}

function windowOf(targetId: string): BrowserWindow | undefined {
  return [...windows].find((window) => window.webContents.targetId === targetId);
}

export class BrowserWindow extends LoudEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #maximized = false;

  constructor(options: WindowOptions = {}) {
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    super('browserWindow', { emitted, silent });
    const unknown = Object.keys(options).find((name) => !known.includes(name) && !ignored.includes(name));
    if (unknown !== undefined) throw new NotModelledError(`the window option “${unknown}”`);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? app.name;
    this.#visible = options.show ?? true;
    this.webContents = new WebContents(this, options.webPreferences ?? {}, { width, height });
    this.id = this.webContents.id;
    windows.add(this);
    app.emit('browser-window-created', {}, this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].at(-1) ?? null;
  }
  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return contents?.window ?? null;
  }
  static fromId(id: number): BrowserWindow | null {
    return [...windows].find((window) => window.id === id) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(path: string): Promise<void> {
    return this.webContents.loadURL(pathToFileURL(resolve(app.getAppPath(), path)).href);
  }
  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (!windows.delete(this)) return;
    this.webContents.destroy();
    this.emit('closed');
    if (windows.size === 0) app.windowsGone();
  }
  isDestroyed(): boolean {
    return !windows.has(this);
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  focus(): void {
    this.emit('focus');
  }
  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this;
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isFullScreen(): boolean {
    return false;
  }
  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.webContents.resize(this.#bounds.width, this.#bounds.height).catch(report);
    this.emit('resize');
    this.emit('resized');
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  // Looks that headless Chromium has no place for.
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setBackgroundColor(): void {}
  setProgressBar(): void {}
}

export const webContents = loud(
  {
    getAllWebContents: () => [...windows].map((window) => window.webContents),
    fromId: (id: number) => BrowserWindow.fromId(id)?.webContents,
    fromDevToolsTargetId: (targetId: string) => windowOf(targetId)?.webContents,
    getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
  },
  'webContents',
);
