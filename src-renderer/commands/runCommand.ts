import { bookmarkOfCommand, type CommandId, findCommand, isCommandId } from '../../src-shared/commands.ts';
import { localEndpoint } from '../../src-shared/model/location.ts';
import { tell } from '../bridge/bridge.ts';
import { copySource, copyToOtherPane } from '../features/drag/copying.ts';
import { focusFilter } from '../features/pane/filtering.ts';
import { pasteEntries, takeEntries } from '../features/entries/clipboard.ts';
import { copyText } from '../features/entries/copyText.ts';
import { beginRename } from '../features/entries/renaming.ts';
import { toggleColumn } from '../features/pane/columns.ts';
import { countFolderSizes } from '../features/pane/folderSizes.ts';
import { goBack, goForward } from '../features/pane/history.ts';
import { toggleSync } from '../features/pane/synchronized.ts';
import { isBookmarked, openBookmark, toggleBookmark } from '../features/places/bookmarks.ts';
import { refreshPane } from '../features/pane/loading.ts';
import { goHome, goUp, openEntry, toggleHidden } from '../features/pane/navigation.ts';
import { focusPane } from '../features/pane/paneFocus.ts';
import { shownLocation } from '../features/pane/places.ts';
import { closeTab, mirrorPane, openTab, reopenTab, sendTab, shiftTab, stepTab, swapPanes } from '../features/pane/tabs.ts';
import { openPreview } from '../features/preview/openPreview.ts';
import { copyServerLink, openServer, reportServerProblem, stopServer } from '../features/server/localServer.ts';
import { connectSide, disconnect, reconnect } from '../features/sessions/openSession.ts';
import { copyReceipts, openSaveReceipts } from '../features/transfers/receipts.ts';
import {
  cancelRows,
  moveRows,
  pauseRows,
  prioritizeRows,
  resumeRows,
  retryRows,
  revealRow,
} from '../features/transfers/rowActions.ts';
import type { State } from '../store/state.ts';
import { getState, otherSide, setState, showDialog, touchPane, updatePane } from '../store/store.ts';
import { isEnabled, presentConditions } from './conditions.ts';

