import { act, fireEvent, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { packEntries } from '../../../src-shared/model/entryColumns.ts';
import { getState } from '../../store/store.ts';
import { file, type MemoryBridge } from '../../testing/memoryBridge.ts';
import {
  cursorName,
  installBrowserStubs,
  list,
  names,
  openApp,
  pane,
  press,
  pressRow,
  selectedNames,
} from '../../testing/renderApp.tsx';

installBrowserStubs();

const home = '/home/ana';

/** These folders are never read to their end; so much of each comes. */
function slow(memory: MemoryBridge, of: Readonly<Record<string, Entry[]>>): void {
  memory.on('listing.open', async ({ listing, location }) => {
    const entries = of[location.path] ?? memory.trees[location.endpoint]?.[location.path] ?? [];
    if (entries.length > 0) {
      memory.emit({ event: 'listing.page', payload: { listing, entries: packEntries(entries), total: undefined } });
    }
    if (Object.hasOwn(of, location.path)) await new Promise(() => undefined);
    return { total: entries.length };
  });
}

function open(name: RegExp): void {
  fireEvent.doubleClick(pane('Left').getByRole('row', { name }));
}

function stop(): void {
  fireEvent.click(pane('Left').getByRole('button', { name: 'Stop' }));
}

function isEnabled(name: string): boolean {
  return !pane('Left').getByRole<HTMLButtonElement>('button', { name }).disabled;
}

describe('reading that is stopped', () => {
  it('leads back to what was shown, with selection and cursor, when nothing has come', async () => {
    const memory = await openApp();
    slow(memory, { [`${home}/Documents`]: [] });
    pressRow('Left', /^file2/);
    fireEvent.change(pane('Left').getByRole('searchbox', { name: 'Filter' }), { target: { value: 'e' } });
    const before = names('Left');
    open(/^Documents/);
    await waitFor(() => expect(names('Left')).toEqual([]));
    stop();
    expect(names('Left')).toEqual(before);
    expect([selectedNames('Left'), cursorName('Left')]).toEqual([['file2.txt'], 'file2.txt']);
    expect(getState().panes.left.location?.path).toBe(home);
    expect(isEnabled('Back')).toBe(false);
  });

  it('keeps the history as it was, at once and on the way back', async () => {
    const memory = await openApp();
    open(/^Documents/);
    await pane('Left').findByRole('row', { name: /^letter/ });
    slow(memory, { [home]: [], '/home': [] });
    press(list('Left'), 'ArrowLeft', { altKey: true });
    // Given up for another folder, which is stopped in its turn.
    press(list('Left'), 'Backspace');
    stop();
    expect(names('Left')).toEqual(['letter.odt']);
    expect(getState().panes.left.location?.path).toBe(`${home}/Documents`);
    expect([isEnabled('Back'), isEnabled('Forward')]).toEqual([true, false]);
    slow(memory, {});
    press(list('Left'), 'ArrowLeft', { altKey: true });
    await pane('Left').findByRole('row', { name: /^file2/ });
    expect([isEnabled('Back'), isEnabled('Forward')]).toEqual([false, true]);
  });

  it('shows what has come, and says that it is not all', async () => {
    const memory = await openApp();
    slow(memory, { [`${home}/Documents`]: [file('a'), file('b')] });
    open(/^Documents/);
    await pane('Left').findByRole('row', { name: /^a/ });
    stop();
    expect(names('Left')).toEqual(['a', 'b']);
    expect(pane('Left').getByText('Reading was stopped, 2 so far')).toBeTruthy();
    slow(memory, {});
    press(list('Left'), 'r', { ctrlKey: true });
    await pane('Left').findByRole('row', { name: /^letter/ });
    expect(pane('Left').getByText('1 item')).toBeTruthy();
  });

  it('is said, with a way on, when there was nothing before', async () => {
    const memory = await openApp();
    slow(memory, { [home]: [] });
    press(list('Left'), 't', { ctrlKey: true });
    stop();
    expect(pane('Left').getByRole('heading', { name: 'Reading was stopped' })).toBeTruthy();
    slow(memory, {});
    fireEvent.click(pane('Left').getByRole('button', { name: 'Try again' }));
    await pane('Left').findByRole('row', { name: /^file2/ });
    expect(pane('Left').queryByRole('heading', { name: 'Reading was stopped' })).toBeNull();
  });

  it('is a failure when it was not the user who stopped it', async () => {
    const memory = await openApp();
    memory.on('listing.open', () => {
      throw new AppError('cancelled', 'the listing was ended');
    });
    open(/^Documents/);
    expect((await pane('Left').findByRole('alert')).textContent).toContain('can’t be shown');
    expect(pane('Left').getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('a folder that has not been read yet', () => {
  it('of a new tab is where a new folder is made', async () => {
    const memory = await openApp();
    slow(memory, { [home]: [] });
    press(list('Left'), 't', { ctrlKey: true });
    press(list('Left'), 'F7');
    expect(getState().dialog).toMatchObject({ kind: 'new-folder', directory: { endpoint: 'local', path: home } });
  });
});

describe('free space', () => {
  it('is that of the folder that is shown, also when an earlier answer comes late', async () => {
    const memory = await openApp();
    const late: ((space: Space) => void)[] = [];
    memory.on('entry.space', async ({ location }) => {
      if (location.path === home) return { space: await new Promise<Space>((resolve) => late.push(resolve)) };
      return { space: { available: 2 * 1024 ** 3, total: 4 * 1024 ** 3 } };
    });
    press(list('Left'), 'r', { ctrlKey: true });
    await waitFor(() => expect(late).toHaveLength(1));
    open(/^Documents/);
    await pane('Left').findByText('2.00 GB free');
    await act(async () => late[0]?.({ available: 3 * 1024 ** 3, total: 4 * 1024 ** 3 }));
    expect(pane('Left').getByText('2.00 GB free')).toBeTruthy();
  });
});
