import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src-shared/model/settings.ts';

import { installBrowserStubs, list, names, openApp, pane, press } from '../../testing/renderApp.tsx';

installBrowserStubs();

const heads = () =>
  pane('Left')
    .getAllByRole('columnheader')
    .map((head) => head.textContent);
const head = (name: string) => pane('Left').getByRole('button', { name });

describe('columns', () => {
  it('are shown and hidden from the menu of their headings, and remembered', async () => {
    const memory = await openApp();
    expect(heads()).toEqual(['Name', 'Size', 'Modified']);
    fireEvent.contextMenu(head('Size'));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Type column' }));
    expect(heads()).toEqual(['Name', 'Size', 'Modified', 'Type']);
    expect(pane('Left').getByRole('row', { name: /^résumé/ }).textContent).toContain('PDF file');
    expect(memory.asked.findLast(({ name }) => name === 'settings.set')?.params).toEqual({
      change: { columns: ['size', 'date', 'type'] },
    });
    fireEvent.click(head('Type'));
    expect(names('Left').slice(3)).toEqual(['archive.tar.gz', 'résumé.pdf', 'file2.txt', 'file10.txt', 'Budget 2026.xlsx']);
  });

  it('are resized and moved with the keyboard', async () => {
    const memory = await openApp();
    press(head('Size'), 'ArrowRight', { shiftKey: true });
    expect(list('Left').style.getPropertyValue('--width-size')).toBe('92px');
    press(head('Size'), 'ArrowRight', { shiftKey: true, ctrlKey: true });
    expect(heads()).toEqual(['Name', 'Modified', 'Size']);
    expect(memory.asked.findLast(({ name }) => name === 'settings.set')?.params).toEqual({
      change: { columns: ['date', 'size'] },
    });
  });

  it('follow the settings, as the language and the theme do', async () => {
    const memory = await openApp();
    const settings = { ...defaultSettings, language: 'id', theme: 'dark', columns: ['type'], showHidden: true } as const;
    act(() => memory.emit({ event: 'settings.changed', payload: { settings } }));
    expect(screen.getByRole('columnheader', { name: 'Jenis' })).toBeTruthy();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(document.querySelectorAll('[data-file-list="left"] [data-row]')).toHaveLength(10);
  });
});
