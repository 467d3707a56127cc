import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { AppStart } from '../../../src-shared/ipc/contract.ts';
import { createMemoryBridge, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();

const home = '/home/ana';

async function start(change: Partial<AppStart> = {}): Promise<MemoryBridge> {
  const right = { endpoint: 's1', path: '/' };
  const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')], right, ...change });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  await pane('Right').findAllByRole('row');
  return memory;
}

function paste(side: 'Left' | 'Right', files: readonly unknown[] = []): void {
  list(side).focus();
  fireEvent.paste(list(side), { clipboardData: { files } });
}

function enqueued(memory: MemoryBridge): unknown[] {
  return memory.asked.filter(({ name }) => name === 'transfer.enqueue').map(({ params }) => params);
}

function take(key: 'c' | 'x', ...rows: RegExp[]): void {
  rows.forEach((row, at) => pressRow('Left', row, at === 0 ? {} : { ctrlKey: true }));
  list('Left').focus();
  press(list('Left'), key, { ctrlKey: true });
}

describe('cut, copy and paste', () => {
  it('copies into the folder of the focused pane, as often as it is pasted', async () => {
    const memory = await start();
    take('c', /^file2/, /^Documents/);
    expect(screen.getByRole('status').textContent).toBe('Copied 2 items to paste');
    paste('Right');
    paste('Right');
    await waitFor(() => expect(enqueued(memory)).toHaveLength(2));
    expect(enqueued(memory)[1]).toEqual({
      from: [
        { endpoint: 'local', path: `${home}/Documents` },
        { endpoint: 'local', path: `${home}/file2.txt` },
      ],
      to: { endpoint: 's1', path: '/' },
      existing: 'ask',
    });
  });

  it('dims what is cut, and moves it once', async () => {
    const memory = await start();
    take('x', /^file2/);
    const row = pane('Left').getByRole('row', { name: /^file2/ });
    expect(row.hasAttribute('data-cut')).toBe(true);
    expect(row.getAttribute('aria-label')).toContain(', cut');
    paste('Right');
    await waitFor(() => expect(enqueued(memory)).toMatchObject([{ move: true, to: { endpoint: 's1' } }]));
    await waitFor(() =>
      expect(
        pane('Left')
          .getByRole('row', { name: /^file2/ })
          .hasAttribute('data-cut'),
      ).toBe(false),
    );
    paste('Right');
    expect(enqueued(memory)).toHaveLength(1);
  });

  it('gives back what was cut with Escape, once nothing is selected', async () => {
    await start();
    take('x', /^file2/);
    press(list('Left'), 'Escape');
    expect(
      pane('Left')
        .getByRole('row', { name: /^file2/ })
        .hasAttribute('data-cut'),
    ).toBe(true);
    press(list('Left'), 'Escape');
    expect(
      pane('Left')
        .getByRole('row', { name: /^file2/ })
        .hasAttribute('data-cut'),
    ).toBe(false);
  });

  it('keeps both when it is pasted where it comes from, and moves nothing there', async () => {
    const memory = await start();
    take('c', /^file2/, /^Music/);
    paste('Left');
    await waitFor(() => expect(enqueued(memory)).toMatchObject([{ to: { endpoint: 'local', path: home }, existing: 'both' }]));
    take('x', /^file2/);
    paste('Left');
    expect((await pane('Left').findByRole('alert')).textContent).toContain('already in this folder');
    expect(
      pane('Left')
        .getByRole('row', { name: /^file2/ })
        .hasAttribute('data-cut'),
    ).toBe(true);
    expect(enqueued(memory)).toHaveLength(1);
  });

  it('leaves out a folder that would go into itself, and says so', async () => {
    const memory = await start({ right: { endpoint: 'local', path: `${home}/Documents` } });
    take('c', /^file2/, /^Documents/);
    paste('Right');
    await waitFor(() => expect(enqueued(memory)).toMatchObject([{ from: [{ path: `${home}/file2.txt` }] }]));
    expect(pane('Right').getByRole('alert').textContent).toContain(
      '1 item was left out. “Documents” can’t be copied into itself',
    );
  });

  it('is offered only when something can be pasted', async () => {
    await start();
    fireEvent.contextMenu(list('Left').querySelector('.file-list-body') ?? list('Left'), { clientX: 5, clientY: 5 });
    const menu = within(await screen.findByRole('menu', { name: 'Context menu' }));
    expect(menu.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([
      'PasteCtrl+V',
      'New folder…F7',
      'New file…Shift+F4',
      'Select allCtrl+A',
      'RefreshCtrl+R',
    ]);
    expect(menu.getByRole('menuitem', { name: /^Paste/ }).getAttribute('aria-disabled')).toBe('true');
  });

  it('has the menu of the folder at the keyboard where there is no row', async () => {
    await renderApp(createMemoryBridge(sampleTrees(), { right: { endpoint: 'local', path: `${home}/Music` } }));
    await pane('Right').findByText('This folder is empty');
    list('Right').focus();
    press(list('Right'), 'F10', { shiftKey: true });
    const menu = within(await screen.findByRole('menu', { name: 'Context menu' }));
    expect(menu.getAllByRole('menuitem')).toHaveLength(5);
  });

  it('leaves text to text fields, and selected text to the browser', async () => {
    await start();
    take('c', /^file2/);
    press(list('Left'), 'l', { ctrlKey: true });
    const field = await pane('Left').findByRole('textbox', { name: 'Path' });
    expect(fireEvent.keyDown(field, { key: 'c', ctrlKey: true })).toBe(true);
    expect(fireEvent.paste(field, { clipboardData: { files: [] } })).toBe(true);
    const selection = vi.spyOn(window, 'getSelection');
    selection.mockReturnValue({ isCollapsed: false, toString: () => 'text' } as Selection);
    expect(fireEvent.keyDown(list('Left'), { key: 'c', ctrlKey: true })).toBe(true);
    selection.mockRestore();
    expect(fireEvent.keyDown(list('Left'), { key: 'c', ctrlKey: true })).toBe(false);
  });
});

describe('files of other programs', () => {
  it('are pasted where the shell knows their paths, before what was copied here', async () => {
    const memory = await start({ shell: 'electron' });
    paste('Right', [new File(['x'], 'x.txt'), { name: 'picture of a page' }]);
    await waitFor(() => {
      expect(enqueued(memory)).toMatchObject([{ from: [{ endpoint: 'local', path: `${home}/Desktop/x.txt` }] }]);
    });
    expect(pane('Right').getByRole('alert').textContent).toContain('1 item has no path');
  });

  it('are refused in words where it does not', async () => {
    const memory = await start();
    paste('Right', [new File(['x'], 'x.txt')]);
    expect((await pane('Right').findByRole('alert')).textContent).toContain('needs the Ferry desktop app');
    expect(enqueued(memory)).toEqual([]);
  });
});
