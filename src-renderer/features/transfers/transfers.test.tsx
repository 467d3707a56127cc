import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { installBrowserStubs } from '../../testing/renderApp.tsx';
import { asked, panel, start, summary, transfer } from './transfers.testing.ts';

installBrowserStubs();

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

describe('the Transfers panel', () => {
  it('moves the bars of running transfers with the events alone', async () => {
    const memory = await start();
    const running = [transfer(1, 'a.bin', { state: 'running', acknowledged: 250, rate: 50, secondsLeft: 15 })];
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ running: 1 }, 1), running } }));
    const bar = await panel().findByRole('progressbar', { name: 'Progress of a.bin' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(panel().getByText('15 s')).toBeTruthy();
    expect(panel().getByText('/home/ana → 127.0.0.1:12345/incoming')).toBeTruthy();
    expect(memory.asked.some(({ name }) => name === 'transfer.rows')).toBe(false);
    fireEvent.click(panel().getByRole('button', { name: 'Cancel a.bin' }));
    expect(asked(memory, 'transfer.cancel')).toEqual({ transfers: [1] });
  });

  it('asks for the rows of the other tabs, and again when they changed', async () => {
    const memory = await start();
    let rows = [transfer(5, 'gone.txt', { state: 'failed', error: { code: 'connection-lost', message: 'x' } })];
    memory.on('transfer.rows', () => ({ rows, total: rows.length, revision: rows.length }));
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ failed: 1 }, 1), running: [] } }));
    fireEvent.click(panel().getByRole('tab', { name: /^Failed/ }));
    const row = await panel().findByRole('row', { name: /^gone\.txt/ });
    expect(row.textContent).toContain('The connection to 127.0.0.1:12345 was lost.');
    fireEvent.click(within(row).getByRole('button', { name: 'Retry gone.txt' }));
    expect(memory.asked.findLast(({ name }) => name === 'transfer.retry')?.params).toEqual({ transfers: [5] });
    rows = [...rows, transfer(6, 'late.txt', { state: 'failed', error: { code: 'no-space', message: 'x' } })];
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ failed: 2 }, 2), running: [] } }));
    await panel().findByRole('row', { name: /^late\.txt/ });
  });

  it('asks no more for a tab that is no longer shown', async () => {
    const memory = await start();
    const rows = [transfer(1, 'a.bin', { state: 'done' })];
    memory.on('transfer.rows', () => ({ rows, total: 1, revision: 1 }));
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ done: 1 }, 1), running: [] } }));
    fireEvent.click(panel().getByRole('tab', { name: /^Done/ }));
    await panel().findByRole('row', { name: /^a\.bin/ });
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ done: 1 }, 2), running: [] } }));
    fireEvent.click(panel().getByRole('tab', { name: /^Running/ }));
    const asks = (): number => memory.asked.filter(({ name }) => name === 'transfer.rows').length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = asks();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(asks()).toBe(before);
  });

  it('keeps the keyboard when the button that was pressed goes with its row', async () => {
    const memory = await start();
    const running = [transfer(1, 'a.bin', { state: 'running' }), transfer(2, 'b.bin', { state: 'running' })];
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ running: 2 }, 1), running } }));
    const button = await panel().findByRole('button', { name: 'Cancel a.bin' });
    button.focus();
    fireEvent.click(button);
    expect(document.activeElement).toBe(panel().getByRole('grid', { name: 'Transfers' }));
  });

  it('is not idle while folders are read and there is no row yet', async () => {
    const memory = await start();
    act(() =>
      memory.emit({ event: 'transfers.changed', payload: { summary: { ...summary({}, 1), planning: true }, running: [] } }),
    );
    const cancel = panel().getByRole<HTMLButtonElement>('button', { name: 'Cancel all' });
    expect(cancel.disabled).toBe(false);
    expect(screen.queryByText('No transfers')).toBeNull();
  });

  it('shows receipts, and says which are unverified', async () => {
    const memory = await start();
    const rows = [
      transfer(1, 'a.bin', { state: 'done', receipt: { size: 1000, sha256, verified: true } }),
      transfer(2, 'b.bin', { state: 'done', receipt: { size: 1000, sha256, verified: false } }),
    ];
    memory.on('transfer.rows', () => ({ rows, total: 2, revision: 1 }));
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ done: 2 }, 1), running: [] } }));
    fireEvent.click(panel().getByRole('tab', { name: /^Done/ }));
    expect((await panel().findByRole('row', { name: /^a\.bin/ })).textContent).toContain(`Verified${sha256}`);
    expect(panel().getByRole('row', { name: /^b\.bin/ }).textContent).toContain('Sent, unverified');
    fireEvent.click(panel().getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(asked(memory, 'transfer.clear')).toEqual({ group: 'done' }));
  });

  it('pauses and resumes one or all, by the pointer and the keys', async () => {
    const memory = await start();
    const running = [transfer(1, 'a.bin', { state: 'running' })];
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: summary({ running: 1 }, 1), running } }));
    fireEvent.click(await panel().findByRole('button', { name: 'Pause a.bin' }));
    expect(asked(memory, 'transfer.pause')).toEqual({ transfers: [1] });
    fireEvent.click(panel().getByRole('button', { name: 'Pause all' }));
    expect(asked(memory, 'transfer.pause')).toEqual({ transfers: 'all' });
    const rows = [transfer(1, 'a.bin', { state: 'paused' })];
    memory.on('transfer.rows', () => ({ rows, total: 1, revision: 2 }));
    const held = { ...summary({ queued: 1 }, 2), paused: true };
    act(() => memory.emit({ event: 'transfers.changed', payload: { summary: held, running: [] } }));
    fireEvent.click(panel().getByRole('tab', { name: /^Queued/ }));
    expect((await panel().findByRole('row', { name: /^a\.bin/ })).textContent).toContain('Paused');
    fireEvent.keyDown(panel().getByRole('grid', { name: 'Transfers' }), { key: 'p' });
    expect(asked(memory, 'transfer.resume')).toEqual({ transfers: [1] });
    fireEvent.click(panel().getByRole('button', { name: 'Resume all' }));
    expect(asked(memory, 'transfer.resume')).toEqual({ transfers: 'all' });
  });

  it('walks through its tabs with the arrows, Home and End, one stop of the Tab key', async () => {
    await start();
    const list = panel().getByRole('tablist', { name: 'Transfers' });
    const shown = (): HTMLElement => within(list).getByRole('tab', { selected: true });
    shown().focus();
    const visited = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End'].map((key) => {
      fireEvent.keyDown(shown(), { key });
      expect(document.activeElement).toBe(shown());
      expect(
        within(list)
          .getAllByRole('tab')
          .filter(({ tabIndex }) => tabIndex === 0),
      ).toEqual([shown()]);
      const tabPanel = panel().getByRole('tabpanel', { name: shown().textContent ?? '' });
      expect(shown().getAttribute('aria-controls')).toBe(tabPanel.id);
      return tabPanel.querySelector('[data-transfer-list]')?.getAttribute('data-transfer-list');
    });
    expect(visited).toEqual(['failed', 'done', 'queued', 'done', 'queued', 'done']);
  });

  it('says what ended in the status region, once for many', async () => {
    const memory = await start();
    act(() => {
      memory.emit({ event: 'transfers.changed', payload: { summary: summary({ running: 2 }, 1), running: [] } });
      memory.emit({ event: 'transfers.ended', payload: { count: 1, failed: 0, rows: [transfer(1, 'a', { state: 'done' })] } });
      memory.emit({ event: 'transfers.ended', payload: { count: 1, failed: 0, rows: [transfer(2, 'b', { state: 'done' })] } });
      memory.emit({ event: 'transfers.changed', payload: { summary: summary({ done: 2 }, 2), running: [] } });
    });
    expect(screen.getByRole('status').textContent).toBe('Copied 2 files');
  });
});
