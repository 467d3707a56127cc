import { existsSync } from 'node:fs';
import { NotModelledError } from './loud.ts';

/** Electron's `Item` of `webContents.startDrag`. */
export interface DragItem {
  readonly file?: string;
  readonly files?: readonly string[];
  readonly icon: unknown;
}

/**
 * What Electron would hand to the desktop. Its own errors are thrown in its words. Two things it says nothing of are errors here, since
 * they can only be meant otherwise: a picture that can't be read, with which it starts no drag, and files that are not there.
 */
export function checkDrag({ file, files, icon }: DragItem): readonly string[] {
  const dragged = files ?? (file === undefined ? [] : [file]);
  if (icon === undefined) throw new Error("'icon' parameter is required");
  if (typeof icon !== 'string') throw new NotModelledError('a NativeImage as the icon of startDrag');
  if (dragged.length === 0) throw new Error("Must specify either 'file' or 'files' option");
  const missing = [icon, ...dragged].find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`startDrag was given ${missing}, which is not there`);
  return [...dragged];
}
