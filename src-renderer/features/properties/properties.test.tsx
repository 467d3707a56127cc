import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';
import { bitsOf, parseOctal, permissionLetters, permissionOctal, toggleBit } from './permissions.ts';

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
    const modes = [0o755, 0o640, 0o7, 0].map((mode) => bitsOf([mode]));
    expect(modes.map(permissionLetters)).toEqual(['rwxr-xr-x', 'rw-r-----', '------rwx', '---------']);
    expect(modes.map(permissionOctal)).toEqual(['755', '640', '007', '000']);
    expect(['755', '0640', ' 007 ', '8', '75', '07777', ''].map((text) => parseOctal(text)?.on)).toEqual([
      0o755,
      0o640,
      0o7,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of several entries are mixed where they differ', () => {
    const bits = bitsOf([0o750, 0o640]);
    expect([permissionLetters(bits), permissionOctal(bits)]).toEqual(['rw?r-?---', '']);
    expect(toggleBit(bits, 0o100)).toEqual({ on: 0o740, mixed: 0o010 });
    expect(toggleBit(toggleBit(bits, 0o100), 0o100)).toEqual({ on: 0o640, mixed: 0o010 });
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

describe('editing permissions', () => {
  const box = (dialog: Awaited<ReturnType<typeof open>>, who: string, right: string): HTMLInputElement =>
    within(dialog.getByRole('group', { name: who })).getByRole<HTMLInputElement>('checkbox', { name: right });

  it('takes boxes and digits, and sends what is set and what is not', async () => {
    const memory = await start();
    memory.on('entry.setPermissions', () => ({ changed: 1, failed: 0, failures: [] }));
    pressRow('Left', /^file2/);
    const dialog = await open();
    const apply = dialog.getByRole<HTMLButtonElement>('button', { name: 'Apply' });
    const octal = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Octal' });
    expect([octal.value, box(dialog, 'Owner', 'Read').checked, box(dialog, 'Others', 'Read').checked]).toEqual([
      '640',
      true,
      false,
    ]);
    expect(apply.disabled).toBe(true);
    fireEvent.click(box(dialog, 'Others', 'Read'));
    expect(octal.value).toBe('644');
    fireEvent.change(octal, { target: { value: '79' } });
    expect(dialog.getByText('Three digits from 0 to 7, such as 644.')).toBeTruthy();
    expect(apply.disabled).toBe(true);
    fireEvent.change(octal, { target: { value: '750' } });
    expect(dialog.getByText('rwxr-x--- (750)')).toBeTruthy();
    fireEvent.click(apply);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('status').textContent).toBe('Permissions changed');
    expect(memory.asked.find(({ name }) => name === 'entry.setPermissions')?.params).toMatchObject({
      locations: [{ endpoint: 'local', path: '/home/ana/file2.txt' }],
      change: { set: 0o750, clear: 0o027, inside: 'nothing', executeWhereUsed: false },
    });
  });

  it('leaves mixed bits alone, reaches into folders when asked, and tells what failed', async () => {
    const memory = await start();
    const entries = memory.trees['local']?.['/home/ana'] ?? [];
    const mode = (name: string): number => (name === 'Music' ? 0o755 : 0o640);
    memory.trees['local'] = { '/home/ana': entries.map((entry) => ({ ...entry, mode: mode(entry.name) })) };
    press(list('Left'), 'r', { ctrlKey: true });
    await waitFor(() => expect(memory.asked.filter(({ name }) => name === 'entry.space')).toHaveLength(3));
    pressRow('Left', /^Music/);
    pressRow('Left', /^file2/, { ctrlKey: true });
    const error = { code: 'permission-denied', message: 'no', path: '/home/ana/Music/a' } as const;
    memory.on('entry.setPermissions', () => ({ changed: 4, failed: 1, failures: [{ path: '/home/ana/Music/a', error }] }));
    const dialog = await open();
    expect(dialog.getByText('rw?r-??-? (differs)')).toBeTruthy();
    expect(box(dialog, 'Others', 'Read').indeterminate).toBe(true);
    fireEvent.click(box(dialog, 'Group', 'Write'));
    fireEvent.click(dialog.getByRole('checkbox', { name: 'Also everything in the folders' }));
    fireEvent.click(dialog.getByRole('radio', { name: 'Files only' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Apply' }));
    const alert = await dialog.findByRole('alert');
    expect(alert.textContent).toContain('1 item could not be changed; 4 were.');
    expect(alert.textContent).toContain('You don’t have permission for “a”');
    expect(memory.asked.find(({ name }) => name === 'entry.setPermissions')?.params).toMatchObject({
      change: { set: 0o660, clear: 0o002, inside: 'files', executeWhereUsed: true },
    });
  });

  it('is not offered where the server can not do it', async () => {
    const features = { ...testSession('s1').features, times: false };
    const trees = sampleTrees();
    const entries = trees['s1']?.['/'] ?? [];
    trees['s1'] = { '/': entries.map((entry) => ({ ...entry, mode: 0o644 })) };
    const sessions = [testSession('s1', { features })];
    await renderApp(createMemoryBridge(trees, { sessions, right: { endpoint: 's1', path: '/' } }));
    await pane('Right').findByRole('row', { name: /^readme/ });
    pressRow('Right', /^readme/);
    press(list('Right'), 'F9');
    const dialog = within(await screen.findByRole('dialog', { name: 'Properties' }));
    expect(dialog.getByText('rw-r--r-- (644)')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Apply' })).toBeNull();
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
