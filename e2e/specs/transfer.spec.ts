import { mkdir, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, makeTree, sha256, type Tree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { dragToPane, dropFromDesktop, transfersEnd } from './steps.ts';

const everywhere = [
  'plain.txt',
  'with blank.txt',
  'ümläut.txt',
  'файл.txt',
  '文件.txt',
  'emoji 🛳.txt',
  'percent%20.txt',
  '#hash&.txt',
];
const names = process.platform === 'win32' ? everywhere : [...everywhere, `quote'".txt`, 'back\\slash.txt', 'line\nbreak.txt'];

/** 200 files in several folders, some empty, and a folder with nothing in it. */
function twoHundredFiles(): Tree {
  const out: Record<string, number | string> = { 'nothing in it/': '' };
  for (let at = 0; at < 200; at += 1) out[`part ${at % 7}/${names[at % names.length]}-${at}`] = at % 10 === 0 ? 0 : at * 977;
  return out;
}

test('a file is dragged up and arrives byte for byte, with a receipt', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'picture.raw': 3_000_001 });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await dragToPane(ui.pane('left').row('picture.raw'), ui.pane('right'));
  await expect(ui.pane('right').row('picture.raw')).toBeVisible();
  await expect(ui.status).toContainText('Copied picture.raw');
  expect(await fingerprint(room.share)).toEqual(await fingerprint(room.left));
  const [source, target] = await Promise.all([stat(join(room.left, 'picture.raw')), stat(join(room.share, 'picture.raw'))]);
  expect(target.mtimeMs).toBe(source.mtimeMs);

  await ui.transfers.show('Done');
  const row = ui.transfers.row('picture.raw');
  await expect(row).toContainText('Verified');
  await expect(row).toContainText(await sha256(join(room.left, 'picture.raw')));
});

test('a file is dragged down', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'from there.bin': 1_234_567, 'empty.bin': 0 });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  for (const name of ['from there.bin', 'empty.bin']) {
    await dragToPane(ui.pane('right').row(name), ui.pane('left'));
    await expect(ui.pane('left').row(name)).toBeVisible();
  }
  expect(await fingerprint(room.left)).toEqual(await fingerprint(room.share));
});

test('a folder of 200 files goes up and comes back the same', async ({ room, launch, startServer }) => {
  await makeTree(join(room.left, 'many'), twoHundredFiles());
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await dragToPane(ui.pane('left').row('many'), ui.pane('right'));
  await expect(ui.pane('right').row('many')).toBeVisible();
  await expect(ui.transfers.tab('Done')).toContainText(/20[01]/, { timeout: 60_000 });
  await transfersEnd(ui);
  expect(await fingerprint(room.share)).toEqual(await fingerprint(room.left));

  await mkdir(join(room.left, 'back'));
  await ui.pane('left').goTo(join(room.left, 'back'));
  await expect(ui.pane('left').region.getByText('This folder is empty')).toBeVisible();
  await dragToPane(ui.pane('right').row('many'), ui.pane('left'));
  await expect(ui.pane('left').row('many')).toBeVisible();
  await expect(ui.transfers.tab('Done')).toContainText(/40[012]/, { timeout: 60_000 });
  await transfersEnd(ui);
  expect(await fingerprint(join(room.left, 'back/many'))).toEqual(await fingerprint(join(room.left, 'many')));
});

test('a file dropped on a folder’s row lands in that folder', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'note.txt': 'into the folder' });
  await makeTree(room.share, { 'target/': '' });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await ui.pane('left').row('note.txt').dragTo(ui.pane('right').row('target'));
  await expect(ui.status).toContainText('Copied note.txt');
  expect(Object.keys(await fingerprint(room.share))).toEqual(['target/note.txt']);
});

test('several selected files are dragged together', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c', 'd.txt': 'd' });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  const left = ui.pane('left');
  await left.row('a.txt').click();
  await left.row('c.txt').click({ modifiers: ['Control'] });
  await left.row('d.txt').click({ modifiers: ['Control'] });
  await expect(left.row('c.txt')).toHaveAttribute('aria-selected', 'true');
  await dragToPane(left.row('c.txt'), ui.pane('right'));
  await expect(ui.pane('right').row('d.txt')).toBeVisible();
  await expect(ui.transfers.tab('Done')).toContainText('3');
  expect(Object.keys(await fingerprint(room.share))).toEqual(['a.txt', 'c.txt', 'd.txt']);

  await mkdir(join(room.left, 'back'));
  await left.goTo(join(room.left, 'back'));
  await expect(left.region.getByText('This folder is empty')).toBeVisible();
  await ui.pane('right').row('a.txt').click();
  await ui
    .pane('right')
    .row('c.txt')
    .click({ modifiers: ['Shift'] });
  await dragToPane(ui.pane('right').row('a.txt'), left);
  await expect(left.row('c.txt')).toBeVisible();
  await transfersEnd(ui);
  expect(Object.keys(await fingerprint(join(room.left, 'back')))).toEqual(['a.txt', 'c.txt']);
});

