import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';

test('settings are kept on disk and hold in the next run', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a', '.secret': 's' });
  const first = await launch();
  await first.ui.pane('left').row('a.txt').click();
  await first.page.keyboard.press('Control+,');
  const dialog = first.ui.dialog('Settings');
  await dialog.getByText('Dark', { exact: true }).click();
  await dialog.getByText('Show hidden files', { exact: true }).first().click();
  await dialog.getByText('FileZilla', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(first.ui.pane('left').row('.secret')).toBeVisible();
  await first.command('column.type');
  await expect(first.ui.pane('left').region.getByRole('columnheader', { name: 'Type' })).toBeVisible();
  await first.close();

  const path = join(room.userData, 'settings.json');
  const stored = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  expect(stored).toMatchObject({ theme: 'dark', showHidden: true, keyPreset: 'filezilla', columns: ['size', 'date', 'type'] });
  await writeFile(path, JSON.stringify({ ...stored, language: 'latin' }));

  const second = await launch();
  await expect(second.ui.pane('left').row('.secret')).toBeVisible();
  await expect(second.ui.pane('left').region.getByRole('columnheader', { name: 'Type' })).toBeVisible();
  const background = await second.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(Number(/\d+/.exec(background)?.[0])).toBeLessThan(128);
  await second.ui.pane('left').list.focus();
  await second.page.keyboard.press('Control+,');
  await expect(second.ui.dialog('Settings')).toContainText('were ignored: language');
});

test('properties of a file and of a folder, on a server too', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'folder/a.txt': 'aaaa', 'folder/inner/b.txt': 'bb', 'one.txt': 'one' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const right = ui.pane('right');
  await right.row('folder').click();
  await page.keyboard.press('F9');
  const dialog = ui.dialog('Properties');
  await dialog.getByRole('button', { name: 'Count the contents' }).click();
  await expect(dialog).toContainText('(6 bytes), files: 2, folders: 2');
  await page.keyboard.press('Escape');
  await right.row('one.txt').click();
  await page.keyboard.press('F9');
  await expect(dialog).toContainText('(3 bytes)');
  await expect(dialog).toContainText(/[r-][w-][x-]/);
});
