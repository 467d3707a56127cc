import { LoudEmitter, loud, NotModelledError, report } from './loud.ts';

/** The parts of Electron that would reach the desktop of the person who runs the tests: they must be stubbed (`app.evaluate`). */

const stubbed = (name: string) => (): never => {
  throw new NotModelledError(`${name} without a stub`);
};

export const dialog = loud(
  {
    showOpenDialog: stubbed('dialog.showOpenDialog'),
    showOpenDialogSync: stubbed('dialog.showOpenDialogSync'),
    showSaveDialog: stubbed('dialog.showSaveDialog'),
    showMessageBox: stubbed('dialog.showMessageBox'),
    showMessageBoxSync: stubbed('dialog.showMessageBoxSync'),
    showErrorBox: (title: string, content: string) => report(`error box “${title}”: ${content}`),
  },
  'dialog',
);

export const shell = loud(
  {
    openExternal: stubbed('shell.openExternal'),
    openPath: stubbed('shell.openPath'),
    showItemInFolder: stubbed('shell.showItemInFolder'),
    trashItem: stubbed('shell.trashItem'),
  },
  'shell',
);

let clipboardText = '';
/** What the main process and the page write; nothing of it reaches the desktop's clipboard, and pages can not read it. */
export const clipboard = loud(
  {
    readText: () => clipboardText,
    writeText: (text: string) => {
      clipboardText = text;
    },
    clear: () => {
      clipboardText = '';
    },
  },
  'clipboard',
);

const noKeyRing = (name: string) => (): never => {
  throw new NotModelledError(`safeStorage.${name} without a key ring`);
};

/** A computer without a key ring, as a machine without a desktop is. */
export const safeStorage = loud(
  {
    isAsyncEncryptionAvailable: async () => false,
    getSelectedStorageBackend: () => 'basic_text',
    encryptStringAsync: noKeyRing('encryptStringAsync'),
    decryptStringAsync: noKeyRing('decryptStringAsync'),
  },
  'safeStorage',
);

type ThemeSource = 'system' | 'light' | 'dark';

export class NativeTheme extends LoudEmitter {
  #source: ThemeSource = 'system';
  constructor() {
    super('nativeTheme', { emitted: ['updated'], silent: [] });
  }
  get themeSource(): ThemeSource {
    return this.#source;
  }
  set themeSource(source: ThemeSource) {
    this.#source = source;
    this.emit('updated');
  }
  /** The system is taken to be light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}
export const nativeTheme = new NativeTheme();
