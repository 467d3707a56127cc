import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { SessionOpen } from '../../../src-shared/ipc/contract.ts';
import { createMemoryBridge, sampleTrees, testPin, testSession } from '../../testing/memoryBridge.ts';
import {
  cursorName,
  dialog,
  installBrowserStubs,
  list,
  names,
  openApp,
  pane,
  press,
  pressRow,
  renderApp,
} from '../../testing/renderApp.tsx';
import { testConflict } from '../conflicts/conflicts.testing.ts';

installBrowserStubs();

function type(field: HTMLElement, value: string): void {
  fireEvent.change(field, { target: { value } });
}

describe('Connect', () => {
  it('is filled in by a pasted link, and opens the session on the right', async () => {
    const memory = await openApp();
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = await dialog('Connect');
    type(connect.getByRole('textbox', { name: 'Link' }), `ferry://nas:4444/#pin=${testPin}&token=secret`);
    expect(connect.getByRole<HTMLInputElement>('textbox', { name: 'Server' }).value).toBe('nas');
    expect(connect.getByRole<HTMLInputElement>('textbox', { name: 'Port' }).value).toBe('4444');
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(memory.asked.find(({ name }) => name === 'session.open')?.params).toEqual({
      endpoint: { kind: 'native', host: 'nas', port: 4444, pin: testPin },
      token: 'secret',
    });
  });

  it('says what is wrong at its field', async () => {
    const memory = await openApp();
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = await dialog('Connect');
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    expect(connect.getByText('Enter the server’s name or address.')).toBeTruthy();
    memory.on('session.open', () => {
      throw new AppError('auth-failed', 'no');
    });
    type(connect.getByRole('textbox', { name: 'Server' }), 'nas');
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    const key = connect.getByLabelText<HTMLInputElement>('Access key');
    await waitFor(() => expect(key.getAttribute('aria-invalid')).toBe('true'));
    expect(connect.getByText(/nas:12345 refused the access key/)).toBeTruthy();
  });

  it('asks before it trusts an unknown server, and remembers the answer', async () => {
    const memory = await openApp();
    const opened: SessionOpen[] = [];
    memory.on('session.open', (params) => {
      opened.push(params);
      if (params.trust === undefined) throw new AppError('identity-unknown', 'who?', { pin: testPin });
      return { session: testSession('s1'), path: '/' };
    });
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = await dialog('Connect');
    type(connect.getByRole('textbox', { name: 'Server' }), 'nas');
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    const unknown = await dialog('Unknown server');
    expect(unknown.getByText(testPin.slice(0, 4))).toBeTruthy();
    fireEvent.click(unknown.getByRole('button', { name: 'Trust and connect' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
    expect(opened.map(({ trust }) => trust)).toEqual([undefined, testPin]);
  });

  it('stops at a changed identity and shows both fingerprints', async () => {
    const memory = await openApp();
    const other = `Zk8m${testPin.slice(4)}`;
    memory.on('session.open', () => {
      throw new AppError('identity-changed', 'someone else', { pin: other, expectedPin: testPin });
    });
    press(list('Left'), 'l', { ctrlKey: true });
    const field = await pane('Left').findByRole('textbox', { name: 'Path' });
    type(field, 'ferry://nas/');
    press(field, 'Enter');
    const changed = await dialog('Server identity changed');
    const codes = changed.getAllByRole('code').map((code) => code.textContent);
    expect(codes).toEqual([testPin, other]);
    expect(changed.queryByRole('button', { name: /trust/i })).toBeNull();
  });
});

describe('Start local server', () => {
  async function open() {
    fireEvent.mouseDown(screen.getByRole('menuitem', { name: 'Server' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Start local server…' }));
    return dialog('Start local server');
  }

  it('says at the port that it is in use', async () => {
    const memory = await openApp();
    memory.on('server.start', () => {
      throw new AppError('busy', 'port 12345 is already in use');
    });
    const server = await open();
    expect(server.getByRole<HTMLInputElement>('textbox', { name: 'Folder to share' }).value).toBe('/home/ana/Ferry');
    fireEvent.click(server.getByRole('button', { name: 'Start server' }));
    expect(await server.findByText(/Port 12345 is in use/)).toBeTruthy();
    expect(server.getByRole('textbox', { name: 'Port' }).getAttribute('aria-invalid')).toBe('true');
  });

  it('shows the address when it runs, and opens it', async () => {
    const memory = await openApp();
    const server = await open();
    type(server.getByRole('textbox', { name: 'Port' }), '4000');
    fireEvent.click(server.getByRole('checkbox', { name: /Read-only/ }));
    fireEvent.click(server.getByRole('button', { name: 'Start server' }));
    expect(await server.findByText('127.0.0.1:4000')).toBeTruthy();
    expect(memory.asked.find(({ name }) => name === 'server.start')?.params).toEqual({
      folder: '/home/ana/Ferry',
      host: '127.0.0.1',
      port: 4000,
      readOnly: true,
      classic: false,
    });
    fireEvent.click(server.getByRole('button', { name: 'Open in the right pane' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
  });

  it('never offers the classic protocol to the network', async () => {
    await openApp();
    const server = await open();
    fireEvent.click(server.getByRole('checkbox', { name: /classic/ }));
    expect(server.getByText(/Plain text, without a key/)).toBeTruthy();
    fireEvent.click(server.getByRole('radio', { name: 'My network' }));
    expect(server.getByRole<HTMLInputElement>('checkbox', { name: /classic/ }).disabled).toBe(true);
    expect(server.getByRole<HTMLInputElement>('checkbox', { name: /classic/ }).checked).toBe(false);
  });
});

describe('names and deletion', () => {
  it('makes a folder and puts the cursor on it', async () => {
    await openApp();
    press(list('Left'), 'F7');
    const make = await dialog('New folder');
    type(make.getByRole('textbox', { name: 'Name' }), 'Music');
    fireEvent.click(make.getByRole('button', { name: 'Create' }));
    expect(await make.findByText('“Music” is already here. Choose another name.')).toBeTruthy();
    type(make.getByRole('textbox', { name: 'Name' }), 'Letters');
    fireEvent.click(make.getByRole('button', { name: 'Create' }));
    await pane('Left').findByRole('row', { name: /^Letters/ });
    expect(cursorName('Left')).toBe('Letters');
  });

  it('makes an empty file and puts the cursor on it', async () => {
    await openApp();
    press(list('Left'), 'F4', { shiftKey: true });
    const make = await dialog('New file');
    const field = make.getByRole<HTMLInputElement>('textbox', { name: 'Name' });
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'New file'.length]);
    type(field, 'file2.txt');
    fireEvent.click(make.getByRole('button', { name: 'Create' }));
    expect(await make.findByText('“file2.txt” is already here. Choose another name.')).toBeTruthy();
    type(field, 'notes.md');
    fireEvent.click(make.getByRole('button', { name: 'Create' }));
    await pane('Left').findByRole('row', { name: /^notes\.md, 0 B/ });
    expect(cursorName('Left')).toBe('notes.md');
  });

  it('deletes to the trash after it was asked', async () => {
    const memory = await openApp();
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    press(list('Left'), 'Delete');
    const ask = await dialog('Delete');
    expect(ask.getByText('Move 2 items to the trash?')).toBeTruthy();
    expect(ask.getByText('They can be had back from the trash.')).toBeTruthy();
    expect(memory.asked.some(({ name }) => name === 'entry.trash')).toBe(false);
    fireEvent.click(ask.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(names('Left')).not.toContain('Music'));
    expect(screen.getByRole('status').textContent).toBe('Moved 2 items to the trash');
    expect(memory.asked.some(({ name }) => name === 'entry.remove')).toBe(false);
  });

  it('deletes for good with Shift, and says so', async () => {
    const memory = await openApp();
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    press(list('Left'), 'Delete', { shiftKey: true });
    const ask = await dialog('Delete');
    expect(ask.getByText('Delete 2 items for good?')).toBeTruthy();
    expect(ask.getByText(/Folders are deleted with everything in them. This can’t be undone/)).toBeTruthy();
    expect(memory.asked.some(({ name }) => name === 'entry.remove')).toBe(false);
    fireEvent.click(ask.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(names('Left')).not.toContain('Music'));
    expect(screen.getByRole('status').textContent).toBe('Deleted 2 items');
  });

  it('says that there is no trash on a server', async () => {
    const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
    await renderApp(memory);
    await pane('Right').findByRole('row', { name: /^readme/ });
    pressRow('Right', /^readme/);
    press(list('Right'), 'F8');
    const ask = await dialog('Delete');
    expect(ask.getByText('Delete “readme.md” for good?')).toBeTruthy();
    expect(ask.getByText('There is no trash here. This can’t be undone.')).toBeTruthy();
    fireEvent.click(ask.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(names('Right')).toEqual(['incoming']));
  });

  it('asks again about what the trash did not take', async () => {
    const memory = await openApp();
    const stays = '/home/ana/Music';
    memory.on('entry.trash', () => ({
      trashed: [],
      failures: [
        { path: stays, error: { code: 'unsupported', message: 'no trash', path: stays } },
        { path: '/home/ana/file2.txt', error: { code: 'permission-denied', message: 'no', path: '/home/ana/file2.txt' } },
      ],
    }));
    pressRow('Left', /^file2/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    pressRow('Left', /^Documents/, { ctrlKey: true });
    press(list('Left'), 'F8');
    const ask = await dialog('Delete');
    fireEvent.click(ask.getByRole('button', { name: 'Delete' }));
    const alert = await ask.findByRole('alert');
    expect(alert.textContent).toContain('2 items could not be moved to the trash');
    expect(alert.textContent).toContain('Musicthere is no trash where it lies');
    expect(alert.textContent).toContain('You don’t have permission');
    expect(ask.getByText('Delete 2 items for good?')).toBeTruthy();
    expect(screen.getByRole('status', { hidden: true }).textContent).toBe('Moved 1 item to the trash');
    fireEvent.click(ask.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(names('Left')).not.toContain('Music'));
    expect(memory.asked.find(({ name }) => name === 'entry.remove')?.params).toEqual({
      locations: [stays, '/home/ana/file2.txt'].map((path) => ({ endpoint: 'local', path })),
    });
  });

  it('leaves the trash of macOS and Windows to the shell', async () => {
    const memory = createMemoryBridge(sampleTrees(), { platform: 'win32', trash: 'shell' });
    memory.on('shell.trash', () => ({ failures: [] }));
    await renderApp(memory);
    await pane('Left').findByRole('row', { name: /^file2/ });
    pressRow('Left', /^file2/);
    press(list('Left'), 'F8');
    fireEvent.click((await dialog('Delete')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => {
      expect(memory.asked.find(({ name }) => name === 'shell.trash')?.params).toEqual({ paths: ['home\\ana\\file2.txt'] });
    });
  });
});

describe('File exists', () => {
  const conflict = testConflict({ target: { kind: 'file', size: 1024, modified: Number.NaN }, waiting: 3 });

  it('shows both sides and answers for the batch', async () => {
    const memory = await openApp();
    memory.on('conflict.answer', () => ({}));
    memory.emit({ event: 'conflicts.changed', payload: { conflicts: [conflict] } });
    const exists = await dialog('File exists');
    expect(within(exists.getByRole('region', { name: 'Copy this' })).getByText('larger')).toBeTruthy();
    expect(within(exists.getByRole('region', { name: 'Already there' })).getByText('date unknown')).toBeTruthy();
    expect(exists.getByText('3 more files are waiting for an answer')).toBeTruthy();
    fireEvent.click(exists.getByRole('checkbox'));
    fireEvent.click(exists.getByRole('button', { name: 'Keep both' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.at(-1)?.params).toEqual({ conflict: 7, answer: 'both', forBatch: true });
  });
});

describe('the menu bar', () => {
  it('has the menus of the command table and runs their commands', async () => {
    await openApp();
    const bar = within(screen.getByRole('menubar', { name: 'Application' }));
    expect(bar.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([
      'File',
      'Edit',
      'View',
      'Go',
      'Transfer',
      'Server',
      'Help',
    ]);
    fireEvent.mouseDown(bar.getByRole('menuitem', { name: 'View' }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Show hidden files' }));
    expect(names('Left')).toContain('.profile');
    fireEvent.mouseDown(bar.getByRole('menuitem', { name: 'Help' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'About Ferry' }));
    expect((await dialog('About Ferry')).getByText('Node 24.0.0')).toBeTruthy();
  });

  it('is left out where there is a native one, which is told what is enabled', async () => {
    const memory = createMemoryBridge(sampleTrees(), { nativeMenu: true });
    memory.on('shell.menuState', () => ({}));
    await renderApp(memory);
    await pane('Left').findByRole('row', { name: /^Documents/ });
    expect(screen.queryByRole('menubar')).toBeNull();
    memory.emit({ event: 'command.run', payload: { command: 'view.hidden' } });
    await waitFor(() => {
      const told = memory.asked.findLast(({ name }) => name === 'shell.menuState')?.params;
      expect(told).toMatchObject({ checked: ['view.hidden', 'column.size', 'column.date', 'view.transfers'] });
    });
  });
});
