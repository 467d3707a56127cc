import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { isSamePlace } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { announce, currentWords, getState, notify, setState } from '../../store/store.ts';
import { copyBeside, copyEntries } from '../drag/copying.ts';
import { copyForeignFiles } from '../drag/foreignFiles.ts';
import { shownLocation } from '../pane/places.ts';
import { textOfLocation } from './copyText.ts';

/** Remembers the selected entries for a paste. Nothing happens to them before it. */
export function takeEntries(side: PaneSide, move: boolean): void {
  const { text, format } = currentWords();
  const { listing, selection } = getState().panes[side];
  const directory = shownLocation(side);
  const entries = selection.targets(listing);
  if (directory === undefined || entries.length === 0) return;
  const names = new Set(entries.map(({ name }) => name));
  const folders = new Set(entries.filter(isDirectoryLike).map(({ name }) => name));
  setState({ clipboard: { move, directory, names, folders } });
  const count = format.count(names.size);
  announce(move ? text.clipboard.taken(names.size, count) : text.clipboard.copied(names.size, count));
  replaceSystemClipboard(entries.map(({ name }) => textOfLocation({ ...directory, path: joinPath(directory.path, name) })));
}

/** What was cut is as if it had not been. Returns whether anything was. */
export function giveBackCut(): boolean {
  if (getState().clipboard?.move !== true) return false;
  setState({ clipboard: undefined });
  return true;
}

/** Other programs get the paths as text; and files that another program has put there are no longer the latest that were copied. */
function replaceSystemClipboard(lines: readonly string[]): void {
  navigator.clipboard?.writeText(lines.join('\n')).catch(() => undefined);
}

/** Copies what was copied, or moves what was cut, into the folder that a pane shows; into their own folder, under other names. */
export async function pasteEntries(side: PaneSide): Promise<void> {
  const { text } = currentWords();
  const { clipboard } = getState();
  const to = shownLocation(side);
  if (clipboard === undefined || to === undefined) return;
  const { move, directory } = clipboard;
  const at = (name: string): string => joinPath(directory.path, name);
  const from = [...clipboard.names].map((name) => ({ ...directory, path: at(name) }));
  if (isSamePlace(directory, to)) {
    if (move) notify(side, { tone: 'note', text: text.drag.notHere });
    else await copyBeside(from, to, side);
    return;
  }
  const folders = new Set([...clipboard.folders].map(at));
  const went = await copyEntries({ from, folders }, to, side, move);
  // What was cut can be pasted once; what was copied, again and again.
  if (went && move && getState().clipboard === clipboard) setState({ clipboard: undefined });
}

/** Files that another program has put into the system's clipboard. */
export function pasteFiles(side: PaneSide, files: readonly File[]): void {
  const { text } = currentWords();
  const to = shownLocation(side);
  if (to !== undefined) copyForeignFiles(side, to, files, { unknown: text.clipboard.needsDesktop, none: text.clipboard.noFiles });
}
