import type { Entry } from '../../../src-shared/model/entry.ts';
import { toErrorRecord } from '../../../src-shared/errors.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide, RenameState } from '../../store/state.ts';
import { currentWords, getState, notify, showDialog, touchPane, updatePane } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { nameParts, visibleName } from '../../text/visibleName.ts';
import { refreshPane } from '../pane/loading.ts';
import { focusPane, whenFocusIsFree } from '../pane/paneFocus.ts';
import { typedNameProblem } from './nameField.ts';

/** Renaming in place: a row turns into a field until there is a new name, or none is wanted. What was typed is in the pane's state. */

export function beginRename(side: PaneSide, directory: Location, entry: Entry): void {
  if (nameParts(entry.name).some(({ escaped }) => escaped)) return showDialog({ kind: 'rename', side, directory, entry });
  whenFocusIsFree(() => {
    const { listing, selection } = getState().panes[side];
    selection.moveFocus(listing.indexOfName(entry.name));
    updatePane(side, { rename: { directory, name: entry.name, typed: entry.name, problem: undefined, busy: false } });
    touchPane(side, { reveal: true });
  });
}

export function typeName(side: PaneSide, typed: string): void {
  change(side, { typed, problem: undefined });
}

export function cancelRename(side: PaneSide): void {
  updatePane(side, { rename: undefined });
  focusPane(side);
}

/**
 * Gives the typed name to the entry; what is wrong is said at the row, where the name stays as it was typed. `left`: the keyboard has
 * gone elsewhere and is not fetched back.
 */
export async function commitRename(side: PaneSide, left = false): Promise<void> {
  const { rename } = getState().panes[side];
  if (rename === undefined || rename.busy) return;
  const { directory, name, typed } = rename;
  const { text } = currentWords();
  const end = (): void => {
    if (getState().panes[side].rename?.name !== name) return;
    updatePane(side, { rename: undefined });
    if (!left) focusPane(side);
  };
  if (typed === name) return end();
  const problem = typedNameProblem(typed, text);
  if (problem !== undefined) return change(side, { problem });
  change(side, { busy: true, problem: undefined });
  try {
    await request('entry.rename', { from: { ...directory, path: joinPath(directory.path, name) }, name: typed });
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    const taken = error.code === 'already-exists';
    const words = taken ? text.entries.nameTaken(visibleName(typed)) : errorSentence(currentWords(), error, { item: typed });
    return change(side, { busy: false, problem: words });
  }
  // Until the row has its new name the field stands for it.
  if (isShown(side, rename)) await refreshPane(side, typed);
  end();
}

/** The entry has gone while its name was being edited. */
export function loseRename(side: PaneSide): void {
  const { rename } = getState().panes[side];
  if (rename === undefined || rename.busy) return;
  const { text } = currentWords();
  updatePane(side, { rename: undefined });
  notify(side, { tone: 'problem', text: text.entries.renameGone(visibleName(rename.name)) });
  if (document.activeElement === document.body) focusPane(side);
}

function isShown(side: PaneSide, { directory }: RenameState): boolean {
  const { location } = getState().panes[side].listing;
  return location.endpoint === directory.endpoint && location.path === directory.path;
}

function change(side: PaneSide, part: Partial<RenameState>): void {
  const { rename } = getState().panes[side];
  if (rename !== undefined) updatePane(side, { rename: { ...rename, ...part } });
}
