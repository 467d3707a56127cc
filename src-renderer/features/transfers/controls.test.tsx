import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { installBrowserStubs } from '../../testing/renderApp.tsx';
import { asked, panel, start, summary, tell, transfer } from './transfers.testing.ts';

installBrowserStubs();

/** Chooses from one of the menus at the foot of the panel. */
async function choose(button: RegExp, item: string): Promise<void> {
  fireEvent.click(panel().getByRole('button', { name: button }));
  fireEvent.click(within(await screen.findByRole('menu')).getByRole('menuitemradio', { name: item }));
}

describe('the foot of the panel', () => {
  it('limits the speed by a usual value or one of the user’s own', async () => {
    const memory = await start();
    await choose(/^Speed limit: No limit/, '5.00 MB/s');
    expect(asked(memory, 'settings.set')).toEqual({ change: { speedLimit: 5 * 1024 ** 2 } });
    await choose(/^Speed limit: 5.00 MB\/s/, 'Other limit…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Speed limit' }));
    const field = dialog.getByRole('textbox', { name: 'At most' });
    expect(field).toHaveProperty('value', '5');
    fireEvent.change(field, { target: { value: 'quick' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Set the limit' }));
    expect(dialog.getByText('Enter a number that makes 1.00 KB/s to 931 GB/s.')).toBeTruthy();
    fireEvent.change(field, { target: { value: '300' } });
    fireEvent.click(dialog.getByRole('radio', { name: 'KB/s' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Set the limit' }));
    expect(asked(memory, 'settings.set')).toEqual({ change: { speedLimit: 300 * 1024 } });
    expect(panel().getByRole('button', { name: /^Speed limit: 300 KB\/s/ })).toBeTruthy();
  });

  it('sets how many go side by side, and what happens at the end', async () => {
    const memory = await start();
    await choose(/^Side by side: Automatic/, '3');
    expect(asked(memory, 'settings.set')).toEqual({ change: { parallelTransfers: 3 } });
    await choose(/^Side by side: 3/, 'Automatic');
    expect(asked(memory, 'settings.set')).toEqual({ change: { parallelTransfers: 'auto' } });
    await choose(/^At the end: Nothing/, 'Sound');
    expect(asked(memory, 'settings.set')).toEqual({ change: { queueEnding: 'sound' } });
  });

  it('says how the queue goes on, also when nothing can be said', async () => {
    const memory = await start();
    memory.on('transfer.throughput', () => ({ bytes: [0, 1024 ** 2, 2 * 1024 ** 2, 1024 ** 2, 0] }));
    const running = [transfer(1, 'a.bin', { state: 'running', rate: 100 })];
    tell(memory, { ...summary({ running: 1 }, 1), secondsLeft: 200 }, running);
    expect(panel().getByText('100 B/s · 3 min 20 s left')).toBeTruthy();
    await panel().findByRole('img', { name: 'Throughput over the last 4 s: now 1.00 MB/s, highest 2.00 MB/s' });
    tell(memory, summary({ running: 1 }, 2), running);
    expect(panel().getByText('100 B/s · time left unknown')).toBeTruthy();
    tell(memory, { ...summary({ queued: 1 }, 3), paused: true });
    expect(panel().getByText('Paused')).toBeTruthy();
  });
});

describe('saving receipts', () => {
  const places = [
    { endpoint: 'local', folder: '/home/ana/Music', count: 2 },
    { endpoint: 's1', folder: '/incoming', count: 1200 },
  ];

  it('asks where, and never replaces a file without a word', async () => {
    const memory = await start();
    memory.on('transfer.receiptPlaces', () => ({ places }));
    memory.on('transfer.saveReceipts', ({ folder, name, replace }) => {
      if (!replace) throw new AppError('already-exists', 'taken', { path: name });
      return { path: `${folder}/${name}`, count: 1200 };
    });
    tell(memory, summary({ done: 3 }, 1));
    fireEvent.click(panel().getByRole('tab', { name: /^Done/ }));
    fireEvent.click(panel().getByRole('button', { name: 'Save receipts…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Save receipts' }));
    expect(dialog.getByRole('textbox', { name: 'Save in folder' })).toHaveProperty('value', '/home/ana/Music');
    fireEvent.click(dialog.getByRole('radio', { name: '127.0.0.1:12345 (1,200)' }));
    expect(dialog.getByRole('textbox', { name: 'Save in folder' })).toHaveProperty('value', '/home/ana');
    expect(dialog.getByText(/seen from \/incoming on the server/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
    const replace = await dialog.findByRole('button', { name: 'Replace' });
    expect(dialog.getByText(/^“SHA256SUMS” is already there/)).toBeTruthy();
    fireEvent.click(replace);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked(memory, 'transfer.saveReceipts')).toEqual({
      endpoint: 's1',
      folder: '/home/ana',
      name: 'SHA256SUMS',
      replace: true,
    });
    expect(screen.getByRole('status').textContent).toBe('Saved 1,200 receipts in /home/ana/SHA256SUMS');
  });

  it('says what is wrong with the folder at its field', async () => {
    const memory = await start();
    memory.on('transfer.receiptPlaces', () => ({ places: places.slice(0, 1) }));
    memory.on('transfer.saveReceipts', ({ folder }) => {
      throw new AppError('not-found', 'missing', { path: folder });
    });
    tell(memory, summary({ done: 3 }, 1));
    fireEvent.click(panel().getByRole('tab', { name: /^Done/ }));
    fireEvent.click(panel().getByRole('button', { name: 'Save receipts…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Save receipts' }));
    expect(dialog.queryByRole('radiogroup')).toBeNull();
    fireEvent.change(dialog.getByRole('textbox', { name: 'Save in folder' }), { target: { value: '/nowhere' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await dialog.findByText(/^“nowhere” is not there/);
  });

  it('has nothing to ask where nothing was verified', async () => {
    const memory = await start();
    memory.on('transfer.receiptPlaces', () => ({ places: [] }));
    tell(memory, summary({ done: 1 }, 1));
    fireEvent.click(panel().getByRole('tab', { name: /^Done/ }));
    fireEvent.click(panel().getByRole('button', { name: 'Save receipts…' }));
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('There is no verified receipt to copy.'));
  });
});