test('F5 copies from the keyboard alone, both ways', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b' });
  await makeTree(room.share, { 'remote.txt': 'r' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await expect(ui.pane('right').row('remote.txt')).toBeVisible();
  await ui.pane('left').list.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('F5');
  await expect(ui.pane('right').row('b.txt')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(ui.pane('right').list).toBeFocused();
  await page.keyboard.press('End');
  await expect(ui.pane('right').row('remote.txt')).toHaveAttribute('data-cursor', 'true');
  await page.keyboard.press('F5');
  await expect(ui.pane('left').row('remote.txt')).toBeVisible();
  await transfersEnd(ui);
  expect(await fingerprint(room.left)).toEqual(await fingerprint(room.share));
});

test('files and folders dropped from the desktop are copied', async ({ room, launch, startServer }) => {
  const desktop = join(room.path, 'desktop');
  await makeTree(desktop, { 'dropped ü.txt': 'one', 'folder/inside.txt': 'two' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await dropFromDesktop(page, ui.pane('right').list, [join(desktop, 'dropped ü.txt'), join(desktop, 'folder')]);
  await expect(ui.pane('right').row('dropped ü.txt')).toBeVisible();
  await expect(ui.pane('right').row('folder')).toBeVisible();
  await transfersEnd(ui);
  expect(await fingerprint(room.share)).toEqual(await fingerprint(desktop));
  await dropFromDesktop(page, ui.pane('left').list, [join(desktop, 'dropped ü.txt')]);
  await expect(ui.pane('left').row('dropped ü.txt')).toBeVisible();
});

test('progress is shown while a large file moves, and it can be cancelled', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'large.bin': 0 });
  await truncate(join(room.left, 'large.bin'), 2_000_000_000);
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await dragToPane(ui.pane('left').row('large.bin'), ui.pane('right'));
  await ui.transfers.show('Running');
  const row = ui.transfers.row('large.bin');
  const bar = row.getByRole('progressbar');
  const value = async (): Promise<number> => Number(await bar.getAttribute('aria-valuenow'));
  await expect.poll(value, { intervals: [50] }).toBeGreaterThan(0);
  const early = await value();
  await expect.poll(value, { intervals: [50] }).toBeGreaterThan(early);
  await row.getByRole('button', { name: 'Cancel large.bin' }).click();
  await expect(row).toBeHidden();
  await expect.poll(async () => Object.keys(await fingerprint(room.share))).toEqual([]);
});

test('closing the window while a large file moves ends the application soon, and leaves no half file to be seen', async ({
  room,
  launch,
  startServer,
}) => {
  await makeTree(room.left, { 'large.bin': 0 });
  await truncate(join(room.left, 'large.bin'), 2_000_000_000);
  const { link } = await startServer();
  const { app, page, ui } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await dragToPane(ui.pane('left').row('large.bin'), ui.pane('right'));
  await ui.transfers.show('Running');
  await expect(ui.transfers.row('large.bin').getByRole('progressbar')).toBeVisible();
  const ended = app.waitForEvent('close', { timeout: 15_000 });
  const window = await app.browserWindow(page);
  await window.evaluate((handle: Electron.BrowserWindow) => handle.close());
  await ended;
  expect((await readdir(room.share)).filter((name) => !name.startsWith('.'))).toEqual([]);
});

test('the queue is paused, holds, and goes on; receipts are copied', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'big.bin': 300_000_000, 'small.txt': 'small' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await ui.pane('left').row('big.bin').click();
  await page.keyboard.press('F5');
  await ui.transfers.region.getByRole('button', { name: 'Pause all' }).click();
  await expect(ui.transfers.region.getByRole('button', { name: 'Resume all' })).toBeVisible();
  await ui.transfers.show('Queued');
  await expect(ui.transfers.row('big.bin')).toBeVisible();
  await ui.transfers.region.getByRole('button', { name: 'Resume all' }).click();
  await ui.transfers.show('Done');
  await expect(ui.transfers.row('big.bin')).toContainText('Verified', { timeout: 60_000 });
  await ui.transfers.region.getByRole('button', { name: 'Copy receipts' }).click();
  await expect(ui.status).toContainText('Copied 1 receipt');
});
