import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { transfersEnd } from './steps.ts';

test('copy and paste goes up, down and as often as it is pasted', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'folder/inside.txt': 'i', 'other.txt': 'o' });
  await makeTree(room.share, { 'remote.txt': 'r', 'deep/': '' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const [left, right] = [ui.pane('left'), ui.pane('right')];
  await left.row('a.txt').click();
  await left.row('folder').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+c');
  await expect(ui.status).toContainText('Copied 2 items to paste');
  await expect(right.row('remote.txt')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+v');
  await expect(right.row('a.txt')).toBeVisible();
  await right.goTo('/deep');
  await expect(right.region.getByText('This folder is empty')).toBeVisible();
  await page.keyboard.press('Control+v');
  await expect(right.row('folder')).toBeVisible();
  await transfersEnd(ui);
  const both = ['a.txt', 'deep/a.txt', 'deep/folder/inside.txt', 'folder/inside.txt', 'remote.txt'];
  expect(Object.keys(await fingerprint(room.share))).toEqual(both);
  await right.row('a.txt').click();
  await page.keyboard.press('Control+c');
  await mkdir(join(room.left, 'down'));
  await left.goTo(join(room.left, 'down'));
  await expect(left.region.getByText('This folder is empty')).toBeVisible();
  await page.keyboard.press('Control+v');
  await expect(left.row('a.txt')).toBeVisible();
});

test('what is cut is dim until it is pasted, and then it is not where it was', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b', 'sub/': '' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const [left, right] = [ui.pane('left'), ui.pane('right')];
  await left.row('a.txt').click();
  await page.keyboard.press('Control+x');
  await expect(left.row('a.txt')).toHaveAttribute('data-cut', 'true');
  await expect(left.row('b.txt')).not.toHaveAttribute('data-cut', 'true');
  await expect(right.list).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+v');
  await expect(right.row('a.txt')).toBeVisible();
  await expect(left.row('a.txt')).toBeHidden();
  expect(await readdir(room.share)).toEqual(['a.txt']);

  // Within one endpoint, from the menus alone.
  await left.row('b.txt').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Cut' }).click();
  await left.row('sub').dblclick();
  await left.region.getByText('This folder is empty').waitFor();
  await left.list.click({ button: 'right', position: { x: 100, y: 150 } });
  await page.getByRole('menuitem', { name: 'Paste' }).click();
  await expect(left.row('b.txt')).toBeVisible();
  expect(Object.keys(await fingerprint(room.left))).toEqual(['sub/b.txt']);
});

test('a copy in the same folder gets a name of its own', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'folder/inside.txt': 'i' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('a.txt').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(left.row('a (2).txt')).toBeVisible();
  await expect(left.row('folder (2)')).toBeVisible();
  await transfersEnd(ui);
  const names = Object.keys(await fingerprint(room.left));
  expect(names).toEqual(['a (2).txt', 'a.txt', 'folder/inside.txt', 'folder (2)/inside.txt']);
});

test('text fields keep cut, copy and paste for text', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('a.txt').click();
  await page.keyboard.press('Control+x');
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+v');
  await expect(left.nameField).toHaveValue('a.txta.txt');
  await page.keyboard.press('Escape');
  await expect(left.row('a.txt')).toHaveAttribute('data-cut', 'true');
  expect(await readdir(room.left)).toEqual(['a.txt']);
});

test('files of another program are pasted', async ({ room, launch, startServer }) => {
  const desktop = join(room.path, 'desktop');
  await makeTree(desktop, { 'from elsewhere.txt': 'e' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  // The page gets the file with its path, as the system's clipboard brings it.
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'clipboard';
    document.body.append(input);
  });
  await page.locator('#clipboard').setInputFiles(join(desktop, 'from elsewhere.txt'));
  await ui.pane('right').list.focus();
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#clipboard');
    const data = new DataTransfer();
    for (const file of input?.files ?? []) data.items.add(file);
    input?.remove();
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  });
  await expect(ui.pane('right').row('from elsewhere.txt')).toBeVisible();
  expect(await fingerprint(room.share)).toEqual(await fingerprint(desktop));
});

test('context menus open from the keyboard at the cursor, and for an empty folder', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b', 'empty/': '' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('b.txt').click();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Context menu' });
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  const [row, box] = await Promise.all([left.row('b.txt').boundingBox(), menu.boundingBox()]);
  expect(Math.abs((box?.y ?? 0) - (row?.y ?? 0) - (row?.height ?? 0))).toBeLessThan(20);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(left.list).toBeFocused();
  await page.keyboard.press('ContextMenu');
  await menu.getByRole('menuitem', { name: 'Copy', exact: true }).press('Enter');
  await expect(ui.status).toContainText('Copied 1 item to paste');

  await left.goTo(join(room.left, 'empty'));
  await expect(left.region.getByText('This folder is empty')).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await expect(menu.getByRole('menuitem')).toHaveText([/^Paste/, /^New folder/, /^New file/, /^Select all/, /^Refresh/]);
  await expect(menu.getByRole('menuitem', { name: /^Paste/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(left.row('b.txt')).toBeVisible();
});
