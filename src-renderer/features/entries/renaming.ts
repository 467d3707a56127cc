import type { Entry } from '../../../src-shared/model/entry.ts';
import { toErrorRecord } from '../../../src-shared/errors.ts';
import { isSamePlace, type Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide, RenameState } from '../../store/state.ts';
import { currentWords, getState, notify, showDialog, touchPane, updatePane } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { nameParts, visibleName } from '../../text/visibleName.ts';
import { refreshPane } from '../pane/loading.ts';
import { focusPane, focusRenameField, whenFocusIsFree } from '../pane/paneFocus.ts';
import { typedNameProblem } from './nameField.ts';

/** Renaming in place: a row turns into a field until there is a new name, or none is wanted. What was typed is in the pane's state. */

export function beginRename(side: PaneSide, directory: Location, entry: Entry): void {
  if (nameParts(entry.name).some(({ escaped }) => escaped)) return showDialog({ kind: 'rename', side, directory, entry });
  whenFocusIsFree(() => {
    const { listing, selection } = getState().panes[side];
    selection.moveFocus(listing.indexOfName(entry.name));
    const { name } = entry;
    // The row may be a field already, left with something wrong in it: what was typed stays.
    if (isPresent(side, { directory, name })) focusRenameField(side);
    else updatePane(side, { rename: { directory, name, typed: name, problem: undefined, busy: false } });
    touchPane(side, { reveal: true });
  });
}

export function typeName(side: PaneSide, typed: string): void {
  const { rename } = getState().panes[side];
  if (rename !== undefined) change(side, rename, { typed, problem: undefined });
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
    if (!isPresent(side, rename)) return;
    updatePane(side, { rename: undefined });
    if (!left) focusPane(side);
  };
  if (typed === name) return end();
  const problem = typedNameProblem(typed, text);
  if (problem !== undefined) return change(side, rename, { problem });
  change(side, rename, { busy: true, problem: undefined });
  try {
    await request('entry.rename', { from: { ...directory, path: joinPath(directory.path, name) }, name: typed });
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    const sentence = errorSentence(currentWords(), error, { item: typed });
    // Its row is not shown any more, or another one is being edited.
    if (!isPresent(side, rename)) return notify(side, { tone: 'problem', text: sentence });
    const taken = error.code === 'already-exists';
    return change(side, rename, { busy: false, problem: taken ? text.entries.nameTaken(visibleName(typed)) : sentence });
  }
  // Until the row has its new name the field stands for it.
  if (isShown(side, rename)) await refreshPane(side, typed);
  end();
}

/** The row has gone while its name was being edited: the entry is not there any more, or a filter hides it. */
export function loseRename(side: PaneSide): void {
  const { rename, listing } = getState().panes[side];
  if (rename === undefined || rename.busy) return;
  const { renameGone, renameHidden } = currentWords().text.entries;
  const words = listing.indexOfName(rename.name) < 0 ? renameGone : renameHidden;
  updatePane(side, { rename: undefined });
  notify(side, { tone: 'problem', text: words(visibleName(rename.name)) });
  if (document.activeElement === document.body) focusPane(side);
}

function isShown(side: PaneSide, { directory }: RenameState): boolean {
  return isSamePlace(getState().panes[side].listing.location, directory);
}

type RenameIdentity = Pick<RenameState, 'directory' | 'name'>;

/** Whether this is the name that is being edited now: the pane may have gone elsewhere, or on to another row. */
function isPresent(side: PaneSide, { directory, name }: RenameIdentity): boolean {
  const { rename } = getState().panes[side];
  return rename !== undefined && rename.name === name && isSamePlace(rename.directory, directory);
}

function change(side: PaneSide, of: RenameIdentity, part: Partial<RenameState>): void {
  const { rename } = getState().panes[side];
  if (rename !== undefined && isPresent(side, of)) updatePane(side, { rename: { ...rename, ...part } });
}
