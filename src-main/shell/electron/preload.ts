import { type IpcRendererEvent, contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EventMessage } from '../../../src-shared/ipc/contract.ts';
import { eventChannel, requestChannel } from './channels.ts';

/** Runs in the page's process, apart from the page; what it puts into the page is all that the page can reach. */
const bridge: Bridge = {
  request: (name, params) => ipcRenderer.invoke(requestChannel, name, params),
  onEvent(listener) {
    const forward = (_event: IpcRendererEvent, message: EventMessage): void => listener(message);
    ipcRenderer.on(eventChannel, forward);
    return () => {
      ipcRenderer.removeListener(eventChannel, forward);
    };
  },
  pathForFile(file) {
    try {
      const path = webUtils.getPathForFile(file as File);
      return path === '' ? undefined : path;
    } catch {
      // Not a file.
      return undefined;
    }
  },
};

contextBridge.exposeInMainWorld('ferry', bridge);
