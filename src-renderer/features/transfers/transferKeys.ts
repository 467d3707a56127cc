import type { KeyboardEvent } from 'react';
import { targetRow } from '../../listing/targetRow.ts';
import type { TransferGroup } from '../../../src-shared/model/transfer.ts';
import { cancelRows, moveRows, retryRows, revealRow, stepPriority, togglePause } from './rowActions.ts';
import type { RowSelection } from './useRowSelection.ts';

/** The keys that belong to the list of transfers. Returns whether it used the key. */
export function handleTransferKey(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
  group: TransferGroup,
  selection: RowSelection,
  list: { readonly total: number; readonly rowsAPage: number; readonly show: (index: number) => void },
): boolean {
  const { total, rowsAPage } = list;
  if (total === 0) return false;
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey) return !control && group === 'queued' && moveByKey(event.key, list);
  const target = targetRow(event.key, selection.cursor, total - 1, rowsAPage);
  if (target !== undefined) {
    if (event.shiftKey) selection.extend(target);
    else if (control) selection.walk(target);
    else selection.only(target);
    list.show(target);
    return true;
  }
  if (control) {
    if (event.key.toLowerCase() !== 'a' || event.shiftKey) return false;
    selection.all();
    return true;
  }
  return act(event.key, group, selection);
}

function act(key: string, group: TransferGroup, selection: RowSelection): boolean {
  const going = group === 'queued' || group === 'running';
  switch (key) {
    case ' ':
      selection.toggle(selection.cursor);
      return true;
    case 'Escape':
      if (selection.ids.size === 0) return false;
      selection.none();
      return true;
    case 'Enter':
      revealRow();
      return true;
    case 'Delete':
      if (going) cancelRows();
      return true;
    case 'p':
    case 'P':
      if (going) togglePause();
      return going;
    case 'r':
    case 'R':
      if (group === 'failed') retryRows();
      return group === 'failed';
    case '+':
    case '-':
      if (group === 'queued') stepPriority(key === '+' ? 1 : -1);
      return group === 'queued';
    default:
      return false;
  }
}

function moveByKey(key: string, { total, show }: { readonly total: number; readonly show: (index: number) => void }): boolean {
  switch (key) {
    case 'ArrowUp':
      moveRows('up');
      return true;
    case 'ArrowDown':
      moveRows('down');
      return true;
    case 'Home':
      moveRows('top');
      show(0);
      return true;
    case 'End':
      moveRows('bottom');
      show(total - 1);
      return true;
    default:
      return false;
  }
}
