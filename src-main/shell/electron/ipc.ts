import type { BrowserWindow } from 'electron';
import { toErrorRecord } from '../../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../../src-shared/ipc/contract.ts';
import type { Answer } from '../shellRequests.ts';
import { eventChannel, requestChannel } from './channels.ts';
import { isPageFrame } from './origin.ts';

/** Serves the requests of one window's page. The channel belongs to the window; what another frame of it sends is refused. */
export function serveRequests(window: BrowserWindow, answer: Answer): void {
  window.webContents.ipc.handle(requestChannel, async (event, name: unknown, params: unknown): Promise<Reply<unknown>> => {
    if (!isPageFrame(event.senderFrame)) return refusal('permission-denied', 'this page may not ask');
    if (typeof name !== 'string') return refusal('invalid-request', 'the name of a request is text');
    try {
      return await answer(name, params);
    } catch (error) {
      return { ok: false, error: toErrorRecord(error) };
    }
  });
}

export function sendEvent(window: BrowserWindow | undefined, message: EventMessage): void {
  if (window === undefined || window.isDestroyed() || window.webContents.isDestroyed()) return;
  window.webContents.send(eventChannel, message);
}

function refusal(code: 'permission-denied' | 'invalid-request', message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
