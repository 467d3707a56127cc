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
  const settings = second.ui.dialog('Settings');
  await expect(settings).toContainText('were ignored: language');
  await settings.getByRole('button', { name: 'Reset to the defaults' }).click();
  await expect(settings).not.toContainText('were ignored');
  await expect
    .poll(async () => JSON.parse(await readFile(path, 'utf8')) as unknown)
    .toMatchObject({ language: 'system', theme: 'dark' });
});

test('settings are found by their words, and what was found decides over taken names', async ({ room, launch }) => {
  await makeTree(room.left, { 'taken.txt': 'new' });
  await makeTree(room.right, { 'taken.txt': 'old one' });
  const { ui, page } = await launch({ right: room.right });
  await ui.pane('left').row('taken.txt').click();
  await page.keyboard.press('Control+,');
  const settings = ui.dialog('Settings');
  await expect(settings.getByRole('searchbox', { name: 'Search settings' })).toBeFocused();
  await page.keyboard.type('otherwise');
  await expect(settings.getByRole('radiogroup')).toHaveCount(1);
  await expect(settings.locator('mark')).toHaveText('otherwise');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(settings.getByRole('radio', { name: 'Overwrite' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
  await ui.pane('left').row('taken.txt').click();
  await page.keyboard.press('F5');
  await expect.poll(() => readFile(join(room.right, 'taken.txt'), 'utf8')).toBe('new');
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
