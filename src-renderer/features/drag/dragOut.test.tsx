import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { DragReadiness } from '../../../src-shared/ipc/contract.ts';
import { createMemoryBridge, folder, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import {
  beginDrag,
  dragTo,
  installBrowserStubs,
  letGo,
  list,
  pane,
  press,
  pressRow,
  renderApp,
} from '../../testing/renderApp.tsx';

installBrowserStubs();

const outside = { clientX: -5, clientY: 300 };
const root = document.documentElement;

async function start(shell: 'electron' | 'browser' = 'electron'): Promise<MemoryBridge> {
  const memory = createMemoryBridge(sampleTrees(), {
    shell,
    sessions: [testSession('s1')],
    right: { endpoint: 's1', path: '/' },
  });
  memory.on('drag.forget', () => ({}));
  memory.on('shell.startDrag', () => ({}));
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  await pane('Right').findByRole('row', { name: /^readme/ });
  return memory;
}

const row = (side: 'Left' | 'Right', name: RegExp): HTMLElement => pane(side).getByRole('row', { name });
const asked = (memory: MemoryBridge, wanted: string): unknown[] =>
  memory.asked.filter(({ name }) => name === wanted).map(({ params }) => params);
const image = (): Element | null => document.querySelector('.drag-image');

/** What `drag.prepare` answers, when it is told to. */
function answering(memory: MemoryBridge): (answer: DragReadiness | AppError) => void {
  let settle: (answer: DragReadiness | AppError) => void = () => undefined;
  const answered = new Promise<DragReadiness | AppError>((resolve) => {
    settle = resolve;
  });
  memory.on('drag.prepare', async () => {
    const answer = await answered;
    if (answer instanceof AppError) throw answer;
    return answer;
  });
  return (answer) => settle(answer);
}

describe('a drag of rows that leaves the window', () => {
  it('is the desktop’s from then on: that is asked for once, and nothing of it is left in the page', async () => {
    const memory = await start();
    answering(memory)({ state: 'ready', paths: ['/home/ana/file2.txt'] });
    beginDrag(row('Left', /^file2/));
    await waitFor(() => expect(asked(memory, 'drag.prepare')).toHaveLength(1));
    expect(asked(memory, 'drag.prepare')[0]).toMatchObject({ locations: [{ endpoint: 'local', path: '/home/ana/file2.txt' }] });
    dragTo(row('Right', /^incoming/));
    expect(asked(memory, 'shell.startDrag')).toEqual([]);
    dragTo(root, outside);
    dragTo(root, { ...outside, clientX: -50 });
    await waitFor(() => expect(asked(memory, 'shell.startDrag')).toHaveLength(1));
    expect([image(), root.dataset['drag'], pane('Right').queryByText(/^Copy/)]).toEqual([null, undefined, null]);
    // Late events of the pointer belong to nobody.
    dragTo(row('Right', /^incoming/));
    dragTo(root, outside);
    letGo(row('Right', /^incoming/));
    expect([asked(memory, 'shell.startDrag').length, asked(memory, 'drag.forget'), asked(memory, 'transfer.enqueue')]).toEqual([
      1,
      [],
      [],
    ]);
  });

  it('waits outside for files that are not here yet, and may come back', async () => {
    const memory = await start();
    const answer = answering(memory);
    beginDrag(row('Right', /^readme/));
    dragTo(root, outside);
    dragTo(row('Left', /^Documents/));
    expect(pane('Left').getByText('Copy 1 item to Documents')).toBeTruthy();
    dragTo(root, outside);
    expect(pane('Left').queryByText('Copy 1 item to Documents')).toBeNull();
    answer({ state: 'ready', paths: ['/private/readme.md'] });
    await waitFor(() => expect(asked(memory, 'shell.startDrag')).toHaveLength(1));
    expect(image()).toBeNull();
  });

  it.each<DragReadiness['state'] | 'late'>(['too-large', 'incomplete', 'late'])(
    'offers a download when it is let go there and the files can not be handed over: %s',
    async (state) => {
      const memory = await start();
      memory.on('entry.stat', () => ({ entry: folder('ana') }));
      const answer = answering(memory);
      if (state !== 'late') answer({ state, paths: [] });
      beginDrag(row('Right', /^incoming/));
      dragTo(root, outside);
      letGo(root, outside);
      expect(await screen.findByRole('dialog', { name: 'Download to' })).toBeTruthy();
      expect(screen.getByText(/was not here in time/)).toBeTruthy();
      await waitFor(() => expect(asked(memory, 'drag.forget')).toHaveLength(1));
      expect(asked(memory, 'shell.startDrag')).toEqual([]);
      fireEvent.click(screen.getByRole('button', { name: 'Download' }));
      await waitFor(() => {
        expect(asked(memory, 'transfer.enqueue')).toMatchObject([
          { from: [{ endpoint: 's1', path: '/incoming' }], to: { endpoint: 'local', path: '/home/ana' } },
        ]);
      });
    },
  );

  it('says which name is not text, and that too much is too much', async () => {
    const memory = await start();
    answering(memory)(new AppError('name-invalid', 'not text', { path: '/home/ana/a\udcff' }));
    beginDrag(row('Left', /^file2/));
    dragTo(root, outside);
    await waitFor(() => expect(asked(memory, 'drag.prepare')).toHaveLength(1));
    letGo(root, outside);
    expect((await pane('Left').findByRole('alert')).textContent).toContain('its name is not text');
    answering(memory)({ state: 'too-large' });
    beginDrag(row('Left', /^file2/));
    await waitFor(() => expect(asked(memory, 'drag.prepare')).toHaveLength(2));
    dragTo(root, outside);
    letGo(root, outside);
    await waitFor(() => expect(pane('Left').getByRole('alert').textContent).toContain('at once'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says why when the shell can’t', async () => {
    const memory = await start();
    memory.on('shell.startDrag', () => {
      throw new AppError('internal', 'no');
    });
    answering(memory)({ state: 'ready', paths: ['/home/ana/file2.txt'] });
    beginDrag(row('Left', /^file2/));
    dragTo(root, outside);
    expect((await pane('Left').findByRole('alert')).textContent).toContain('Something went wrong');
  });

  it('stays the page’s own in a browser', async () => {
    const memory = await start('browser');
    beginDrag(row('Right', /^readme/));
    dragTo(root, outside);
    dragTo(row('Left', /^Documents/));
    expect(pane('Left').getByText('Copy 1 item to Documents')).toBeTruthy();
    dragTo(root, outside);
    letGo(root, outside);
    expect([image(), screen.queryByRole('dialog'), asked(memory, 'drag.prepare'), asked(memory, 'transfer.enqueue')]).toEqual([
      null,
      null,
      [],
      [],
    ]);
  });
});

describe('a drag of rows inside the window', () => {
  it('ends at Escape, which no command hears, and what was made ready goes', async () => {
    const memory = await start();
    answering(memory)({ state: 'ready', paths: ['/home/ana/file2.txt'] });
    beginDrag(row('Left', /^file2/));
    dragTo(row('Right', /^incoming/));
    press(list('Left'), 'Delete');
    expect(screen.queryByRole('dialog')).toBeNull();
    press(list('Left'), 'Escape');
    expect([image(), pane('Right').queryByText(/^Copy/)]).toEqual([null, null]);
    dragTo(root, outside);
    letGo(row('Right', /^incoming/));
    await waitFor(() => expect(asked(memory, 'drag.forget')).toHaveLength(1));
    expect([asked(memory, 'shell.startDrag'), asked(memory, 'transfer.enqueue')]).toEqual([[], []]);
  });

  it('tells what Shift makes of it while the pointer rests, and ends when the button is found up', async () => {
    const memory = await start();
    answering(memory)({ state: 'ready', paths: [] });
    beginDrag(row('Left', /^file2/));
    dragTo(row('Left', /^Documents/));
    fireEvent.keyDown(list('Left'), { key: 'Shift' });
    expect(pane('Left').getByText('Move 1 item to Documents')).toBeTruthy();
    fireEvent.keyUp(list('Left'), { key: 'Shift' });
    expect(pane('Left').getByText('Copy 1 item to Documents')).toBeTruthy();
    dragTo(row('Left', /^Documents/), { buttons: 0 });
    expect([image(), pane('Left').queryByText(/^Copy/)]).toEqual([null, null]);
  });
});

describe('what was dragged out and comes back', () => {
  it('is copied from where it is on the server, as long as its session is open', async () => {
    const memory = await start();
    answering(memory)({ state: 'ready', paths: ['/home/ana/Desktop/readme.md'] });
    beginDrag(row('Right', /^readme/));
    dragTo(root, outside);
    await waitFor(() => expect(asked(memory, 'shell.startDrag')).toHaveLength(1));
    const dataTransfer = { types: ['Files'], items: [{}], files: [new File(['x'], 'readme.md')], dropEffect: 'none' };
    fireEvent.drop(row('Left', /^Documents/), { dataTransfer });
    await waitFor(() => {
      expect(asked(memory, 'transfer.enqueue')).toMatchObject([
        { from: [{ endpoint: 's1', path: '/readme.md' }], to: { path: '/home/ana/Documents' } },
      ]);
    });
    memory.emit({ event: 'sessions.changed', payload: { sessions: [] } });
    fireEvent.drop(row('Left', /^Documents/), { dataTransfer });
    await waitFor(() => {
      expect(asked(memory, 'transfer.enqueue')[1]).toMatchObject({
        from: [{ endpoint: 'local', path: '/home/ana/Desktop/readme.md' }],
      });
    });
  });
});

describe('Download to…', () => {
  async function open(): Promise<MemoryBridge> {
    const memory = await start();
    pressRow('Right', /^incoming/);
    list('Right').focus();
    press(list('Right'), 'P', { ctrlKey: true, shiftKey: true });
    fireEvent.change(await screen.findByRole('combobox'), { target: { value: 'Download to' } });
    press(screen.getByRole('combobox'), 'Enter');
    await screen.findByRole('dialog', { name: 'Download to' });
    return memory;
  }
  const field = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder' });
  const submit = (): void => {
    fireEvent.click(screen.getByRole('button', { name: 'Download' }));
  };

  it('wants a whole path that is no file; a missing folder is made on the way', async () => {
    const memory = await open();
    expect(field().value).toBe('/home/ana');
    expect(screen.queryByText(/was not here in time/)).toBeNull();
    fireEvent.change(field(), { target: { value: 'downloads' } });
    submit();
    expect(await screen.findByText('Enter the whole path of a folder.')).toBeTruthy();
    memory.on('entry.stat', () => ({ entry: { name: 'x', kind: 'file', size: 0, modified: 0 } }));
    fireEvent.change(field(), { target: { value: '/home/ana/x' } });
    submit();
    expect(await screen.findByText(/is not a folder/)).toBeTruthy();
    memory.on('entry.stat', () => {
      throw new AppError('not-found', 'gone');
    });
    fireEvent.change(field(), { target: { value: '/home/ana/new' } });
    submit();
    await waitFor(() => {
      expect(asked(memory, 'transfer.enqueue')).toMatchObject([
        { from: [{ endpoint: 's1', path: '/incoming' }], to: { endpoint: 'local', path: '/home/ana/new' } },
      ]);
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('takes the folder that the system’s chooser tells', async () => {
    const memory = await open();
    memory.on('shell.chooseFolder', () => ({ folder: '/mnt/stick' }));
    fireEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await waitFor(() => expect(field().value).toBe('/mnt/stick'));
  });
});
