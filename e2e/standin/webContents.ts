import { readFileSync } from 'node:fs';
import type { BrowserWindow } from './browserWindow.ts';
import { runningChromium } from './chromium.ts';
import { clipboard, nativeTheme } from './desktop.ts';
import { IpcMain, ipcMain } from './ipcMain.ts';
import { LoudEmitter, loud, NotModelledError, preventable, report } from './loud.ts';
import { pressKey } from './menu.ts';
import { checkDrag, type DragItem } from './nativeDrag.ts';
import { PreloadedPage } from './page.ts';
import type { PageMessage } from './page/preloadWorld.ts';
import { valueCodec } from './page/values.ts';
import { superviseRequests, type WantedNavigation } from './requests.ts';
import { originOf, toChromium, toElectron } from './schemes.ts';
import { defaultSession } from './session.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
  readonly additionalArguments?: readonly string[];
  readonly [name: string]: unknown;
}

interface WindowOpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: string;
}
type WindowOpenHandler = (details: WindowOpenDetails) => { readonly action: 'allow' | 'deny' };

const emitted = [
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'will-navigate',
  'will-frame-navigate',
  'preload-error',
  'destroyed',
];
const silent = [
  'will-redirect',
  'will-attach-webview',
  'did-create-window',
  'render-process-gone',
  'unresponsive',
  'context-menu',
  'console-message',
];
const { encode, decode } = valueCodec();
const harmless = ['preload', 'sandbox', 'contextIsolation', 'nodeIntegration', 'additionalArguments', 'webSecurity'];
const ignored = [
  'spellcheck',
  'devTools',
  'backgroundThrottling',
  'webviewTag',
  'navigateOnDragDrop',
  'enableWebSQL',
  'safeDialogs',
];
let lastId = 0;

export class WebContents extends LoudEmitter {
  readonly id: number;
  readonly session = defaultSession;
  readonly ipc = new IpcMain();
  readonly mainFrame: {
    url: string;
    origin: string;
    readonly parent: null;
    readonly routingId: number;
    readonly processId: number;
  };
  /** @internal The files of each drag that was handed to the desktop; Electron has no such thing. */
  readonly dragged: (readonly string[])[] = [];
  /** @internal */
  readonly window: BrowserWindow;
  readonly #opened: Promise<PreloadedPage>;
  #page: PreloadedPage | undefined;
  #windowOpenHandler: WindowOpenHandler | undefined;
  #onLoaded: () => void = () => undefined;
  #destroyed = false;

  constructor(window: BrowserWindow, preferences: WebPreferences, size: { readonly width: number; readonly height: number }) {
    super('webContents', { emitted, silent });
    checkPreferences(preferences);
    lastId += 1;
    this.id = lastId;
    this.window = window;
    this.mainFrame = loud({ url: '', origin: 'null', parent: null, routingId: 1, processId: 1 }, 'webFrameMain');
    const preload = preferences.preload === undefined ? undefined : readFileSync(preferences.preload, 'utf8');
    this.#opened = this.#open({ ...size, preload, additionalArguments: preferences.additionalArguments ?? [] });
    this.#opened.catch(report);
  }

