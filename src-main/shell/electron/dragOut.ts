import { fileURLToPath } from 'node:url';
import type { BrowserWindow } from 'electron';
import { AppError, fromErrorRecord } from '../../../src-shared/errors.ts';
import type { Empty, Result } from '../../../src-shared/ipc/contract.ts';
import type { Backend } from '../../app/backend.ts';

/** Shown under the pointer. Where Electron finds no picture it starts no drag, and says nothing. */
const icon = fileURLToPath(new URL('../../build/drag.png', import.meta.url));

/**
 * Hands a drag to the desktop. The page names only its number: what is handed over is what the application has found and made ready.
 * On Windows and Linux this returns when the drag has ended, on macOS at once.
 * @throws AppError `unsupported` without a window, `not-found` when it is not ready, or was handed over already
 */
export async function startDrag(window: BrowserWindow | undefined, backend: Backend, drag: number): Promise<Empty> {
  if (window === undefined || window.isDestroyed()) throw new AppError('unsupported', 'there is no window to drag from');
  const reply = await backend.request('drag.take', { drag });
  if (!reply.ok) throw fromErrorRecord(reply.error);
  const files = [...(reply.value as Result<'drag.take'>).paths];
  window.webContents.startDrag({ file: files[0] ?? '', files, icon });
  return {};
}
