import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';
import { permissionLetters, permissionOctal } from './permissions.ts';

installBrowserStubs();

async function start() {
  const trees = sampleTrees();
  const entries = trees['local']?.['/home/ana'];
  if (entries !== undefined) trees['local'] = { '/home/ana': entries.map((entry) => ({ ...entry, mode: 0o640 })) };
  const memory = createMemoryBridge(trees, { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return memory;
}
async function open() {
  press(list('Left'), 'F9');
  return within(await screen.findByRole('dialog', { name: 'Properties' }));
}

describe('permissions', () => {
  it('are letters and octal', () => {
    expect([0o755, 0o640, 0o7, 0].map(permissionLetters)).toEqual(['rwxr-xr-x', 'rw-r-----', '------rwx', '---------']);
    expect([0o755, 0o7, 0].map(permissionOctal)).toEqual(['755', '007', '000']);
  });
});

describe('Properties', () => {
  it('tell all that is known of one file', async () => {
    await start();
    pressRow('Left', /^file2/);
    const dialog = await open();
    expect(dialog.getByText('file2.txt')).toBeTruthy();
    expect(dialog.getByText('TXT file')).toBeTruthy();
    expect(dialog.getByText('This computer: /home/ana')).toBeTruthy();
    expect(dialog.getByText('2.00 KB (2,048 bytes)')).toBeTruthy();
    expect(dialog.getByText('rw-r----- (640)')).toBeTruthy();
  });

  it('count folders when asked, say what went wrong, and stop when closed', async () => {
    const memory = await start();
    pressRow('Left', /^Documents/);
    pressRow('Left', /^file2/, { ctrlKey: true });
    let fails = true;
    memory.on('entry.measure', () => {
      if (fails) throw new AppError('permission-denied', 'no', { path: '/home/ana/Documents' });
      return { files: 12, folders: 3, bytes: 2048, unreadable: 1 };
    });
    const dialog = await open();
    expect(dialog.getByText('2 items')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Count the contents' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('You don’t have permission for “Documents”');
    fails = false;
    fireEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    expect((await dialog.findByText(/2,048 bytes/)).textContent).toBe(
      '2.00 KB (2,048 bytes), files: 12, folders: 3 (folders that could not be read: 1)',
    );
    memory.on('entry.measure', () => new Promise(() => undefined));
    fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
    const again = await open();
    fireEvent.click(again.getByRole('button', { name: 'Count the contents' }));
    expect(again.getByText('Counting…')).toBeTruthy();
    fireEvent.click(again.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(memory.asked.at(-1)?.name).toBe('entry.stopMeasuring'));
  });
});

describe('copied text', () => {
  it('is names, paths or links of what is selected', async () => {
    await start();
    const writeText = vi.fn(async (_text: string) => undefined);
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    pressRow('Left', /^Documents/);
    pressRow('Left', /^résumé/, { ctrlKey: true });
    press(list('Left'), 'C', { ctrlKey: true, shiftKey: true });
    expect(writeText).toHaveBeenLastCalledWith('/home/ana/Documents\n/home/ana/résumé.pdf');
    press(list('Left'), 'L', { ctrlKey: true, shiftKey: true });
    expect(writeText).toHaveBeenLastCalledWith('file:///home/ana/Documents\nfile:///home/ana/r%C3%A9sum%C3%A9.pdf');
    pressRow('Right', /^readme/);
    press(list('Right'), 'N', { ctrlKey: true, shiftKey: true });
    expect(writeText).toHaveBeenLastCalledWith('readme.md');
    press(list('Right'), 'L', { ctrlKey: true, shiftKey: true });
    expect(writeText).toHaveBeenLastCalledWith('ferry://127.0.0.1:12345/readme.md');
    await waitFor(() => expect(screen.getByRole('status', { name: 'Status' }).textContent).toContain('Copied 1 line'));
  });
});
