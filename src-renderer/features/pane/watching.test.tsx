import { act, fireEvent, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { AppStart } from '../../../src-shared/ipc/contract.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { createMemoryBridge, file, folder, type MemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import {
  cursorName,
  installBrowserStubs,
  list,
  names,
  pane,
  press,
  pressRow,
  renderApp,
  selectedNames,
} from '../../testing/renderApp.tsx';
import { linkChanged } from '../../startup.ts';

installBrowserStubs();

const home = '/home/ana';
const many = Array.from({ length: 400 }, (_, i) => file(`file${i}.txt`, i));

async function start(entries?: Entry[], more: Partial<AppStart> = {}): Promise<MemoryBridge> {
  const trees = sampleTrees();
  if (entries !== undefined) trees['local'] = { ...trees['local'], [home]: entries };
  const memory = createMemoryBridge(trees, more);
  await renderApp(memory);
  await pane('Left').findAllByRole('row', { name: /txt/ });
  return memory;
}

/** Another program has changed the folder. */
async function change(memory: MemoryBridge, next: (entries: Entry[]) => Entry[], path = home): Promise<void> {
  memory.trees['local'] = { ...memory.trees['local'], [path]: next(memory.trees['local']?.[path] ?? []) };
  const before = memory.asked.length;
  act(() => memory.emit({ event: 'directory.changed', payload: { location: { endpoint: 'local', path } } }));
  await waitFor(() => expect(memory.asked.slice(before).some(({ name }) => name === 'entry.space')).toBe(true));
}

function body(): HTMLElement {
  const element = list('Left').querySelector<HTMLElement>('.file-list-body');
  if (element === null) throw new Error('no list');
  return element;
}

function scroll(top: number): void {
  body().scrollTop = top;
  fireEvent.scroll(body());
}

