import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, folder, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, names, pane, press, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();
// Whether something is hidden is asked of every ancestor, which takes seconds with a dialog over the panes.
configure({ defaultHidden: true });

async function start(): Promise<MemoryBridge> {
  const trees = sampleTrees();
  trees['s1'] = { '/': [folder('Music')], '/Music': [folder('Live')], '/Music/Live': [] };
  const memory = createMemoryBridge(trees, { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
  memory.on('entry.stat', ({ location }) => {
    if (memory.trees[location.endpoint]?.[location.path] === undefined)
      throw new AppError('not-found', 'no', { path: location.path });
    return { entry: folder(location.path.split('/').pop() ?? '') };
  });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  await pane('Right').findByRole('row', { name: /^Music/ });
  return memory;
}
async function places() {
  press(list('Left'), 'g', { ctrlKey: true });
  const dialog = within(await screen.findByRole('dialog', { name: 'Places' }));
  return { dialog, field: dialog.getByRole('combobox') };
}
const type = (field: HTMLElement, value: string): void => void fireEvent.change(field, { target: { value } });

describe('the list of places', () => {
  it('offers this computer, connections, bookmarks and recent places, and goes there from the keyboard', async () => {
    const memory = await start();
    memory.changePlaces({ bookmarks: [{ id: 'b', name: 'Letters', place: { path: '/home/ana/Documents' } }] });
    const { dialog, field } = await places();
    expect(dialog.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual([
      'Places',
      'Connections',
      'Bookmarks',
      'Connect',
    ]);
    press(field, 'ArrowDown');
    expect(dialog.getByRole('option', { selected: true }).textContent).toContain('127.0.0.1:12345');
    type(field, 'letters');
    press(field, 'Enter');
    await pane('Left').findByRole('row', { name: /^letter\.odt/ });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('connects to what was typed or pasted', async () => {
    const memory = await start();
    memory.on('session.open', () => new Promise(() => undefined));
    const first = await places();
    type(first.field, 'nas.local:99');
    expect(first.dialog.getByRole('option').textContent).toBe('Connect to nas.local:99');
    press(first.field, 'Enter');
    await waitFor(() =>
      expect(memory.asked.findLast(({ name }) => name === 'session.open')?.params).toEqual({
        endpoint: { kind: 'native', host: 'nas.local', port: 99 },
      }),
    );
    const second = await places();
    type(second.field, 'ferry://nas:1/#token=secret');
    expect(second.dialog.getByRole('option').textContent).toBe('Connect to nas:1');
    type(second.field, 'no such place here');
    expect(second.dialog.getByText(/Nothing fits/)).toBeTruthy();
  });
});

describe('bookmarks', () => {
  it('are set and taken away by one key, renamed and moved in their dialog, and stand in the Go menu', async () => {
    const memory = await start();
    press(list('Left'), 'b', { ctrlKey: true });
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    press(list('Left'), 'b', { ctrlKey: true });
    const bar = within(screen.getByRole('menubar'));
    fireEvent.mouseDown(bar.getByRole('menuitem', { name: 'Go' }));
    expect((await screen.findByRole('menuitemcheckbox', { name: 'Bookmark this place' })).ariaChecked).toBe('true');
    fireEvent.click(screen.getByRole('menuitem', { name: 'ana' }));
    await pane('Left').findByRole('row', { name: /^Music/ });

    fireEvent.mouseDown(bar.getByRole('menuitem', { name: 'Go' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Manage bookmarks…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Bookmarks' }));
    const field = dialog.getByRole('textbox', { name: 'Name of Documents' });
    type(field, 'Letters');
    fireEvent.blur(field);
    fireEvent.click(dialog.getByRole('button', { name: 'Move Letters up' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Remove ana' }));
    expect(memory.asked.findLast(({ name }) => name === 'bookmark.set')?.params).toMatchObject({
      bookmarks: [{ name: 'Letters', place: { path: '/home/ana/Documents' } }],
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Open Letters' }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    press(list('Left'), 'b', { ctrlKey: true });
    expect(memory.asked.findLast(({ name }) => name === 'bookmark.set')?.params).toEqual({ bookmarks: [] });
  });
});

describe('synchronized browsing', () => {
  it('takes the other pane along, tells when it can’t, and changes sides with the panes', async () => {
    await start();
    press(list('Left'), 'B', { ctrlKey: true, shiftKey: true });
    expect(pane('Left').getByText('Synchronized')).toBeTruthy();
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Music/ }));
    await waitFor(() => expect(names('Right')).toEqual(['Live']));
    press(list('Left'), 'u', { ctrlKey: true });
    await waitFor(() => expect(names('Left')).toEqual(['Live']));
    expect(pane('Right').getByText('Synchronized')).toBeTruthy();
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Live/ }));
    await pane('Right').findByText('There is no folder “Live” here.');
    fireEvent.click(pane('Right').getByRole('button', { name: 'Stop synchronizing' }));
    expect(pane('Right').queryByText('Synchronized')).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('Synchronized browsing has ended');
  });

  it('ends when a pane leaves the pair', async () => {
    await start();
    press(list('Left'), 'B', { ctrlKey: true, shiftKey: true });
    press(list('Left'), 'Backspace');
    await pane('Left').findByRole('row', { name: /^ana/ });
    await waitFor(() => expect(pane('Right').queryByText('Synchronized')).toBeNull());
    expect(names('Right')).toEqual(['Music']);
  });
});
