import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src-shared/model/transfer.ts';
import type { MemoryBridge } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, names, press } from '../../testing/renderApp.tsx';
import { asked, panel, start, summary, tell, transfer } from './transfers.testing.ts';

installBrowserStubs();

const grid = () => panel().getByRole('grid', { name: 'Transfers' });
const key = (name: string, more: KeyboardEventInit = {}): void => press(grid(), name, more);
const selected = (): string[] =>
  panel()
    .queryAllByRole('row', { selected: true })
    .map((row) => row.querySelector('.cell-name')?.textContent ?? '');
const click = (name: RegExp, more: MouseEventInit = {}): void =>
  void fireEvent.mouseDown(panel().getByRole('row', { name }), more);

/** The Queued tab with so many rows, of which the bridge has windows. */
async function queued(total: number, change: Partial<Transfer> = {}): Promise<MemoryBridge> {
  const memory = await start();
  const rows = Array.from({ length: total }, (_, at) => transfer(at + 1, `file ${at}`, change));
  memory.on('transfer.rows', ({ start: from, count }) => ({ rows: rows.slice(from, from + count), total, revision: 1 }));
  memory.on('transfer.ids', ({ start: from, count }) => ({ ids: rows.slice(from, from + count).map(({ id }) => id) }));
  tell(memory, summary({ queued: total }, 1));
  fireEvent.click(panel().getByRole('tab', { name: /^Queued/ }));
  await panel().findByRole('row', { name: /^file 0,/ });
  return memory;
}

describe('rows of the panel', () => {
  it('are selected by the pointer: one, a range, one more', async () => {
    await queued(5);
    click(/^file 1,/);
    expect(selected()).toEqual(['file 1']);
    click(/^file 3,/, { shiftKey: true });
    expect(selected()).toEqual(['file 1', 'file 2', 'file 3']);
    click(/^file 2,/, { ctrlKey: true });
    expect(selected()).toEqual(['file 1', 'file 3']);
    expect(panel().getByText('2 selected')).toBeTruthy();
  });

  it('are selected by the keys, and given another turn', async () => {
    const memory = await queued(5);
    key('ArrowDown');
    key('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual(['file 1', 'file 2']);
    key('ArrowDown', { altKey: true });
    expect(asked(memory, 'transfer.reorder')).toEqual({ transfers: [2, 3], to: 'down' });
    key('Home', { altKey: true });
    expect(asked(memory, 'transfer.reorder')).toEqual({ transfers: [2, 3], to: 'top' });
    key('End', { ctrlKey: true });
    key(' ');
    expect(selected()).toEqual(['file 1', 'file 2', 'file 4']);
    key('+');
    expect(asked(memory, 'transfer.prioritize')).toEqual({ transfers: [2, 3, 5], priority: 'high' });
    expect(screen.getByRole('status').textContent).toBe('High priority for 3 transfers');
    key('Escape');
    expect(selected()).toEqual([]);
    key('Delete');
    expect(asked(memory, 'transfer.cancel')).toEqual({ transfers: [5] });
    key('p');
    expect(asked(memory, 'transfer.pause')).toEqual({ transfers: [5] });
  });

  it('far beyond what is shown are selected, too', async () => {
    const memory = await queued(100_000);
    key('a', { ctrlKey: true });
    await panel().findByText('100,000 selected');
    key('End');
    expect(asked(memory, 'transfer.ids')).toMatchObject({ start: 99_999, count: 1 });
    key('PageUp', { shiftKey: true });
    await waitFor(() => expect(asked(memory, 'transfer.ids')).not.toMatchObject({ count: 1 }));
    fireEvent.click(panel().getByRole('button', { name: 'Move to the top' }));
    expect((asked(memory, 'transfer.reorder') as { transfers: number[] }).transfers.at(-1)).toBe(100_000);
  });

  it('keep the cursor where the transfer goes', async () => {
    const memory = await queued(4);
    click(/^file 0,/);
    const rows = [2, 3, 1, 4].map((id) => transfer(id, `file ${id - 1}`));
    memory.on('transfer.rows', () => ({ rows, total: 4, revision: 2 }));
    tell(memory, summary({ queued: 4 }, 2));
    await waitFor(() => expect(grid().getAttribute('aria-activedescendant')).toBe('transfer-queued-2'));
    expect(selected()).toEqual(['file 0']);
  });

  it('have a menu with what can be done, and give the keyboard back', async () => {
    const memory = await queued(3, { priority: 'low' });
    expect(panel().getByRole('row', { name: /^file 1,.* Low priority$/ })).toBeTruthy();
    fireEvent.contextMenu(panel().getByRole('row', { name: /^file 1,/ }));
    const menu = within(await screen.findByRole('menu'));
    const items = menu.getAllByRole('menuitem').map((item) => item.textContent);
    expect(items).toContain('Move up');
    expect(items).not.toContain('Retry selected');
    fireEvent.click(menu.getByRole('menuitem', { name: 'High priority' }));
    expect(asked(memory, 'transfer.prioritize')).toEqual({ transfers: [2], priority: 'high' });
    await waitFor(() => expect(document.activeElement).toBe(grid()));
  });

  it('are cancelled one after the other', async () => {
    const memory = await start();
    const running = [1, 2].map((id) => transfer(id, `file ${id}`, { state: 'running' }));
    tell(memory, summary({ running: 2 }, 1), running);
    await panel().findByRole('row', { name: /^file 1,/ });
    act(() => click(/^file 1,/));
    key('Delete');
    expect(asked(memory, 'transfer.cancel')).toEqual({ transfers: [1] });
    tell(memory, summary({ running: 1 }, 2), running.slice(1));
    key('Delete');
    expect(asked(memory, 'transfer.cancel')).toEqual({ transfers: [2] });
  });

  it('show their target in the pane that is there', async () => {
    const memory = await queued(1);
    act(() => click(/^file 0,/));
    key('Enter');
    await waitFor(() => expect(names('Right')).toEqual([]));
    expect(asked(memory, 'listing.open')).toMatchObject({ location: { endpoint: 's1', path: '/incoming' } });
  });
});

describe('failed transfers', () => {
  it('stand by reason, and are tried again by reason', async () => {
    const memory = await start();
    const gone = { state: 'failed', error: { code: 'not-found', message: 'x' } } as const;
    const rows = [transfer(1, 'a', gone), transfer(2, 'b', gone), transfer(3, 'c', { state: 'cancelled' })];
    memory.on('transfer.rows', () => ({ rows, total: 3, revision: 1 }));
    const failures = [
      { code: 'not-found', count: 2 },
      { code: 'cancelled', count: 1 },
    ] as const;
    tell(memory, { ...summary({ failed: 3 }, 1), failures });
    fireEvent.click(panel().getByRole('tab', { name: /^Failed/ }));
    await panel().findByRole('row', { name: /^a,/ });
    const order = panel()
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.getAttribute('aria-label')?.split(',')[0]);
    expect(order).toEqual(['The file is not there any more', 'a', 'b', 'Cancelled by you. 1 transfer', 'c']);
    fireEvent.click(panel().getByRole('button', { name: /^Retry these: The file is not there/ }));
    expect(asked(memory, 'transfer.retry')).toEqual({ transfers: 'all', reason: 'not-found' });
    fireEvent.click(panel().getByRole('button', { name: 'Retry failed only' }));
    expect(asked(memory, 'transfer.retry')).toEqual({ transfers: 'all' });
    key('End');
    expect(selected()).toEqual(['c']);
    key('r');
    expect(asked(memory, 'transfer.retry')).toEqual({ transfers: [3] });
  });
});
