/** What `import … from 'electron'` and `require('electron')` give to an application that runs on the stand-in. */
import { app } from './app.ts';
import { BrowserWindow, webContents } from './browserWindow.ts';
import { clipboard, dialog, nativeTheme, safeStorage, shell } from './desktop.ts';
import { ipcMain } from './ipcMain.ts';
import { absentModule } from './loud.ts';
import { Menu, MenuItem } from './menu.ts';
import { protocol } from './schemes.ts';
import { session } from './session.ts';

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  webContents,
};

export const autoUpdater = absentModule('autoUpdater');
export const BaseWindow = absentModule('BaseWindow');
export const contentTracing = absentModule('contentTracing');
export const crashReporter = absentModule('crashReporter');
export const desktopCapturer = absentModule('desktopCapturer');
export const globalShortcut = absentModule('globalShortcut');
export const inAppPurchase = absentModule('inAppPurchase');
export const MessageChannelMain = absentModule('MessageChannelMain');
export const nativeImage = absentModule('nativeImage');
export const net = absentModule('net');
export const netLog = absentModule('netLog');
export const Notification = absentModule('Notification');
export const powerMonitor = absentModule('powerMonitor');
export const powerSaveBlocker = absentModule('powerSaveBlocker');
export const pushNotifications = absentModule('pushNotifications');
export const screen = absentModule('screen');
export const ShareMenu = absentModule('ShareMenu');
export const systemPreferences = absentModule('systemPreferences');
export const TouchBar = absentModule('TouchBar');
export const Tray = absentModule('Tray');
export const utilityProcess = absentModule('utilityProcess');
export const View = absentModule('View');
export const WebContentsView = absentModule('WebContentsView');
export const webFrameMain = absentModule('webFrameMain');

const modelled = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  webContents,
};
export default modelled;
