import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, file, folder, type MemoryBridge, sampleTrees } from '../../testing/memoryBridge.ts';
import { cursorName, installBrowserStubs, list, names, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();

const home = '/home/ana';

async function start(more: ReturnType<typeof file>[] = []): Promise<MemoryBridge> {
  const trees = sampleTrees();
  trees['local']?.[home]?.push(...more);
  const memory = createMemoryBridge(trees, { right: { endpoint: 'local', path: `${home}/Documents` } });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return memory;
}

function begin(name: RegExp): HTMLInputElement {
  pressRow('Left', name);
  press(list('Left'), 'F2');
  return field();
}

function field(): HTMLInputElement {
  return within(list('Left')).getByRole<HTMLInputElement>('textbox', { name: 'Name' });
}

function noField(): boolean {
  return within(list('Left')).queryByRole('textbox') === null;
}

function type(value: string): void {
  fireEvent.change(field(), { target: { value } });
}

async function refresh(memory: MemoryBridge): Promise<void> {
  memory.emit({ event: 'directory.changed', payload: { location: { endpoint: 'local', path: home } } });
  const before = memory.asked.length;
  await waitFor(() => expect(memory.asked.slice(before).some(({ name }) => name === 'entry.space')).toBe(true));
}

/** A new name that stays on its way until the function that this resolves to refuses it. */
async function renameSlowly(memory: MemoryBridge): Promise<() => void> {
  let refuse = (): void => undefined;
  memory.on('entry.rename', () => {
    return new Promise((_resolve, reject) => {
      refuse = () => reject(new AppError('permission-denied', 'no'));
    });
  });
  begin(/^file2/);
  type('mine.txt');
  press(field(), 'Enter');
  await waitFor(() => expect(memory.asked.some(({ name }) => name === 'entry.rename')).toBe(true));
  return () => refuse();
}

describe('renaming in place', () => {
  it('selects the stem: of folders and dot files the whole name', async () => {
    await start([file('.bashrc', 1), folder('with.dot')]);
    press(list('Left'), 'h', { ctrlKey: true });
    for (const [row, selected] of [
      [/^archive/, 'archive.tar'],
      [/^with/, 'with.dot'],
      [/^\.bashrc/, '.bashrc'],
    ] as const) {
      const { value, selectionStart, selectionEnd } = begin(row);
      expect(document.activeElement).toBe(field());
      expect(value.slice(selectionStart ?? -1, selectionEnd ?? -1)).toBe(selected);
      press(field(), 'Escape');
      expect(noField()).toBe(true);
      expect(document.activeElement).toBe(list('Left'));
    }
  });

  it('renames with Enter, keeps the cursor on the entry, and gives the keyboard back', async () => {
    const memory = await start();
    begin(/^archive/);
    type('backup.tar.gz');
    press(field(), 'Enter');
    await pane('Left').findByRole('row', { name: /^backup/ });
    await waitFor(() => expect(noField()).toBe(true));
    expect(cursorName('Left')).toBe('backup.tar.gz');
    expect(document.activeElement).toBe(list('Left'));
    expect(memory.asked.find(({ name }) => name === 'entry.rename')?.params).toEqual({
      from: { endpoint: 'local', path: `${home}/archive.tar.gz` },
      name: 'backup.tar.gz',
    });
  });

  it('asks nothing for an unchanged name, and nothing after Escape', async () => {
    const memory = await start();
    press(begin(/^file2/), 'Enter');
    begin(/^file2/);
    type('other.txt');
    press(field(), 'Escape');
    expect(noField()).toBe(true);
    expect(memory.asked.some(({ name }) => name === 'entry.rename')).toBe(false);
    expect(names('Left')).toContain('file2.txt');
  });

  it('says at the row what is wrong, and keeps what was typed', async () => {
    const memory = await start();
    begin(/^file2/);
    type('a/b');
    press(field(), 'Enter');
    expect(within(list('Left')).getByRole('alert').textContent).toBe('A name can’t contain “/”.');
    expect(field().value).toBe('a/b');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    type('file10.txt');
    expect(within(list('Left')).queryByRole('alert')).toBeNull();
    press(field(), 'Enter');
    expect((await within(list('Left')).findByRole('alert')).textContent).toContain('“file10.txt” is already here');
    memory.on('entry.rename', () => {
      throw new AppError('permission-denied', 'no');
    });
    type('mine.txt');
    press(field(), 'Enter');
    await waitFor(() => expect(within(list('Left')).getByRole('alert').textContent).toContain('permission for “mine.txt”'));
    expect(field().value).toBe('mine.txt');
  });

  it('renames when the keyboard goes elsewhere, without fetching it back', async () => {
    await start();
    begin(/^file2/);
    type('left.txt');
    list('Right').focus();
    await pane('Left').findByRole('row', { name: /^left\.txt/ });
    await waitFor(() => expect(noField()).toBe(true));
    expect(document.activeElement).toBe(list('Right'));
  });

  it('goes on while the folder is read again, wherever the row is then', async () => {
    const memory = await start();
    begin(/^file2/);
    type('typed so far');
    memory.trees['local'] = { ...memory.trees['local'], [home]: [file('aaa.txt'), ...(memory.trees['local']?.[home] ?? [])] };
    await refresh(memory);
    await waitFor(() => expect(names('Left')).toContain('aaa.txt'));
    expect(field().value).toBe('typed so far');
    expect(document.activeElement).toBe(field());
  });

  it('ends when the entry is gone, and says so', async () => {
    const memory = await start();
    begin(/^file2/);
    const rest = (memory.trees['local']?.[home] ?? []).filter(({ name }) => name !== 'file2.txt');
    memory.trees['local'] = { ...memory.trees['local'], [home]: rest };
    await refresh(memory);
    expect((await pane('Left').findByRole('alert')).textContent).toContain('“file2.txt” is no longer here');
    expect(noField()).toBe(true);
  });

  it('says so when a filter hides the row, which is still there', async () => {
    await start();
    begin(/^file2/);
    type('a/b');
    press(field(), 'Enter');
    fireEvent.change(pane('Left').getByRole('searchbox', { name: 'Filter' }), { target: { value: 'archive' } });
    expect((await pane('Left').findByRole('alert')).textContent).toContain('“file2.txt” is no longer shown');
    fireEvent.change(pane('Left').getByRole('searchbox', { name: 'Filter' }), { target: { value: '' } });
    expect(noField()).toBe(true);
  });

  it('takes the keyboard for the next name while another one has something wrong', async () => {
    await start();
    begin(/^file2/);
    type('a/b');
    list('Left').focus();
    expect(field().value).toBe('a/b');
    const next = begin(/^archive/);
    expect(next.value).toBe('archive.tar.gz');
    expect(document.activeElement).toBe(next);
    expect(next.value.slice(next.selectionStart ?? -1, next.selectionEnd ?? -1)).toBe('archive.tar');
  });

  it('gives the keyboard back to a field that was left with something wrong in it', async () => {
    await start();
    begin(/^file2/);
    type('a/b');
    list('Left').focus();
    press(list('Left'), 'F2');
    expect(document.activeElement).toBe(field());
    expect(field().value).toBe('a/b');
  });

  it('says in the pane what went wrong after it has gone elsewhere', async () => {
    const memory = await start();
    const fail = await renameSlowly(memory);
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    fail();
    expect((await pane('Left').findByRole('alert')).textContent).toContain('permission for “mine.txt”');
  });

  it('keeps the failure of one name from the next one', async () => {
    const memory = await start();
    const fail = await renameSlowly(memory);
    begin(/^archive/);
    type('still typing');
    fail();
    expect((await pane('Left').findByRole('alert')).textContent).toContain('permission for “mine.txt”');
    expect(field().value).toBe('still typing');
    expect(within(list('Left')).queryByRole('alert')).toBeNull();
  });

  it('leaves keys and presses in the field to the field', async () => {
    const memory = await start();
    begin(/^file2/);
    for (const key of ['Delete', 'Backspace', 'x', ' ', 'ArrowDown', 'Home']) press(field(), key);
    fireEvent.doubleClick(field());
    fireEvent.contextMenu(field());
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(cursorName('Left')).toBe('');
    expect(memory.asked.filter(({ name }) => name === 'listing.open')).toHaveLength(2);
  });

  it('takes the dialog for a name that a field can not show', async () => {
    const memory = await start([file('line\nbreak.txt', 5)]);
    pressRow('Left', /^line/);
    press(list('Left'), 'F2');
    const dialog = within(await screen.findByRole('dialog', { name: 'Rename' }));
    expect(dialog.getByText(/holds line breaks/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.some(({ name }) => name === 'entry.rename')).toBe(false);
  });
});
