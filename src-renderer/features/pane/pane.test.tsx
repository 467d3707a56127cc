import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, file, folder, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import {
  beginDrag,
  cursorName,
  dragTo,
  installBrowserStubs,
  letGo,
  list,
  names,
  openApp,
  pane,
  press,
  pressRow,
  renderApp,
  selectedNames,
} from '../../testing/renderApp.tsx';

installBrowserStubs();

const home = ['Documents', 'Music', 'Pictures', 'archive.tar.gz', 'Budget 2026.xlsx', 'file2.txt', 'file10.txt', 'résumé.pdf'];

const withRight = { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } };

describe('a pane', () => {
  it('shows home, folders first, in natural order', async () => {
    await openApp();
    expect(names('Left')).toEqual(home);
    expect(pane('Left').getByText('8 items')).toBeTruthy();
    expect(pane('Left').getByText('2 hidden')).toBeTruthy();
  });

  it('sorts by a press on a heading, and says so', async () => {
    await openApp();
    fireEvent.click(pane('Left').getByRole('button', { name: 'Size' }));
    expect(names('Left').slice(3)).toEqual(['archive.tar.gz', 'résumé.pdf', 'Budget 2026.xlsx', 'file2.txt', 'file10.txt']);
    expect(pane('Left').getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('descending');
    expect(pane('Left').getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('none');
  });

  it('keeps selection and cursor when it is sorted and refreshed', async () => {
    const memory = await openApp();
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    fireEvent.click(pane('Left').getByRole('button', { name: 'Name' }));
    expect(selectedNames('Left').sort()).toEqual(['Music', 'file2.txt']);
    memory.trees['local']?.['/home/ana']?.push(file('aaa.txt'));
    press(list('Left'), 'r', { ctrlKey: true });
    await pane('Left').findByRole('row', { name: /^aaa/ });
    expect(selectedNames('Left').sort()).toEqual(['Music', 'file2.txt']);
    expect(cursorName('Left')).toBe('Music');
  });

  it('goes with the arrow keys, selects ranges, marks with Insert and Space', async () => {
    await openApp();
    const grid = list('Left');
    expect(cursorName('Left')).toBe('Documents');
    press(grid, 'ArrowDown');
    expect(selectedNames('Left')).toEqual(['Music']);
    press(grid, 'ArrowDown', { shiftKey: true });
    expect(selectedNames('Left')).toEqual(['Music', 'Pictures']);
    press(grid, 'End');
    expect(selectedNames('Left')).toEqual(['résumé.pdf']);
    press(grid, 'Home');
    press(grid, 'Insert');
    press(grid, 'Insert');
    expect(selectedNames('Left')).toEqual(['Documents', 'Music']);
    expect(cursorName('Left')).toBe('Pictures');
    press(grid, ' ');
    expect(selectedNames('Left')).toHaveLength(3);
    press(grid, 'Escape');
    expect(selectedNames('Left')).toEqual([]);
    press(grid, 'a', { ctrlKey: true });
    expect(selectedNames('Left')).toHaveLength(8);
    expect(screen.getByText('8 of 8 selected, 700 MB')).toBeTruthy();
  });

  it('finds by the first letters', async () => {
    await openApp();
    for (const letter of 'file1') press(list('Left'), letter);
    expect(cursorName('Left')).toBe('file10.txt');
  });

  it('opens a folder with Enter and comes back to it with Backspace', async () => {
    await openApp();
    press(list('Left'), 'ArrowDown');
    press(list('Left'), 'ArrowUp');
    press(list('Left'), 'Enter');
    await pane('Left').findByRole('row', { name: /^letter\.odt/ });
    expect(cursorName('Left')).toBe('letter.odt');
    press(list('Left'), 'Backspace');
    await pane('Left').findByRole('row', { name: /^Music/ });
    expect(cursorName('Left')).toBe('Documents');
  });

  it('opens a folder by a double click, and says when there is nothing in it', async () => {
    await openApp();
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Music/ }));
    expect(await pane('Left').findByText('This folder is empty')).toBeTruthy();
  });

  it('shows hidden files when asked to', async () => {
    await openApp();
    press(list('Left'), 'h', { ctrlKey: true });
    expect(names('Left')).toContain('.profile');
    expect(names('Left')[0]).toBe('.config');
  });

  it('shows names as text, with what can not be seen made visible', async () => {
    const trees = sampleTrees();
    trees['local'] = { '/home/ana': [file('<img src=x onerror=alert(1)>.txt'), file('a\u202eb.exe'), file('raw\udcff.bin')] };
    await renderApp(createMemoryBridge(trees));
    await pane('Left').findByRole('row', { name: /^<img src=x onerror/ });
    expect(names('Left')).toEqual(['<img src=x onerror=alert(1)>.txt', 'a\\u202Eb.exe', 'raw\\xFF.bin']);
    expect(document.querySelector('img')).toBeNull();
  });

  it('takes a path typed after Ctrl+L, and gives up on Escape', async () => {
    await openApp();
    press(list('Left'), 'l', { ctrlKey: true });
    const field = await pane('Left').findByRole<HTMLInputElement>('textbox', { name: 'Path' });
    expect(field.value).toBe('/home/ana');
    press(field, 'Escape');
    expect(pane('Left').queryByRole('textbox', { name: 'Path' })).toBeNull();
    press(list('Left'), 'l', { ctrlKey: true });
    const again = await pane('Left').findByRole('textbox', { name: 'Path' });
    fireEvent.change(again, { target: { value: '~/Documents' } });
    press(again, 'Enter');
    await pane('Left').findByRole('row', { name: /^letter/ });
  });

  it('stays where it is for a path that was not changed, and knows names with blanks around them', async () => {
    const local = {
      '/home/ana': [folder(' blank '), folder('blank')],
      '/home/ana/ blank ': [file('inside.txt')],
      '/home/ana/blank': [file('elsewhere.txt')],
    };
    const memory = createMemoryBridge({ local });
    memory.on('entry.stat', ({ location }) => {
      if (memory.trees['local']?.[location.path] === undefined) throw new AppError('not-found', 'no');
      return { entry: folder('blank') };
    });
    await renderApp(memory);
    const type = async (path?: string): Promise<void> => {
      press(list('Left'), 'l', { ctrlKey: true });
      const field = await pane('Left').findByRole('textbox', { name: 'Path' });
      if (path !== undefined) fireEvent.change(field, { target: { value: path } });
      press(field, 'Enter');
    };
    await pane('Left').findAllByRole('row', { name: /blank/ });
    await type('/home/ana/ blank ');
    await pane('Left').findByRole('row', { name: /^inside/ });
    const opened = memory.asked.filter(({ name }) => name === 'listing.open').length;
    await type();
    expect(pane('Left').queryByRole('textbox', { name: 'Path' })).toBeNull();
    expect(memory.asked.filter(({ name }) => name === 'listing.open')).toHaveLength(opened);
    expect(names('Left')).toEqual(['inside.txt']);
    await type(' /home/ana/blank  ');
    await pane('Left').findByRole('row', { name: /^elsewhere/ });
  });

  it('leaves Enter and Escape to what composes letters', async () => {
    await openApp();
    press(list('Left'), 'l', { ctrlKey: true });
    const field = await pane('Left').findByRole('textbox', { name: 'Path' });
    fireEvent.change(field, { target: { value: '/home' } });
    press(field, 'Enter', { isComposing: true });
    press(field, 'Escape', { isComposing: true });
    expect(pane('Left').getByRole('textbox', { name: 'Path' })).toBe(field);
    press(field, 'Escape');
    const filter = pane('Left').getByRole<HTMLInputElement>('searchbox', { name: 'Filter' });
    fireEvent.change(filter, { target: { value: 'fi' } });
    press(filter, 'Escape', { isComposing: true });
    expect(filter.value).toBe('fi');
  });

  it('says what went wrong, and gives a way on', async () => {
    const memory = await openApp();
    memory.on('listing.open', () => {
      throw new AppError('permission-denied', 'EACCES', { path: '/home/ana/Documents' });
    });
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    expect((await pane('Left').findByRole('alert')).textContent).toContain('You don’t have permission for “Documents”');
    expect(pane('Left').getByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(pane('Left').getByRole('button', { name: 'Go to the parent folder' })).toBeTruthy();
  });

  it('tells when its connection is closed, and connects again', async () => {
    const memory = await openApp(withRight);
    await pane('Right').findByRole('row', { name: /^readme/ });
    memory.emit({ event: 'sessions.changed', payload: { sessions: [testSession('s1', { state: 'closed' })] } });
    expect(await pane('Right').findByText('Connection closed')).toBeTruthy();
    memory.on('session.reconnect', () => {
      memory.emit({ event: 'sessions.changed', payload: { sessions: [testSession('s1')] } });
      return { session: testSession('s1') };
    });
    fireEvent.click(pane('Right').getByRole('button', { name: 'Reconnect' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
  });

  it('has nothing to press or to work on under a message, and keeps the keyboard', async () => {
    const memory = await openApp(withRight);
    await pane('Right').findByRole('row', { name: /^readme/ });
    pressRow('Right', /^readme/);
    const session = (state: 'open' | 'reconnecting' | 'closed'): void =>
      act(() => memory.emit({ event: 'sessions.changed', payload: { sessions: [testSession('s1', { state })] } }));
    for (const state of ['closed', 'reconnecting'] as const) {
      session(state);
      expect(
        pane('Right')
          .getByRole('row', { name: /^readme/ })
          .closest('[inert]'),
      ).not.toBeNull();
      expect(document.activeElement).toBe(list('Right'));
      expect(cursorName('Right')).toBeUndefined();
      press(list('Right'), 'ArrowUp');
      press(list('Right'), 'F8');
      press(list('Right'), 'F7');
      press(list('Right'), 'F2');
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(pane('Right').queryByRole('textbox', { name: 'Name' })).toBeNull();
      press(list('Right'), 'F5');
      expect(memory.asked.some(({ name }) => name === 'transfer.enqueue')).toBe(state === 'reconnecting');
    }
    session('open');
    expect(
      pane('Right')
        .getByRole('row', { name: /^readme/ })
        .closest('[inert]'),
    ).toBeNull();
    expect(cursorName('Right')).toBe('readme.md');
  });

  it('starts a server and opens it with one press', async () => {
    const memory = await openApp();
    let first = true;
    memory.on('server.start', (options) => {
      if (first) {
        first = false;
        throw new AppError('busy', 'port 12345 is already in use');
      }
      return { server: { state: 'running', options, host: '127.0.0.1', port: 50123, pin: '', peers: [] } };
    });
    fireEvent.click(pane('Right').getByRole('button', { name: 'Start a local server and open it here' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
    const starts = memory.asked.filter(({ name }) => name === 'server.start').map(({ params }) => params);
    expect(starts).toMatchObject([{ port: 12345, host: '127.0.0.1', classic: false }, { port: 0 }]);
    expect(screen.getByText('Sharing on 127.0.0.1:50123')).toBeTruthy();
  });

  it('opens the folder under the cursor while others are marked', async () => {
    await openApp();
    pressRow('Left', /^file2/);
    pressRow('Left', /^archive/, { ctrlKey: true });
    press(list('Left'), 'Home');
    press(list('Left'), 'Enter');
    await pane('Left').findByRole('row', { name: /^letter/ });
  });

  it('has the cursor on the row of its context menu, with the selection as it was', async () => {
    await openApp();
    pressRow('Left', /^Documents/);
    pressRow('Left', /^file2/, { ctrlKey: true });
    fireEvent.contextMenu(pane('Left').getByRole('row', { name: /^Documents/ }), { clientX: 20, clientY: 20 });
    expect(cursorName('Left')).toBe('Documents');
    expect(selectedNames('Left')).toEqual(['Documents', 'file2.txt']);
    const menu = within(await screen.findByRole('menu', { name: 'Context menu' }));
    fireEvent.click(menu.getByRole('menuitem', { name: /^Open/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
  });

  it('has a context menu from the command table', async () => {
    await openApp(withRight);
    fireEvent.contextMenu(pane('Left').getByRole('row', { name: /^file2/ }), { clientX: 20, clientY: 20 });
    const menu = await screen.findByRole('menu', { name: 'Context menu' });
    expect(menu.textContent).toContain('Copy to the other pane');
    expect(selectedNames('Left')).toEqual(['file2.txt']);
  });
});

describe('copying', () => {
  it('sends the selection to the other pane with F5', async () => {
    const memory = await openApp(withRight);
    await pane('Right').findByRole('row', { name: /^readme/ });
    pressRow('Left', /^file2/);
    pressRow('Left', /^Documents/, { ctrlKey: true });
    press(list('Left'), 'F5');
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toEqual({
        from: [
          { endpoint: 'local', path: '/home/ana/Documents' },
          { endpoint: 'local', path: '/home/ana/file2.txt' },
        ],
        to: { endpoint: 's1', path: '/' },
        existing: 'ask',
      });
    });
  });

  it('moves to the other pane with F6', async () => {
    const memory = await openApp(withRight);
    await pane('Right').findByRole('row', { name: /^readme/ });
    pressRow('Left', /^file2/);
    press(list('Left'), 'F6');
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toMatchObject({
        to: { endpoint: 's1', path: '/' },
        existing: 'ask',
        move: true,
      });
    });
  });

  it('refuses a folder into itself, in words', async () => {
    const memory = await openApp({ right: { endpoint: 'local', path: '/home/ana/Documents' } });
    await pane('Right').findByRole('row', { name: /^letter/ });
    pressRow('Left', /^Documents/);
    press(list('Left'), 'F5');
    expect((await pane('Right').findByRole('alert')).textContent).toContain('can’t be copied into itself');
    expect(memory.asked.some(({ name }) => name === 'transfer.enqueue')).toBe(false);
  });

  it('drops rows on a folder of their own pane, and on nothing else there', async () => {
    const memory = await openApp();
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    const row = (name: RegExp): HTMLElement => pane('Left').getByRole('row', { name });
    beginDrag(row(/^file2/));
    expect([...document.querySelectorAll('.drag-image')].map((image) => image.textContent)).toEqual(['2 items']);
    const effect = (): string | undefined => document.documentElement.dataset['drag'];
    for (const name of [/^file10/, /^Music/]) {
      dragTo(row(name));
      expect(pane('Left').queryByText(/items? to/)).toBeNull();
      expect(effect()).toBe('none');
    }
    dragTo(row(/^Documents/));
    expect(pane('Left').getByText('Copy 2 items to Documents')).toBeTruthy();
    expect([row(/^Documents/).hasAttribute('data-drop'), effect()]).toEqual([true, 'copy']);
    letGo(row(/^Documents/));
    expect([effect(), document.querySelector('.drag-image'), pane('Left').queryByText(/items? to/)]).toEqual([
      undefined,
      null,
      null,
    ]);
    // The release was the drag's: it presses nothing.
    expect(selectedNames('Left')).toEqual(['Music', 'file2.txt']);
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toMatchObject({
        from: [{ path: '/home/ana/Music' }, { path: '/home/ana/file2.txt' }],
        to: { path: '/home/ana/Documents' },
      });
    });
  });

  it('explains a drop from the desktop where the shell does not know the files', async () => {
    await openApp(withRight);
    await pane('Right').findByRole('row', { name: /^readme/ });
    const dataTransfer = { types: ['Files'], items: [{}], files: [new File(['x'], 'x.txt')], dropEffect: 'none' };
    fireEvent.dragOver(list('Right'), { dataTransfer });
    expect(pane('Right').getByText('Copy 1 item to 127.0.0.1:12345')).toBeTruthy();
    fireEvent.drop(list('Right'), { dataTransfer });
    expect((await pane('Right').findByRole('alert')).textContent).toContain('needs the Ferry desktop app');
  });

  it('takes files from the desktop in the desktop app, and tells of those without a path', async () => {
    const memory = await openApp({ ...withRight, shell: 'electron' });
    await pane('Right').findByRole('row', { name: /^readme/ });
    const dataTransfer = {
      types: ['Files'],
      items: [{}, {}],
      files: [new File(['x'], 'x.txt'), { name: 'page.html' }],
      dropEffect: 'none',
    };
    fireEvent.drop(pane('Right').getByRole('row', { name: /^incoming/ }), { dataTransfer });
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toMatchObject({
        from: [{ endpoint: 'local', path: '/home/ana/Desktop/x.txt' }],
        to: { endpoint: 's1', path: '/incoming' },
      });
    });
    expect(pane('Right').getByRole('alert').textContent).toContain('1 item has no path');
  });

  it('ignores text that is dropped, and says so', async () => {
    await openApp();
    const dataTransfer = { types: ['text/plain'], items: [{}], files: [], dropEffect: 'none' };
    fireEvent.drop(list('Left'), { dataTransfer });
    expect((await pane('Left').findByRole('alert')).textContent).toContain('Only files and folders');
  });
});
