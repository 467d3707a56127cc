import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserWindow, type OpenDialogOptions, Notification, app, dialog, safeStorage } from 'electron';
import { AppError, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Backend, ShellHandlers } from '../../app/backend.ts';
import { startEngine } from '../../app/engineClient.ts';
import { type LaunchArguments, parseArguments } from '../arguments.ts';
import { openAssets } from '../assets.ts';
import { productVersion } from '../productVersion.ts';
import { answerWith } from '../shellRequests.ts';
import { defaultUserData } from '../userData.ts';
import { startDrag } from './dragOut.ts';
import { sendEvent, serveRequests } from './ipc.ts';
import { LinkListener } from './links.ts';
import { applyMenuState, installMenu } from './menu.ts';
import { pageUrl } from './origin.ts';
import { lockDown, registerScheme, servePage } from './security.ts';
import { systemCipher } from './systemCipher.ts';
import { moveToTrash } from './trash.ts';
import { openWindow } from './window.ts';
import { word } from './words.ts';

/** Entry of the desktop app. Nothing here may wait at the top level: Electron becomes ready only when this file has run. */

let window: BrowserWindow | undefined;
let links: LinkListener | undefined;
let engine: Promise<Backend> | undefined;

function main(argv: readonly string[]): void {
  const args = parseArguments(argv, false);
  const userData = resolve(args.userData ?? defaultUserData());
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
  app.setPath('sessionData', join(userData, 'chromium'));
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Ferry is already open with this user data; its window comes to the front.\n');
    app.quit();
    return;
  }
  app.enableSandbox();
  registerScheme();
  if (app.isPackaged) for (const scheme of ['ferry', 'classic']) app.setAsDefaultProtocolClient(scheme);
  links = new LinkListener(argv, (link) => void offer(link));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app
    .whenReady()
    .then(() => start(args, userData))
    .catch(fail);
}

async function start(args: LaunchArguments, userData: string): Promise<void> {
  const backend = launchEngine(args, userData);
  engine = backend;
  endInOrder(backend);
  lockDown();
  installMenu(runCommand);
  servePage(await openAssets(new URL('../renderer/', import.meta.url)));
  // The window loads while the engine starts; its first requests wait.
  const answer = backend.then((ready) =>
    answerWith(ready, { ...shellHandlers, 'shell.startDrag': ({ drag }) => startDrag(window, ready, drag) }),
  );
  answer.catch(() => undefined);
  const show = (): void => {
    window = openWindow(userData);
    serveRequests(window, async (name, params) => (await answer)(name, params));
    window.on('closed', () => {
      window = undefined;
    });
  };
  followTheSystem(show);
  show();
  if (!args.open) window?.webContents.once('did-finish-load', announceReady);
  (await backend).onEvent((message) => sendEvent(window, message));
}

async function launchEngine(args: LaunchArguments, userData: string): Promise<Backend> {
  return await startEngine(
    {
      userData,
      version: productVersion(import.meta.url),
      shell: 'electron',
      runtime: `Electron ${process.versions['electron'] ?? ''}`,
      nativeMenu: true,
      left: args.left,
      right: args.right,
    },
    new URL('./engine.js', import.meta.url),
    (error) => void offerRestart(error.message),
    engineDeadline,
    await systemCipher(safeStorage, process.platform),
  );
}

const shellHandlers: Omit<ShellHandlers, 'shell.startDrag'> = {
  async 'shell.chooseFolder'({ title, initial }) {
    const options: OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] };
    if (initial !== undefined) options.defaultPath = initial;
    const { canceled, filePaths } = await (window === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return { folder: canceled ? undefined : filePaths[0] };
  },
  'shell.trash': ({ paths }) => moveToTrash(paths),
  async 'shell.notify'({ title, body }) {
    if (!Notification.isSupported()) throw new AppError('unsupported', 'this system shows no notifications');
    const notification = new Notification({ title, body });
    notification.on('click', () => {
      if (window?.isMinimized() === true) window.restore();
      window?.focus();
    });
    notification.show();
    return {};
  },
  async 'shell.menuState'(state) {
    applyMenuState(state);
    links?.pageReady();
    return {};
  },
  async 'shell.quit'() {
    // After the reply has left.
    setTimeout(() => app.quit(), 0);
    return {};
  },
};

/** Other ways in: a second start and the dock. */
function followTheSystem(show: () => void): void {
  const comeForward = (): void => {
    if (window === undefined) return show();
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', comeForward);
  app.on('open-url', comeForward);
  app.on('activate', comeForward);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** What is no link after all opens the empty dialog. */
async function offer(link: string): Promise<void> {
  const reply = await (await engine)?.request('session.offer', { link });
  if (reply?.ok !== true) runCommand('session.connect');
}

function runCommand(command: string): void {
  sendEvent(window, { event: 'command.run', payload: { command } });
}

/** Milliseconds that the engine has to close its sessions and save what must be saved. */
const engineDeadline = 8000;
/** Milliseconds until quitting no longer waits: longer than the engine's own deadline, for one that never began. */
const quitDeadline = 10_000;

/** Quitting waits until the engine has closed its sessions and saved what must be saved. */
function endInOrder(backend: Promise<Backend>): void {
  let closed = false;
  let closing = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    window?.hide();
    const quit = (): void => {
      closed = true;
      app.quit();
    };
    setTimeout(quit, quitDeadline);
    backend
      .then((ready) => ready.close())
      .catch(() => undefined)
      .finally(quit);
  });
}

async function offerRestart(reason: string): Promise<void> {
  process.stderr.write(`Ferry has to stop: ${reason}.\n`);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: word('stopped'),
    detail: `${word('stoppedDetail')}\n${reason}`,
    buttons: [word('restart'), word('quit')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) app.relaunch();
  app.exit(1);
}

function announceReady(): void {
  process.stdout.write(`${JSON.stringify({ event: 'ready', shell: 'electron', url: pageUrl })}\n`);
}

function fail(error: unknown): void {
  const { message } = toErrorRecord(error);
  process.stderr.write(`Ferry can't start: ${message}.\n`);
  if (app.isReady()) dialog.showErrorBox(word('notStarted'), message);
  app.exit(1);
}

try {
  main(process.argv.slice(1));
} catch (error) {
  fail(error);
}
