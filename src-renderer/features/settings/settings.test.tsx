import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';
import { isAssignable } from './keyChanges.ts';
import { Search } from './search.ts';

installBrowserStubs();

async function open(problems: readonly string[] = []) {
  const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
  const { defaultSettings } = await import('../../../src-shared/model/settings.ts');
  if (problems.length > 0) memory.on('settings.get', () => ({ settings: defaultSettings, problems }));
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  press(list('Left'), ',', { ctrlKey: true });
  const dialog = within(await screen.findByRole('dialog', { name: 'Settings' }));
  return { memory, dialog };
}
const search = (dialog: Awaited<ReturnType<typeof open>>['dialog'], words: string): void =>
  void fireEvent.change(dialog.getByRole('searchbox', { name: 'Search settings' }), { target: { value: words } });
const saved = (memory: ReturnType<typeof createMemoryBridge>): unknown =>
  memory.asked.findLast(({ name }) => name === 'settings.set')?.params;

describe('Settings', () => {
  it('explain each, hold at once and are found by their words', async () => {
    const { memory, dialog } = await open();
    fireEvent.click(dialog.getByRole('radio', { name: 'Dark' }));
    expect(saved(memory)).toEqual({ change: { theme: 'dark' } });
    expect(document.documentElement.dataset['theme']).toBe('dark');
    search(dialog, 'uploading');
    expect(dialog.getAllByRole('radiogroup')).toHaveLength(1);
    fireEvent.click(dialog.getByRole('radio', { name: 'Keep both' }));
    search(dialog, 'qqq');
    expect(dialog.getByText('No setting fits.')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
    pressRow('Left', /^file2/);
    press(list('Left'), 'F5');
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toMatchObject({ existing: 'both' });
    });
  });

  it('say when only what differs is sent', async () => {
    const { memory, dialog } = await open();
    search(dialog, 'differs changed');
    const group = within(dialog.getByRole('radiogroup', { name: 'Send only what differs' }));
    expect(group.getByRole('radio', { name: 'When it is quicker' })).toHaveProperty('checked', true);
    fireEvent.click(group.getByRole('radio', { name: 'Never' }));
    expect(saved(memory)).toEqual({ change: { delta: 'never' } });
  });

  it('change the language of everything', async () => {
    const { dialog } = await open();
    fireEvent.click(dialog.getByRole('radio', { name: 'Bahasa Indonesia' }));
    expect(screen.getByRole('dialog', { name: 'Setelan' })).toBeTruthy();
  });

  it('tell which stored values were ignored', async () => {
    const { dialog } = await open(['theme']);
    expect(dialog.getByText(/were ignored: theme\./)).toBeTruthy();
    fireEvent.click(dialog.getByRole('radio', { name: 'Light' }));
    expect(dialog.queryByText(/were ignored/)).toBeNull();
  });

  it('put the defaults in the place of ignored values', async () => {
    const { memory, dialog } = await open(['theme', 'columns', 'noSuch']);
    fireEvent.click(dialog.getByRole('button', { name: 'Reset to the defaults' }));
    expect(saved(memory)).toEqual({ change: { theme: 'system', columns: ['size', 'date'] } });
  });

  it('mark what was found', async () => {
    const { dialog } = await open();
    search(dialog, 'THEME');
    expect(dialog.getByRole('radiogroup', { name: 'Theme' }).querySelector('mark')?.textContent).toBe('Theme');
  });

  it('give keys to commands, and ask before they take them from another', async () => {
    const { memory, dialog } = await open();
    search(dialog, 'home folder');
    const change = dialog.getByRole('button', { name: 'Change the keys of Home folder' });
    fireEvent.click(change);
    press(change, 'x');
    expect(dialog.getByRole('alert').textContent).toContain('Add Ctrl or Alt');
    press(change, 'F5');
    expect(dialog.getByRole('alert').textContent).toContain('F5 belongs to “Copy to the other pane”.');
    expect(saved(memory)).toBeUndefined();
    fireEvent.click(dialog.getByRole('button', { name: 'Take it' }));
    expect(saved(memory)).toEqual({ change: { keys: { 'go.home': ['F5'], 'transfer.copy': [] } } });
    fireEvent.click(dialog.getByRole('button', { name: 'Preset keys for Home folder' }));
    expect(saved(memory)).toEqual({ change: { keys: { 'transfer.copy': [] } } });
  });

  it('change the preset', async () => {
    const { memory, dialog } = await open();
    fireEvent.click(dialog.getByRole('radio', { name: 'FileZilla' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
    const before = memory.asked.filter(({ name }) => name === 'listing.open').length;
    press(list('Left'), 'F5');
    await waitFor(() => expect(memory.asked.filter(({ name }) => name === 'listing.open')).toHaveLength(before + 1));
    expect(memory.asked.some(({ name }) => name === 'transfer.enqueue')).toBe(false);
  });
});

describe('a search', () => {
  const parts = (typed: string, text: string): string =>
    new Search(typed)
      .parts(text)
      .map(({ text: piece, matched }) => (matched ? `[${piece}]` : piece))
      .join('');

  it('marks every word it looks for, whatever its case and accents', () => {
    expect(parts('', 'Theme')).toBe('Theme');
    expect(parts('the dark', 'The theme: Dark')).toBe('[The] [the]me: [Dark]');
    expect(parts('resume', 'A Résumé, ﬁnally')).toBe('A [Résumé], ﬁnally');
    expect(parts('nal', 'ﬁnal')).toBe('ﬁ[nal]');
    expect(parts('x', 'Theme')).toBe('Theme');
  });

  it('fits when every word is somewhere', () => {
    expect(new Search(' Upload  server ').fits(['To a server', 'when uploaded'])).toBe(true);
    expect(new Search('upload disk').fits(['To a server', 'when uploaded'])).toBe(false);
  });
});

describe('a key', () => {
  it('can be given when nothing else needs it', () => {
    expect(['F5', 'Ctrl+K', 'Alt+Up', 'Num+', 'Shift+Delete', 'Ctrl+Shift+K'].filter((key) => !isAssignable(key))).toEqual([]);
    expect(['A', 'Shift+A', 'Up', 'Ctrl+Up', 'Space', 'Ctrl+Control', 'Escape', 'F10'].filter(isAssignable)).toEqual([]);
  });
});
