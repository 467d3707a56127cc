import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoudEmitter, preventable, report } from './loud.ts';
import { SingleInstance } from './singleInstance.ts';

/** What the rest of the stand-in does for the application: its windows, and the end of Chromium. */
export interface Surroundings {
  /** Asks every window to close; true when all of them did. */
  closeWindows(): boolean;
  /** Removes every window without asking. */
  destroyWindows(): void;
  stopChromium(): Promise<void>;
}

export interface Identity {
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

const emitted = [
  'ready',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'browser-window-created',
  'web-contents-created',
  'second-instance',
];
const silent = [
  'activate',
  'open-file',
  'open-url',
  'certificate-error',
  'select-client-certificate',
  'login',
  'render-process-gone',
  'child-process-gone',
  'gpu-info-update',
  'accessibility-support-changed',
];

export class CommandLine {
  readonly switches = new Map<string, string>();
  appendSwitch(name: string, value = ''): void {
    this.switches.set(name, value);
  }
  hasSwitch(name: string): boolean {
    return this.switches.has(name);
  }
  getSwitchValue(name: string): string {
    return this.switches.get(name) ?? '';
  }
  removeSwitch(name: string): void {
    this.switches.delete(name);
  }
}

export class App extends LoudEmitter {
  readonly commandLine = new CommandLine();
  readonly isPackaged = false;
  name = 'Electron';
  #identity: Identity = { path: process.cwd(), name: 'Electron', version: '0.0.0' };
  #surroundings: Surroundings | undefined;
  readonly #paths = new Map<string, string>();
  #announceReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.#announceReady = resolve;
  });
  #isReady = false;
  #quitting = false;
  readonly #instance = new SingleInstance((argv, directory, data) => this.emit('second-instance', {}, argv, directory, data));

  constructor() {
    super('app', { emitted, silent }, ['dock']);
  }

  /** @internal */
  introduce(identity: Identity): void {
    this.#identity = identity;
    this.name = identity.name;
  }
  /** @internal */
  becomeReady(surroundings: Surroundings): void {
    this.#surroundings = surroundings;
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#announceReady();
  }
  /** @internal The last window is gone. */
  windowsGone(): void {
    if (!this.#quitting && !this.emit('window-all-closed')) this.quit();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#identity.version;
  }
  getAppPath(): string {
    return this.#identity.path;
  }
  getLocale(): string {
    return 'en-US';
  }
  getPath(name: string): string {
    const home = homedir();
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
    const userData = this.#paths.get('userData') ?? join(appData, this.name);
    const usual: Readonly<Record<string, string>> = {
      home,
      appData,
      userData,
      sessionData: userData,
      logs: join(userData, 'logs'),
      crashDumps: join(userData, 'Crashpad'),
      temp: tmpdir(),
      exe: process.argv[0] ?? '',
      desktop: join(home, 'Desktop'),
      documents: join(home, 'Documents'),
      downloads: join(home, 'Downloads'),
    };
    const path = this.#paths.get(name) ?? usual[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  requestSingleInstanceLock(data?: unknown): boolean {
    return this.#instance.request(this.getPath('userData'), data);
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }
  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }
  // The window system's view of the application: nothing here shows it.
  focus(): void {}
  enableSandbox(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}

  quit(): void {
    if (this.#quitting) return;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    if (this.#surroundings?.closeWindows() === false) {
      this.#quitting = false;
      return;
    }
    const last = preventable({});
    this.emit('will-quit', last);
    if (last.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  /** Ends at once: no `before-quit`, no `will-quit`, no window is asked. */
  exit(code = 0): void {
    this.#quitting = true;
    this.#surroundings?.destroyWindows();
    this.emit('quit', {}, code);
    this.#instance.release();
    const stopped = this.#surroundings?.stopChromium() ?? Promise.resolve();
    void stopped.catch(report).finally(() => process.exit(code));
  }
}

export const app = new App();
