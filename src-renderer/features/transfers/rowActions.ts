import { localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import { priorities, type Priority, type QueueMove, type Transfer } from '../../../src-shared/model/transfer.ts';
import { tell } from '../../bridge/bridge.ts';
import type { PaneSide } from '../../store/state.ts';
import { announce, currentWords, getState, setState } from '../../store/store.ts';
import { openLocation } from '../pane/loading.ts';
import { focusPane } from '../pane/paneFocus.ts';

/** What can be done with the rows that are selected in the panel, or with the one under the cursor. */

/** The numbers of the transfers that are meant. */
export function meantTransfers(): readonly number[] {
  const { ids, cursor } = getState().transferSelection;
  if (ids.size > 0) return [...ids];
  return cursor === undefined ? [] : [cursor.id];
}

export const pauseRows = (): void => tell('transfer.pause', { transfers: meantTransfers() });
export const resumeRows = (): void => tell('transfer.resume', { transfers: meantTransfers() });
export const cancelRows = (): void => sendAway('transfer.cancel');
export const retryRows = (): void => sendAway('transfer.retry');

/** The rows leave their tab: what is meant next is the row that the cursor stands on then. */
function sendAway(request: 'transfer.cancel' | 'transfer.retry'): void {
  tell(request, { transfers: meantTransfers() });
  setState(({ transferSelection }) => ({ transferSelection: { ...transferSelection, ids: new Set() } }));
}

export function moveRows(to: QueueMove): void {
  tell('transfer.reorder', { transfers: meantTransfers(), to });
}

export function prioritizeRows(priority: Priority): void {
  const transfers = meantTransfers();
  tell('transfer.prioritize', { transfers, priority });
  const { text, format } = currentWords();
  announce(text.transfers.prioritized(text.transfers.priorities[priority], transfers.length, format.count(transfers.length)));
}

/** One step higher or lower than what is under the cursor. */
export function stepPriority(by: 1 | -1): void {
  const present = getState().transferSelection.cursor?.priority ?? 'normal';
  const next = priorities[priorities.indexOf(present) - by];
  if (next !== undefined) prioritizeRows(next);
}

export function togglePause(): void {
  if (getState().transferSelection.cursor?.state === 'paused') resumeRows();
  else pauseRows();
}

/** Shows the target of the transfer under the cursor: in the pane that is at its endpoint already, else in the usual one. */
export function revealRow(transfer: Transfer | undefined = getState().transferSelection.cursor): void {
  if (transfer === undefined) return;
  const { endpoint, path } = transfer.to;
  const { panes, focused, sessions } = getState();
  if (endpoint !== localEndpoint && !sessions.some((session) => session.id === endpoint)) {
    return announce(currentWords().text.transfers.targetClosed, true);
  }
  const usual: PaneSide = endpoint === localEndpoint ? 'left' : 'right';
  const order: readonly PaneSide[] = [focused, focused === 'left' ? 'right' : 'left'];
  const side = order.find((candidate) => panes[candidate].location?.endpoint === endpoint) ?? usual;
  void openLocation(side, { endpoint, path: parentPath(path) }, baseName(path));
  focusPane(side);
}
