import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { commands } from '../../../src-shared/commands.ts';
import { toAccelerator } from './accelerator.ts';
import { type MenuOptions, menuTemplate } from './menuTemplate.ts';

const options: MenuOptions = { language: 'en', platform: 'linux', developer: false, run: () => {}, quit: () => {} };

function items(changes: Partial<MenuOptions> = {}): MenuItemConstructorOptions[] {
  const found: MenuItemConstructorOptions[] = [];
  for (const menu of menuTemplate({ ...options, ...changes })) {
    if (Array.isArray(menu.submenu)) found.push(...menu.submenu);
  }
  return found;
}

function item(id: string, changes: Partial<MenuOptions> = {}): MenuItemConstructorOptions {
  const found = items(changes).find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no ${id} in the menu`);
  return found;
}

function click(entry: MenuItemConstructorOptions): void {
  (entry.click as unknown as () => void)();
}

test('every command that has a menu stands in it once, under its menu', () => {
  expect(menuTemplate(options).map((menu) => menu.label)).toEqual(['File', 'Edit', 'View', 'Go', 'Transfer', 'Server', 'Help']);
  const inMenus = items()
    .map((entry) => entry.id)
    .filter((id) => id !== undefined);
  expect([...inMenus].sort()).toEqual(commands.map(({ id }) => id as string).sort());
});

test('bookmarks stand at the end of Go, and are opened by their id', () => {
  const run = vi.fn<(command: string) => void>();
  const go = menuTemplate({ ...options, run, bookmarks: [{ id: 'b1', name: 'Music & more' }] })[3]?.submenu;
  const last = Array.isArray(go) ? go.at(-1) : undefined;
  expect(last?.label).toBe('Music && more');
  if (last !== undefined) click(last);
  expect(run).toHaveBeenCalledWith('bookmark:b1');
});

test('titles follow the language', () => {
  expect(item('go.up').label).toBe('Parent folder');
  expect(item('go.up', { language: 'id' }).label).toBe('Folder induk');
});

test('keys are shown and never registered', () => {
  for (const entry of items()) {
    if (entry.accelerator !== undefined) expect(entry).toMatchObject({ registerAccelerator: false });
  }
  expect(item('transfer.copy').accelerator).toBe('F5');
  for (const entry of items({ platform: 'darwin' })) expect(entry.accelerator).toBeUndefined();
  expect(item('session.connect', { platform: 'darwin' }).toolTip).toBe('Cmd+N');
});

test('a choice runs its command; quitting does not need the page', () => {
  const run = vi.fn<(command: string) => void>();
  const quit = vi.fn<() => void>();
  click(item('view.refresh', { run, quit }));
  click(item('app.quit', { run, quit }));
  expect(run.mock.calls).toEqual([['view.refresh']]);
  expect(quit).toHaveBeenCalledOnce();
});

test('what depends on a condition waits for the page; toggles are check boxes', () => {
  expect(item('entry.delete').enabled).toBe(false);
  expect(item('app.quit').enabled).toBe(true);
  expect(item('view.hidden')).toMatchObject({ type: 'checkbox', checked: false });
});

test('developer tools only where they are asked for', () => {
  const tools = (developer: boolean): boolean => items({ developer }).some((entry) => entry.role === 'toggleDevTools');
  expect([tools(true), tools(false)]).toEqual([true, false]);
});

test.each([
  ['Ctrl+Shift+A', 'Ctrl+Shift+A'],
  ['Num*', 'nummult'],
  ['Num+', 'numadd'],
  ['Ctrl+Num-', 'Ctrl+numsub'],
  ['F5', 'F5'],
])('%s is %s', (key, expected) => {
  expect(toAccelerator(key)).toBe(expected);
});
