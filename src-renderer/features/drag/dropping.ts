import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { isSamePlace, type Location } from '../../../src-shared/model/location.ts';
import { baseName, joinPath } from '../../../src-shared/model/path.ts';
import { pressedFor } from '../../commands/bindings.ts';
import type { PaneSide, State } from '../../store/state.ts';
import { currentWords, getState, notify } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { shownLocation } from '../pane/places.ts';
import { copyEntries, type CopySource, type Fitting, fitting } from './copying.ts';
import { copyForeignFiles } from './foreignFiles.ts';
import type { RowDrag } from './rowDrag.ts';

/** Where a drop would land: a folder's row, or (-1) the directory of the pane. */
export interface DropTarget {
  readonly row: number;
  readonly to: Location | undefined;
  /** What will happen, or why nothing will. */
  readonly words: string;
  readonly possible: boolean;
  /** The rows move instead of being copied. */
  readonly move: boolean;
}

/**
 * What a drag over a row of a pane would do, of rows or of what another program drags; undefined when it is none of this pane's business.
 * `shift`: rows move, where they stay within one endpoint.
 */
export function dropTarget(side: PaneSide, row: number, dragged: RowDrag | DataTransfer, shift = false): DropTarget | undefined {
  const [drag, transfer] = 'source' in dragged ? [dragged, undefined] : [undefined, dragged];
  const directory = shownLocation(side);
  const { text, format } = currentWords();
  if (directory === undefined) return { row: -1, to: undefined, words: text.drag.nothingOpen, possible: false, move: false };
  const { listing } = getState().panes[side];
  const entry = listing.entry(listing.at(row));
  const onFolder = entry !== undefined && isDirectoryLike(entry);
  const to = onFolder ? { ...directory, path: joinPath(directory.path, entry.name) } : directory;
  // Over the rows they come from they mean nothing, but for a folder among these that is not dragged itself.
  const atHome = drag?.side === side && drag.tab === getState().panes[side].activeTab;
  if (atHome && (!onFolder || drag.source.from.some((location) => isSamePlace(location, to)))) return undefined;
  const move = shift && drag !== undefined && drag.source.from.every(({ endpoint }) => endpoint === to.endpoint);
  const place = { row: onFolder ? row : -1, to, move };
  if (transfer?.types.includes('Files') === false) return { ...place, words: text.drag.noFiles, possible: false };
  const fit = drag === undefined ? undefined : fittingAgain(drag.source, to, move);
  if (fit?.problem !== undefined && fit.from.length === 0) return { ...place, words: fit.problem, possible: false };
  const count = fit?.from.length ?? transfer?.items.length ?? 0;
  const what = count === 0 ? text.drag.files : text.drag.items(count, format.count(count));
  const words = move ? text.drag.moveTo(what, placeName(to)) : text.drag.copyTo(what, placeName(to));
  return { ...place, words, possible: true };
}

/** Rows were let go over a pane. */
export function dropRows(side: PaneSide, row: number, drag: RowDrag, shift: boolean): void {
  const target = dropTarget(side, row, drag, shift);
  if (target?.to !== undefined) void copyEntries(drag.source, target.to, side, target.move);
}

/** Takes what another program drops: files from the desktop. Anything else is refused in words. */
export function acceptDrop(side: PaneSide, row: number, transfer: DataTransfer): void {
  const { text } = currentWords();
  const target = dropTarget(side, row, transfer);
  if (target === undefined) return;
  if (target.to === undefined) return notify(side, { tone: 'problem', text: target.words });
  if (!transfer.types.includes('Files')) return notify(side, { tone: 'note', text: text.drag.noFiles });
  copyForeignFiles(side, target.to, [...transfer.files], {
    unknown: text.drag.needsDesktop(pressedFor('transfer.copy')),
    none: text.drag.noFiles,
  });
}

interface Fitted {
  readonly to: Location;
  readonly move: boolean;
  readonly sessions: State['sessions'];
  readonly fit: Fitting;
}
const fitted = new WeakMap<CopySource, Fitted>();

/** A pointer asks with every move, mostly over the same place, and any number of rows may be dragged. */
function fittingAgain(source: CopySource, to: Location, move: boolean): Fitting {
  const { sessions } = getState();
  const last = fitted.get(source);
  if (last !== undefined && isSamePlace(last.to, to) && last.move === move && last.sessions === sessions) return last.fit;
  const fit = fitting(source, to, move);
  fitted.set(source, { to, move, sessions, fit });
  return fit;
}

function placeName(location: Location): string {
  const name = visibleName(baseName(location.path));
  if (name !== '') return name;
  return getState().sessions.find((session) => session.id === location.endpoint)?.label ?? '/';
}
