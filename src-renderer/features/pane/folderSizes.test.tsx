import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { Measure } from '../../../src-shared/ipc/contract.ts';
import { saveSettings } from '../../store/settings.ts';
import { getState } from '../../store/store.ts';
import { createMemoryBridge, folder, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, names, openApp, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';
import { stopCounting } from './folderSizes.ts';

installBrowserStubs();

function sizes(of: Readonly<Record<string, Partial<Measure>>>, memory: MemoryBridge): void {
  memory.on('entry.measure', ({ locations }) => {
    const found = of[locations[0]?.path.split('/').pop() ?? ''];
    if (found === undefined) throw new AppError('permission-denied', 'no');
    return { files: 1, folders: 1, bytes: 0, unreadable: 0, ...found };
  });
}

function asked(memory: MemoryBridge, what: string): number {
  return memory.asked.filter(({ name }) => name === what).length;
}

/** Music is being counted, and never will be. */
async function startCounting(): Promise<MemoryBridge> {
  const memory = await openApp();
  memory.on('entry.measure', () => new Promise(() => undefined));
  memory.on('entry.stopMeasuring', () => ({}));
  pressRow('Left', /^Music/);
  press(list('Left'), 'Enter', { altKey: true, shiftKey: true });
  await pane('Left').findByRole('row', { name: /^Music, Folder, counting…/ });
  return memory;
}

describe('folder sizes', () => {
  it('are counted with Space, once, and stay when the folder is read again', async () => {
    const memory = await openApp();
    sizes({ Music: { bytes: 2048 } }, memory);
    pressRow('Left', /^Music/);
    expect(screen.getByText('1 of 8 selected')).toBeTruthy();
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    press(list('Left'), ' ');
    press(list('Left'), ' ');
    await pane('Left').findByRole('row', { name: /^Music, Folder, 2\.00 KB/ });
    expect(asked(memory, 'entry.measure')).toBe(1);
    expect(screen.getByText('2 of 8 selected, 4.00 KB')).toBeTruthy();
    press(list('Left'), 'r', { ctrlKey: true });
    await waitFor(() => expect(asked(memory, 'listing.open')).toBe(2));
    await pane('Left').findByRole('row', { name: /^Music, Folder, 2\.00 KB/ });
  });

  it('are not counted with Space in the FileZilla preset', async () => {
    const memory = await openApp();
    saveSettings({ keyPreset: 'filezilla' });
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    press(list('Left'), ' ');
    press(list('Left'), ' ');
    expect(asked(memory, 'entry.measure')).toBe(0);
  });

  it('are counted for all folders by the command, sort, and say what could not be read', async () => {
    const memory = await openApp();
    sizes({ Documents: { bytes: 5 }, Music: { bytes: 900, unreadable: 1 }, '.config': { bytes: 1 } }, memory);
    pressRow('Left', /^file2/);
    press(list('Left'), 'Enter', { altKey: true, shiftKey: true });
    await pane('Left').findByRole('row', { name: /^Music, Folder, ≥ 900 B/ });
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('permission for “Pictures”'));
    pane('Left').getByRole('columnheader', { name: 'Size' }).querySelector('button')?.click();
    await waitFor(() => expect(names('Left').slice(0, 3)).toEqual(['Music', 'Documents', 'Pictures']));
  });

  it('are given up when the pane goes elsewhere', async () => {
    const memory = await startCounting();
    press(list('Left'), 'Backspace');
    await pane('Left').findByRole('row', { name: /^ana/ });
    expect(asked(memory, 'entry.stopMeasuring')).toBe(1);
  });

  it('are not counted for a tab that another one was opened over', async () => {
    const memory = await startCounting();
    press(list('Left'), 't', { ctrlKey: true });
    expect(asked(memory, 'entry.stopMeasuring')).toBe(1);
    expect(getState().panes.left.tabs[0]?.listing.folderSize('Music')).toBeUndefined();
    await waitFor(() => expect(asked(memory, 'entry.space')).toBe(2));
    press(list('Left'), 'w', { ctrlKey: true });
    await waitFor(() => expect(asked(memory, 'entry.space')).toBe(3));
    expect(
      pane('Left')
        .getByRole('row', { name: /^Music/ })
        .getAttribute('aria-label'),
    ).not.toContain('counting');
  });

  it('go on being counted when the folder is read again', async () => {
    const memory = await openApp();
    memory.on('entry.measure', () => new Promise(() => undefined));
    pressRow('Left', /^Music/);
    press(list('Left'), 'Enter', { altKey: true, shiftKey: true });
    press(list('Left'), 'r', { ctrlKey: true });
    await waitFor(() => expect(asked(memory, 'entry.space')).toBe(2));
    expect(await pane('Left').findByRole('row', { name: /^Music, Folder, counting…/ })).toBeTruthy();
    stopCounting('left');
  });

  it('take one look at the rows to begin and one to stop, however many they are', async () => {
    const trees = sampleTrees();
    trees['local'] = { '/home/ana': Array.from({ length: 500 }, (_, at) => folder(`f${at}`)), '/home': [folder('ana')] };
    const memory = createMemoryBridge(trees);
    await renderApp(memory);
    await pane('Left').findByRole('row', { name: /^f0/ });
    memory.on('entry.measure', () => new Promise(() => undefined));
    memory.on('entry.stopMeasuring', () => ({}));
    const revision = (): number => getState().panes.left.revision;
    const before = revision();
    press(list('Left'), 'a', { ctrlKey: true });
    press(list('Left'), 'Enter', { altKey: true, shiftKey: true });
    expect(revision() - before).toBe(2);
    act(() => stopCounting('left'));
    expect(revision() - before).toBe(3);
    expect(asked(memory, 'entry.measure')).toBe(1);
    expect(asked(memory, 'entry.stopMeasuring')).toBe(1);
    expect(pane('Left').getByRole('row', { name: /^f0/ }).getAttribute('aria-label')).not.toContain('counting');
  });

  it('are given up with the first word that the connection is gone', async () => {
    const memory = createMemoryBridge(sampleTrees(), {
      sessions: [testSession('s1')],
      right: { endpoint: 's1', path: '/' },
    });
    memory.trees['s1'] = { '/': [folder('one'), folder('two'), folder('three')] };
    memory.on('entry.measure', () => {
      throw new AppError('connection-lost', 'gone');
    });
    await renderApp(memory);
    await pane('Right').findByRole('row', { name: /^one/ });
    list('Right').focus();
    press(list('Right'), 'a', { ctrlKey: true });
    press(list('Right'), 'Enter', { altKey: true, shiftKey: true });
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('was lost'));
    for (const name of ['one', 'two', 'three']) {
      const row = await pane('Right').findByRole('row', { name: new RegExp(`^${name}`) });
      await waitFor(() => expect(row.getAttribute('aria-label')).not.toContain('counting'));
    }
    expect(asked(memory, 'entry.measure')).toBe(1);
  });

  it('are given up when the pane is closed', async () => {
    const memory = createMemoryBridge(sampleTrees(), {
      sessions: [testSession('s1')],
      right: { endpoint: 's1', path: '/' },
    });
    await renderApp(memory);
    memory.on('entry.measure', () => new Promise(() => undefined));
    memory.on('entry.stopMeasuring', () => ({}));
    await pane('Right').findByRole('row', { name: /^incoming/ });
    pressRow('Right', /^incoming/);
    press(list('Right'), 'Enter', { altKey: true, shiftKey: true });
    press(list('Right'), 'd', { ctrlKey: true });
    expect(asked(memory, 'entry.stopMeasuring')).toBe(1);
  });
});
