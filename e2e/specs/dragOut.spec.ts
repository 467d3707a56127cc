import { AxeBuilder } from '@axe-core/playwright';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { makeTree } from '../harness/folders.ts';
import { isStandIn } from '../harness/runtime.ts';
import { expect, type Ferry, test } from '../harness/test.ts';
import { dropFromDesktop, transfersEnd } from './steps.ts';

/**
 * Dragging out of the window, up to where the desktop takes over: Electron's own runtime would begin a real drag there, which nothing
 * here could end (e2e/standin/README.md tells what is shown and what is not).
 */
test.skip(!isStandIn(), 'a real drag of the desktop’s would not end');

/** The files of each drag that was handed to the desktop. */
async function handedOver({ app }: Ferry): Promise<readonly (readonly string[])[]> {
  return await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { dragged: string[][] };
    return contents.dragged;
  });
}

/** Takes hold of a row and goes out of the window by its left edge, with the button down. */
async function dragOut({ page }: Ferry, row: Locator): Promise<void> {
  const box = await row.boundingBox();
  if (box === null) throw new Error('the row is not on the screen');
  await page.mouse.move(box.x + 60, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 70, box.y + 16, { steps: 3 });
  await page.mouse.move(-20, 300, { steps: 4 });
}

const dragImage = ({ page }: Ferry): Locator => page.locator('.drag-image');

test('files and folders of this computer are handed over where they are', async ({ room, launch }) => {
  await makeTree(room.left, { 'a b.txt': 'a', 'zwei ü 二/inner.txt': 'b', 'other.txt': 'c' });
  const ferry = await launch();
  const left = ferry.ui.pane('left');
  await left.row('a b.txt').click();
  await left.row('zwei ü 二').click({ modifiers: ['ControlOrMeta'] });
  await dragOut(ferry, left.row('a b.txt'));
  const wanted = [join(room.left, 'zwei ü 二'), join(room.left, 'a b.txt')];
  await expect.poll(() => handedOver(ferry)).toEqual([wanted]);
  await expect(dragImage(ferry)).toHaveCount(0);
  await ferry.page.mouse.move(-30, 320);
  await ferry.page.mouse.up();
  // The next one is another drag; one that ends inside the window asks for nothing.
  await left.row('other.txt').dragTo(left.row('zwei ü 二'));
  await expect(ferry.ui.status).toContainText('Copied other.txt');
  await dragOut(ferry, left.row('other.txt'));
  await expect.poll(() => handedOver(ferry)).toEqual([wanted, [join(room.left, 'other.txt')]]);
  await ferry.page.mouse.up();
});

test('Escape ends a drag before it leaves, and nothing is handed over', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'folder/': '' });
  const ferry = await launch();
  const { page, ui } = ferry;
  const [from, to] = [ui.pane('left').row('a.txt'), ui.pane('left').row('folder')];
  await from.hover();
  await page.mouse.down();
  await to.hover();
  await expect(ui.pane('left').region.getByText('Copy 1 item to folder')).toBeVisible();
  await expect(dragImage(ferry)).toHaveText('a.txt');
  await page.keyboard.press('Escape');
  await expect(dragImage(ferry)).toHaveCount(0);
  await page.mouse.move(-20, 300, { steps: 4 });
  await page.mouse.up();
  await from.click();
  expect(await handedOver(ferry)).toEqual([]);
  expect(await readdir(join(room.left, 'folder'))).toEqual([]);
});

test('what is small on a server is staged, verified, and gone when the program ends', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'note.txt': 'from the server', 'folder/deep.txt': 'deeper' });
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const right = ferry.ui.pane('right');
  await right.row('note.txt').click();
  await right.row('folder').click({ modifiers: ['ControlOrMeta'] });
  await dragOut(ferry, right.row('note.txt'));
  await expect.poll(async () => (await handedOver(ferry)).length).toBe(1);
  const [folder = '', note = ''] = (await handedOver(ferry))[0] ?? [];
  expect([await readFile(note, 'utf8'), await readFile(join(folder, 'deep.txt'), 'utf8')]).toEqual(['from the server', 'deeper']);
  await ferry.page.mouse.up();
  await expect(ferry.ui.transfers.tab('Done')).toHaveText(/\D0$/);

  // It comes back: what is copied is the file on the server.
  await dropFromDesktop(ferry.page, ferry.ui.pane('left').list, [note]);
  await transfersEnd(ferry.ui);
  await ferry.ui.transfers.show('Done');
  await expect(ferry.ui.transfers.row('note.txt')).toContainText('127.0.0.1');
  expect(await readFile(join(room.left, 'note.txt'), 'utf8')).toBe('from the server');
  await ferry.close();
  await expect(stat(note)).rejects.toThrow('ENOENT');
});

test('what is too large is offered as a download', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'film.mkv': '' });
  await truncate(join(room.share, 'film.mkv'), 17 * 1024 * 1024);
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const { page, ui } = ferry;
  await dragOut(ferry, ui.pane('right').row('film.mkv'));
  await expect(dragImage(ferry)).toHaveCount(1);
  await page.mouse.up();
  const dialog = ui.dialog('Download to');
  await expect(dialog).toContainText('was not here in time');
  expect(await handedOver(ferry)).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, impact }) => `${id} ${impact}`)).toEqual([]);
  }
  await dialog.getByLabel('Folder').fill(join(room.right, 'new'));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(ui.status).toContainText('film.mkv');
  expect((await stat(join(room.right, 'new/film.mkv'))).size).toBe(17 * 1024 * 1024);
});

test('a download needs no mouse, and takes the system’s folder chooser', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'note.txt': 'note' });
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const { page, ui, app } = ferry;
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, room.right);
  await ui.pane('right').row('note.txt').click();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Download to…' }).click();
  const dialog = ui.dialog('Download to');
  await dialog.getByRole('button', { name: 'Choose…' }).click();
  await expect(dialog.getByLabel('Folder')).toHaveValue(room.right);
  await dialog.getByRole('button', { name: 'Download' }).click();
  await expect(ui.status).toContainText('note.txt');
  expect(await readFile(join(room.right, 'note.txt'), 'utf8')).toBe('note');
});