/** What each command does. It works on the focused pane. */
const actions: Readonly<Record<CommandId, () => void>> = {
  'session.connect': () => showDialog({ kind: 'connect', side: connectSide() }),
  'session.sites': () => showDialog({ kind: 'sites', side: connectSide() }),
  'session.disconnect': () => {
    const endpoint = getState().panes[getState().focused].location?.endpoint;
    if (endpoint !== undefined && endpoint !== localEndpoint) disconnect(endpoint);
  },
  'session.reconnect': () => void reconnect(getState().focused),
  'entry.newFolder': () => {
    const side = getState().focused;
    const directory = shownLocation(side);
    if (directory !== undefined) showDialog({ kind: 'new-folder', side, directory });
  },
  'entry.newFile': () => {
    const side = getState().focused;
    const directory = shownLocation(side);
    if (directory !== undefined) showDialog({ kind: 'new-file', side, directory });
  },
  'entry.open': () => openEntry(getState().focused, getState().panes[getState().focused].selection.focus),
  'entry.rename': () => {
    const { side, directory, entries } = targets();
    const entry = entries[0];
    if (directory !== undefined && entry !== undefined) beginRename(side, directory, entry);
  },
  'entry.delete': () => askToDelete(false),
  'entry.deleteForGood': () => askToDelete(true),
  'entry.preview': () => openPreview(getState().focused),
  'entry.properties': () => {
    const { side, directory, entries } = targets();
    if (directory !== undefined && entries.length > 0) showDialog({ kind: 'properties', side, directory, entries });
  },
  'entry.folderSizes': () => countFolderSizes(getState().focused),
  'entry.cut': () => takeEntries(getState().focused, true),
  'entry.copy': () => takeEntries(getState().focused, false),
  'entry.paste': () => void pasteEntries(getState().focused),
  'entry.copyName': () => void copyText(getState().focused, 'name'),
  'entry.copyPath': () => void copyText(getState().focused, 'path'),
  'entry.copyLink': () => void copyText(getState().focused, 'link'),
  'app.settings': () => showDialog({ kind: 'settings' }),
  'app.quit': quit,
  'selection.all': () => select((pane) => pane.selection.all(pane.listing)),
  'selection.none': () => select((pane) => pane.selection.none()),
  'selection.invert': () => select((pane) => pane.selection.invert(pane.listing)),
  'selection.pattern': () => showDialog({ kind: 'pattern', side: getState().focused, select: true }),
  'selection.unpattern': () => showDialog({ kind: 'pattern', side: getState().focused, select: false }),
  'view.filter': () => focusFilter(getState().focused),
  'view.refresh': () => void refreshPane(getState().focused),
  'view.hidden': toggleHidden,
  'view.palette': () => showDialog({ kind: 'palette' }),
  'column.size': () => toggleColumn('size'),
  'column.type': () => toggleColumn('type'),
  'column.date': () => toggleColumn('date'),
  'view.transfers': () => setState((state) => ({ transfersOpen: !state.transfersOpen })),
  'tab.new': () => openTab(getState().focused),
  'tab.close': () => closeTab(getState().focused, activeTab()),
  'tab.reopen': () => reopenTab(getState().focused),
  'tab.next': () => stepTab(getState().focused, 1),
  'tab.previous': () => stepTab(getState().focused, -1),
  'tab.moveLeft': () => shiftTab(getState().focused, -1),
  'tab.moveRight': () => shiftTab(getState().focused, 1),
  'tab.toOther': () => sendTab(getState().focused, activeTab()),
  'pane.mirror': () => mirrorPane(getState().focused),
  'pane.swap': swapPanes,
  'go.back': () => goBack(getState().focused),
  'go.forward': () => goForward(getState().focused),
  'pane.other': () => focusPane(otherSide(getState().focused)),
  'go.up': () => goUp(getState().focused),
  'go.home': () => goHome(getState().focused),
  'go.path': () => updatePane(getState().focused, { editingPath: true }),
  'go.places': () => setState({ placesOpen: getState().focused }),
  'go.bookmark': () => toggleBookmark(getState().focused),
  'go.bookmarks': () => showDialog({ kind: 'bookmarks' }),
  'view.sync': toggleSync,
  'transfer.copy': () => void copyToOtherPane(getState().focused),
  'transfer.move': () => void copyToOtherPane(getState().focused, true),
  'transfer.downloadTo': () => {
    const source = copySource(getState().focused);
    if (source.from.length > 0) showDialog({ kind: 'download-to', ...source, dragged: false });
  },
  'transfer.pauseAll': () => tell('transfer.pause', { transfers: 'all' }),
  'transfer.resumeAll': () => tell('transfer.resume', { transfers: 'all' }),
  'transfer.limit': () => showDialog({ kind: 'speed-limit' }),
  'transfer.reveal': () => revealRow(),
  'transfer.pause': pauseRows,
  'transfer.resume': resumeRows,
  'transfer.cancel': cancelRows,
  'transfer.retry': retryRows,
  'transfer.moveTop': () => moveRows('top'),
  'transfer.moveUp': () => moveRows('up'),
  'transfer.moveDown': () => moveRows('down'),
  'transfer.moveBottom': () => moveRows('bottom'),
  'transfer.priorityHigh': () => prioritizeRows('high'),
  'transfer.priorityNormal': () => prioritizeRows('normal'),
  'transfer.priorityLow': () => prioritizeRows('low'),
  'transfer.saveReceipts': () => void openSaveReceipts(),
  'transfer.copyReceipts': () => void copyReceipts(),
  'transfer.cancelAll': () => tell('transfer.cancel', { transfers: 'all' }),
  'transfer.retryFailed': () => tell('transfer.retry', { transfers: 'all' }),
  'transfer.clearDone': () => tell('transfer.clear', { group: 'done' }),
  'server.start': () => showDialog({ kind: 'start-server' }),
  'server.stop': () => void stopServer().catch(reportServerProblem),
  'server.copyLink': () => void copyServerLink(),
  'server.open': () => void openServer('right').catch(reportServerProblem),
  'help.keys': () => showDialog({ kind: 'keys' }),
  'help.about': () => showDialog({ kind: 'about' }),
};

function askToDelete(forGood: boolean): void {
  const { side, directory, entries } = targets();
  if (directory !== undefined && entries.length > 0) showDialog({ kind: 'delete', side, directory, entries, forGood });
}

/** The window of the desktop app closes; a page in a browser stays, and says so. */
function quit(): void {
  if (getState().app?.shell === 'browser') setState({ link: 'ended' });
  tell('shell.quit', {});
}

/** Runs a command if its conditions hold, or opens a bookmark of the Go menu; returns whether it did. */
export function runCommand(id: string): boolean {
  const bookmark = bookmarkOfCommand(id);
  if (bookmark !== undefined) return openBookmark(getState().focused, bookmark);
  const command = findCommand(id);
  if (command === undefined || !isCommandId(id) || !isEnabled(command, presentConditions(getState()))) return false;
  actions[id]();
  return true;
}

/** Commands that show a check mark now. */
export function checkedCommands(state: State): CommandId[] {
  const checked: CommandId[] = [];
  if (state.showHidden) checked.push('view.hidden');
  for (const column of state.settings.columns) checked.push(`column.${column}`);
  if (state.sync !== undefined) checked.push('view.sync');
  if (isBookmarked(state, state.focused)) checked.push('go.bookmark');
  if (state.transfersOpen) checked.push('view.transfers');
  return checked;
}

function activeTab(): number {
  return getState().panes[getState().focused].activeTab;
}

function targets() {
  const side = getState().focused;
  const { listing, selection } = getState().panes[side];
  return { side, directory: shownLocation(side), entries: selection.targets(listing) };
}

function select(change: (pane: State['panes']['left']) => void): void {
  const side = getState().focused;
  change(getState().panes[side]);
  touchPane(side);
}
