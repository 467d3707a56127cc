import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AppStart } from '../../../src-shared/ipc/contract.ts';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
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
} from '../../testing/renderApp.tsx';

installBrowserStubs();

const withRight = { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } };
const start = (change: Partial<AppStart> = withRight) => openApp(change);

const tabs = (side: 'Left' | 'Right') => pane(side).getAllByRole('tab');
const titles = (side: 'Left' | 'Right') => tabs(side).map((tab) => tab.textContent);
const shownTab = (side: 'Left' | 'Right') => pane(side).getByRole('tab', { selected: true }).textContent;

describe('back and forward', () => {
  it('go where the pane has been, with the cursor on the folder one came from', async () => {
    await start();
    const back = pane('Left').getByRole<HTMLButtonElement>('button', { name: 'Back' });
    expect(back.disabled).toBe(true);
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    press(list('Left'), 'ArrowLeft', { altKey: true });
    await pane('Left').findByRole('row', { name: /^Music/ });
    expect(cursorName('Left')).toBe('Documents');
    expect(back.disabled).toBe(true);
    press(list('Left'), 'ArrowRight', { altKey: true });
    await pane('Left').findByRole('row', { name: /^letter/ });
    expect(pane('Left').getByRole<HTMLButtonElement>('button', { name: 'Forward' }).disabled).toBe(true);
  });
});

describe('both panes', () => {
  it('show the same folder, and change sides', async () => {
    await start();
    press(list('Left'), 'u', { ctrlKey: true });
    await pane('Right').findByRole('row', { name: /^Documents/ });
    expect(names('Left')).toEqual(['incoming', 'readme.md']);
    press(list('Left'), 'z', { altKey: true });
    await waitFor(() => expect(names('Right')).toEqual(['incoming', 'readme.md']));
  });
});

describe('the path field', () => {
  it('offers the folders that fit, and Tab takes one', async () => {
    await start();
    press(list('Left'), 'l', { ctrlKey: true });
    const field = await pane('Left').findByRole<HTMLInputElement>('textbox', { name: 'Path' });
    fireEvent.change(field, { target: { value: '/home/ana/m' } });
    const option = await pane('Left').findByRole('option');
    expect(option.textContent).toBe('Music');
    press(field, 'Tab');
    expect(field.value).toBe('/home/ana/Music/');
    fireEvent.change(field, { target: { value: '/home/ana/' } });
    await waitFor(() => expect(pane('Left').getAllByRole('option')).toHaveLength(3));
    press(field, 'ArrowDown');
    expect(pane('Left').getByRole('option', { selected: true }).textContent).toBe('Documents');
    press(field, 'Enter');
    await pane('Left').findByRole('row', { name: /^letter/ });
  });
});

describe('tabs', () => {
  it('open, close, open again and keep what they show', async () => {
    await start();
    pressRow('Left', /^file2/);
    press(list('Left'), 't', { ctrlKey: true });
    expect(titles('Left')).toEqual(['ana', 'ana']);
    await pane('Left').findByRole('row', { name: /^Documents/ });
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    press(list('Left'), 'PageUp', { ctrlKey: true });
    expect(shownTab('Left')).toBe('ana');
    expect(cursorName('Left')).toBe('file2.txt');
    press(list('Left'), 'PageDown', { ctrlKey: true });
    press(list('Left'), 'w', { ctrlKey: true });
    expect(titles('Left')).toEqual(['ana']);
    press(list('Left'), 'T', { ctrlKey: true, shiftKey: true });
    await pane('Left').findByRole('row', { name: /^letter/ });
    expect(titles('Left')).toEqual(['ana', 'Documents']);
    press(list('Left'), 'PageUp', { ctrlKey: true, shiftKey: true });
    expect(titles('Left')).toEqual(['Documents', 'ana']);
    press(list('Left'), 'M', { ctrlKey: true, shiftKey: true });
    expect(titles('Left')).toEqual(['ana']);
    expect(titles('Right')).toEqual(['127.0.0.1:12345', 'Documents']);
    await pane('Right').findByRole('row', { name: /^letter/ });
  });

  it('are worked by the keys of a tab list', async () => {
    await start();
    press(list('Left'), 't', { ctrlKey: true });
    const [first, second] = tabs('Left');
    expect(second?.getAttribute('aria-selected')).toBe('true');
    if (second !== undefined) press(second, 'ArrowLeft');
    expect(first?.getAttribute('aria-selected')).toBe('true');
    if (first !== undefined) press(first, 'Delete');
    expect(tabs('Left')).toHaveLength(1);
  });

  it('change places by dragging, and spring open under dragged files', async () => {
    await start();
    press(list('Left'), 't', { ctrlKey: true });
    fireEvent.doubleClick(await pane('Left').findByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    const drag = (types: string[]) => ({ types, items: [], files: [], dropEffect: 'none', setData() {} });
    const dataTransfer = drag(['application/x-ferry-tab']);
    const [first, second] = tabs('Left');
    if (first === undefined || second === undefined) throw new Error('two tabs');
    fireEvent.dragStart(first, { dataTransfer });
    fireEvent.dragOver(second, { dataTransfer });
    fireEvent.drop(second, { dataTransfer });
    expect(titles('Left')).toEqual(['Documents', 'ana']);
    beginDrag(await pane('Left').findByRole('row', { name: /^letter/ }));
    dragTo(tabs('Left')[1] ?? first);
    await waitFor(() => expect(shownTab('Left')).toBe('ana'), { timeout: 2000 });
    letGo(tabs('Left')[1] ?? first);
    fireEvent.dragOver(tabs('Left')[0] ?? first, { dataTransfer: drag(['Files']) });
    await waitFor(() => expect(shownTab('Left')).toBe('Documents'), { timeout: 2000 });
  });

  it('are there again after the page was loaded again', async () => {
    const tabsKept = ['/home/ana', '/home/ana/Documents'].map((path) => ({ endpoint: localEndpoint, path }));
    window.sessionStorage.setItem('ferry.panes', JSON.stringify({ left: { tabs: tabsKept, active: 1 } }));
    await renderApp(createMemoryBridge(sampleTrees()));
    await pane('Left').findByRole('row', { name: /^letter/ });
    expect(titles('Left')).toEqual(['ana', 'Documents']);
    expect(screen.getByRole('tablist', { name: 'Tabs, Left pane' })).toBeTruthy();
    fireEvent.click(within(screen.getByRole('tablist', { name: 'Tabs, Left pane' })).getByRole('tab', { name: 'ana' }));
    await pane('Left').findByRole('row', { name: /^Music/ });
  });
});
