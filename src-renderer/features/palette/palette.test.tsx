import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, pane, press, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();

async function open() {
  await renderApp(createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')] }));
  await pane('Left').findByRole('row', { name: /^Documents/ });
  press(list('Left'), 'P', { ctrlKey: true, shiftKey: true });
  return within(await screen.findByRole('dialog', { name: 'Command palette' }));
}

describe('the command palette', () => {
  it('lists what can be done now with its keys, and runs it', async () => {
    const palette = await open();
    const field = palette.getByRole('combobox', { name: 'Command or folder' });
    expect(palette.getByRole('option', { name: /New folder/ }).textContent).toContain('F7');
    expect(palette.queryByRole('option', { name: /Stop local server/ })).toBeNull();
    fireEvent.change(field, { target: { value: 'hid sho' } });
    expect(palette.getAllByRole('option')).toHaveLength(1);
    press(field, 'Enter');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(pane('Left').getByRole('row', { name: /^\.config/ })).toBeTruthy());
  });

  it('goes to connections and recent folders', async () => {
    const palette = await open();
    const field = palette.getByRole('combobox');
    fireEvent.change(field, { target: { value: '12345' } });
    expect(palette.getByRole('option', { selected: true }).textContent).toContain('127.0.0.1:12345');
    press(field, 'Enter');
    await pane('Left').findByRole('row', { name: /^readme/ });
    press(list('Left'), 'P', { ctrlKey: true, shiftKey: true });
    const again = within(await screen.findByRole('dialog', { name: 'Command palette' }));
    fireEvent.change(again.getByRole('combobox'), { target: { value: '/home/ana' } });
    fireEvent.click(again.getByRole('option'));
    await pane('Left').findByRole('row', { name: /^Documents/ });
  });

  it('says when nothing fits', async () => {
    const palette = await open();
    fireEvent.change(palette.getByRole('combobox'), { target: { value: 'qqq' } });
    expect(palette.getByText(/Nothing fits/)).toBeTruthy();
  });
});