describe('a folder that another program changes', () => {
  it('shows what came, and no longer what went; selection and cursor stay by name', async () => {
    const memory = await start();
    pressRow('Left', /^file10/);
    pressRow('Left', /^Music/, { ctrlKey: true });
    pressRow('Left', /^file2/, { ctrlKey: true });
    await change(memory, (entries) => [...entries.filter(({ name }) => name !== 'Documents'), folder('Aaa'), file('zzz', 1)]);
    expect(names('Left')[0]).toBe('Aaa');
    expect(names('Left')).toContain('zzz');
    expect(names('Left')).not.toContain('Documents');
    expect(selectedNames('Left').toSorted()).toEqual(['Music', 'file10.txt', 'file2.txt']);
    expect(cursorName('Left')).toBe('file2.txt');
  });

  it('has its cursor on the next row when the one it was on went, and on the last at the end', async () => {
    const memory = await start();
    pressRow('Left', /^file2/);
    await change(memory, (entries) => entries.filter(({ name }) => !name.startsWith('file')));
    expect(cursorName('Left')).toBe('résumé.pdf');
    expect(selectedNames('Left')).toEqual([]);
    press(list('Left'), 'End');
    await change(memory, (entries) => entries.filter(({ name }) => name !== 'résumé.pdf'));
    expect(cursorName('Left')).toBe('Budget 2026.xlsx');
  });

  it('keeps the first visible entry where it is on the screen', async () => {
    const memory = await start(many);
    scroll(100 * 28 + 11);
    await change(memory, (entries) => [...Array.from({ length: 7 }, (_, i) => file(`aaa${i}`, 1)), ...entries]);
    expect(body().scrollTop).toBe(107 * 28 + 11);
    await change(memory, (entries) => entries.filter(({ name }) => !name.startsWith('aaa')));
    expect(body().scrollTop).toBe(100 * 28 + 11);
    // The very entry goes, with some before it: the next one takes its place.
    await change(memory, (entries) => entries.filter(({ name }) => !/^file(9[5-9]|100)\.txt$/.test(name)));
    expect(body().scrollTop).toBe(95 * 28 + 11);
    scroll(0);
    await change(memory, (entries) => [file('aaa', 1), ...entries]);
    expect(body().scrollTop).toBe(0);
  });

  it('is not scrolled to the cursor that is out of view', async () => {
    const memory = await start(many);
    pressRow('Left', /^file3\.txt/);
    scroll(200 * 28);
    await change(memory, (entries) => [...entries, file('zzz', 1)]);
    expect(body().scrollTop).toBe(200 * 28);
  });

  it('keeps sort and filter', async () => {
    const memory = await start();
    fireEvent.click(pane('Left').getByRole('button', { name: 'Size' }));
    fireEvent.change(pane('Left').getByRole('searchbox', { name: 'Filter' }), { target: { value: 'file' } });
    await waitFor(() => expect(names('Left')).toEqual(['file2.txt', 'file10.txt']));
    await change(memory, (entries) => [...entries, file('file3.txt', 9_000), file('other', 10_000)]);
    expect(names('Left')).toEqual(['file3.txt', 'file2.txt', 'file10.txt']);
  });

  it('keeps the rows that stay, the focus in them, and says nothing to a screen reader', async () => {
    const memory = await start();
    list('Left').focus();
    pressRow('Left', /^file2/);
    const row = pane('Left').getByRole('row', { name: /^file2/ });
    const active = list('Left').getAttribute('aria-activedescendant');
    const seen: string[] = [];
    const observer = new MutationObserver(() => {
      for (const region of document.querySelectorAll('[role="status"], [role="alert"], [aria-live]'))
        seen.push(region.textContent);
      if (list('Left').getAttribute('aria-busy') === 'true') seen.push('busy');
      if (document.querySelector('.pane-progress, .pane-loading') !== null) seen.push('loading');
      if (pane('Left').queryAllByRole('row', { name: /^file2/ }).length !== 1) seen.push('a row was away');
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
    for (let i = 0; i < 5; i++) await change(memory, (entries) => [file(`aaa${i}`, 1), ...entries]);
    observer.disconnect();
    expect(seen.filter((text) => text !== '')).toEqual([]);
    expect(pane('Left').getByRole('row', { name: /^file2/ })).toBe(row);
    expect(list('Left').getAttribute('aria-activedescendant')).toBe(active);
    expect(document.activeElement).toBe(list('Left'));
  });

  it('leaves a name that is being edited alone', async () => {
    const memory = await start();
    pressRow('Left', /^file2/);
    press(list('Left'), 'F2');
    const field = await pane('Left').findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    fireEvent.change(field, { target: { value: 'half a na' } });
    await change(memory, (entries) => [file('aaa', 1), ...entries.toReversed()]);
    expect(pane('Left').getByRole('textbox', { name: 'Name' })).toBe(field);
    expect(field.value).toBe('half a na');
    expect(document.activeElement).toBe(field);
  });

  it('is told gone when it went, and is shown again when it is back', async () => {
    const memory = await start();
    const kept = memory.trees['local']?.[home] ?? [];
    delete memory.trees['local']?.[home];
    act(() => memory.emit({ event: 'directory.changed', payload: { location: { endpoint: 'local', path: home } } }));
    expect((await pane('Left').findByRole('alert')).textContent).toContain('ana');
    await change(memory, () => kept);
    await pane('Left').findByRole('row', { name: /^file2/ });
    expect(pane('Left').queryByRole('alert')).toBeNull();
  });

  it('has a rubber band go on with the new rows', async () => {
    const memory = await start();
    Object.defineProperty(body(), 'clientWidth', { configurable: true, value: 600 });
    fireEvent.mouseDown(body(), { button: 0, clientX: 5, clientY: 400 });
    fireEvent.mouseMove(window, { clientX: 20, clientY: 30 });
    await change(memory, (entries) => [folder('Aaa'), ...entries]);
    expect(document.querySelector('.rubber-band')).not.toBeNull();
    fireEvent.mouseMove(window, { clientX: 20, clientY: 1 });
    expect(selectedNames('Left')).toContain('Aaa');
    fireEvent.mouseUp(window);
    expect(document.querySelector('.rubber-band')).toBeNull();
  });
});

describe('what is shown', () => {
  const shown = (memory: MemoryBridge): unknown => memory.asked.findLast(({ name }) => name === 'directory.shown')?.params;
  const at = (path: string, endpoint = 'local') => ({ endpoint, path });

  it('is told to the main side: the folders of both panes, and none of a tab behind', async () => {
    const memory = await start(undefined, { sessions: [testSession('s1')], right: at('/', 's1') });
    await waitFor(() => expect(shown(memory)).toEqual({ locations: [at(home), at('/', 's1')] }));
    press(list('Left'), 't', { ctrlKey: true });
    fireEvent.doubleClick(await pane('Left').findByRole('row', { name: /^Music/ }));
    await waitFor(() => expect(shown(memory)).toEqual({ locations: [at(`${home}/Music`), at('/', 's1')] }));
    const told = memory.asked.filter(({ name }) => name === 'directory.shown').length;
    pressRow('Right', /^readme/);
    expect(memory.asked.filter(({ name }) => name === 'directory.shown')).toHaveLength(told);
    act(() => linkChanged('lost'));
    act(() => linkChanged('open'));
    await waitFor(() => expect(memory.asked.filter(({ name }) => name === 'directory.shown')).toHaveLength(told + 1));
  });

  it('is told before it is listed, so that nothing falls between', async () => {
    const memory = await start();
    memory.on('listing.open', () => {
      throw new AppError('permission-denied', 'no');
    });
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('alert');
    const order = memory.asked.map(({ name }) => name).filter((name) => name === 'directory.shown' || name === 'listing.open');
    expect(order.slice(-2)).toEqual(['directory.shown', 'listing.open']);
  });
});