  async #open(options: Parameters<typeof PreloadedPage.open>[1]): Promise<PreloadedPage> {
    const page = await PreloadedPage.open(runningChromium(), options);
    const { session, targetId } = page;
    this.#page = page;
    page.onMessage = (message) => this.#receive(page, message);
    session.on('Page.domContentEventFired', () => {
      this.emit('dom-ready', {});
      this.window.emit('ready-to-show');
    });
    session.on('Page.loadEventFired', () => {
      this.#onLoaded();
      this.emit('did-finish-load', {});
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) void this.#navigated(toElectron(frame.url));
    });
    session.on('Page.windowOpen', ({ url, windowName: frameName, windowFeatures }) =>
      this.#windowOpen({ url: toElectron(url), frameName, features: windowFeatures.join(','), disposition: 'foreground-tab' }),
    );
    session.on('Page.javascriptDialogOpening', ({ type }) => {
      if (type === 'beforeunload') report(new NotModelledError('a page that asks before it is left (beforeunload)'));
    });
    nativeTheme.on('updated', () => void this.#applyTheme(page).catch(report));
    await Promise.all([superviseRequests(session, targetId, (wanted) => this.#mayNavigate(wanted)), this.#applyTheme(page)]);
    return page;
  }

  async #applyTheme(page: PreloadedPage): Promise<void> {
    const value = nativeTheme.themeSource === 'system' ? '' : nativeTheme.themeSource;
    await page.session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  async #navigated(url: string): Promise<void> {
    this.mainFrame.url = url;
    this.mainFrame.origin = originOf(url);
    this.emit('did-navigate', {}, url, 200, 'OK');
    const origin = originOf(toChromium(url));
    if (origin === 'null' || origin.startsWith('about')) return;
    const browser = runningChromium().devtools.session();
    for (const { permission, granted } of await this.session.decide(this, originOf(url))) {
      await browser.send('Browser.setPermission', { permission, setting: granted ? 'granted' : 'denied', origin }).catch(report);
    }
  }

  #mayNavigate({ url, isMainFrame }: WantedNavigation): boolean {
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame, initiator: this.mainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  #windowOpen(details: WindowOpenDetails): void {
    const answer = this.#windowOpenHandler?.({ ...details });
    if (answer?.action !== 'deny') report(new NotModelledError(`a window opened by the page (${details.url})`));
  }

  #receive(page: PreloadedPage, message: PageMessage): void {
    switch (message.type) {
      case 'invoke':
        void this.#invoke(message.channel, message.values.map(decode)).then(
          (value) => page.tell({ type: 'reply', id: message.id, value }),
          (error: unknown) => {
            const text = `Error invoking remote method '${message.channel}': ${String(error)}`;
            page.tell({ type: 'failed', id: message.id, message: text });
          },
        );
        break;
      case 'send': {
        const values = message.values.map(decode);
        this.ipc.emit(message.channel, this.#ipcEvent(), ...values);
        ipcMain.emit(message.channel, this.#ipcEvent(), ...values);
        break;
      }
      case 'key':
        pressKey(message.stroke, this.window);
        break;
      case 'window-open':
        this.#windowOpen({ ...message.content, url: toElectron(message.content.url), disposition: 'new-window' });
        break;
      case 'clipboard':
        clipboard.writeText(message.content);
        break;
      case 'preload-error':
        report(`Unable to load preload script: ${message.message}`);
        this.emit('preload-error', {}, '', new Error(message.message));
        break;
    }
  }

  async #invoke(channel: string, values: unknown[]) {
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return encode(await handler(this.#ipcEvent(), ...values));
  }

  #ipcEvent(): object {
    return loud({ type: 'frame', sender: this, senderFrame: this.mainFrame, processId: 1, frameId: 1 }, 'ipcMainEvent');
  }

  send(channel: string, ...values: unknown[]): void {
    this.#page?.tell({ type: 'send', channel, values: values.map(encode) });
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opened;
    const loaded = new Promise<void>((resolve) => {
      this.#onLoaded = resolve;
    });
    const { errorText } = await page.session.send('Page.navigate', { url: toChromium(url) });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText} loading '${url}'`);
    }
    await loaded;
  }
  reload(): void {
    void this.#page?.session.send('Page.reload').catch(report);
  }
  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.#opened;
    const { result, exceptionDetails } = await page.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }
  /** Notes what the desktop would be handed. There is no desktop: it returns at once, and the page keeps its pointer. */
  startDrag(item: DragItem): void {
    this.dragged.push(checkDrag(item));
  }
  focus(): void {}
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }
  close(): void {
    this.window.close();
  }

  /** @internal */
  get targetId(): string | undefined {
    return this.#page?.targetId;
  }
  /** @internal */
  async resize(width: number, height: number): Promise<void> {
    const page = await this.#opened;
    await page.setSize(width, height);
  }
  /** @internal */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.#opened.then((page) => page.close()).catch(() => undefined);
    this.emit('destroyed');
  }
}

/** Only the secure arrangement is modelled: anything else would run the preload script in another way. */
function checkPreferences(preferences: WebPreferences): void {
  const {
    sandbox = true,
    contextIsolation = true,
    nodeIntegration = false,
    webSecurity = true,
    webviewTag = false,
  } = preferences;
  if (!sandbox || !contextIsolation || nodeIntegration || !webSecurity || webviewTag !== false) {
    throw new NotModelledError('a window without sandbox and context isolation, or with nodeIntegration or webviewTag,');
  }
  const unknown = Object.keys(preferences).find((name) => !harmless.includes(name) && !ignored.includes(name));
  if (unknown !== undefined) throw new NotModelledError(`the web preference “${unknown}”`);
}
