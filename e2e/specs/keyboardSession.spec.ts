import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { fingerprint, makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';

/** More stops than the window has. */
const mostStops = 80;

/** Presses a key until the keyboard is at an element. */
async function walkTo(page: Page, key: 'Tab' | 'Shift+Tab' | 'ArrowRight', target: Locator): Promise<void> {
  for (let stops = 0; stops < mostStops; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

async function runFromPalette(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette).toBeVisible();
  await page.keyboard.type(title);
  await expect(palette.getByRole('option', { selected: true })).toContainText(title);
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}

test('a session with the keyboard alone, and what it hears of it', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'big.bin': '', 'doomed.txt': 'doomed', 'letter.txt': 'dear', 'taken.txt': 'the new content' });
  await truncate(join(room.left, 'big.bin'), 800_000_000);
  await makeTree(room.share, { 'remote.txt': 'there', 'taken.txt': 'the old one' });
  const { link } = await startServer();
  const { page, ui } = await launch();
  const [left, right] = [ui.pane('left'), ui.pane('right')];
  const { keyboard } = page;
  /** The cursor goes to the entry whose name is typed. */
  const find = async (name: string): Promise<void> => {
    await expect(left.list).toBeFocused();
    await keyboard.press('Home');
    await keyboard.type(name);
    await expect(left.row(name)).toHaveAttribute('data-cursor', 'true');
  };

  await test.step('connects with a pasted link', async () => {
    // What is cut from the path field is in the clipboard as if another program had put it there.
    await keyboard.press('Control+l');
    await expect(left.region.getByRole('textbox', { name: 'Path' })).toBeFocused();
    await keyboard.press('Control+a');
    await keyboard.insertText(link);
    await keyboard.press('Control+a');
    await keyboard.press('Control+x');
    await keyboard.press('Escape');
    await keyboard.press('Control+n');
    await expect(ui.dialog('Connect').getByLabel('Link')).toBeFocused();
    await keyboard.press('Control+v');
    await expect(ui.dialog('Connect').getByLabel('Server')).toHaveValue('127.0.0.1');
    await keyboard.press('Enter');
    await expect(right.row('remote.txt')).toBeVisible();
    await expect(ui.status).toContainText('Connected to 127.0.0.1');
    await expect(right.list).toBeFocused();
  });

  await test.step('copies', async () => {
    await keyboard.press('Tab');
    await find('letter.txt');
    await keyboard.press('F5');
    await expect(ui.status).toContainText('Copied letter.txt');
    expect(await readFile(join(room.share, 'letter.txt'), 'utf8')).toBe('dear');
  });

  await test.step('renames', async () => {
    await keyboard.press('F2');
    await expect(left.nameField).toBeFocused();
    await keyboard.press('Control+a');
    await keyboard.type('note.txt');
    await keyboard.press('Enter');
    await expect(left.row('note.txt')).toBeVisible();
    await expect(left.row('letter.txt')).toBeHidden();
    expect(await readFile(join(room.left, 'note.txt'), 'utf8')).toBe('dear');
  });

  await test.step('answers a conflict', async () => {
    await find('taken.txt');
    await keyboard.press('F5');
    const dialog = ui.dialog('File exists');
    await expect(dialog.getByRole('button', { name: 'Skip', exact: true })).toBeFocused();
    await walkTo(page, 'Shift+Tab', dialog.getByRole('button', { name: 'Overwrite', exact: true }));
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(ui.status).toContainText('Copied taken.txt');
    expect(await readFile(join(room.share, 'taken.txt'), 'utf8')).toBe('the new content');
  });

  await test.step('retries what failed', async () => {
    await find('big.bin');
    await keyboard.press('F5');
    await expect(ui.transfers.tab('Running')).toContainText('1');
    await runFromPalette(page, 'Pause all');
    await find('doomed.txt');
    await keyboard.press('F5');
    await expect(ui.transfers.tab('Queued')).toContainText('2');
    await rm(join(room.left, 'doomed.txt'));
    await runFromPalette(page, 'Resume all');
    await expect(ui.status).toContainText(/failed.*doomed\.txt|1 failed/i);

    await writeFile(join(room.left, 'doomed.txt'), 'saved');
    await expect(left.list).toBeFocused();
    await walkTo(page, 'Shift+Tab', ui.transfers.region.getByRole('tab', { selected: true }));
    await walkTo(page, 'ArrowRight', ui.transfers.tab('Failed'));
    await expect(ui.transfers.row('doomed.txt')).toContainText('not there');
    await walkTo(page, 'Tab', ui.transfers.list);
    await keyboard.press('r');
    await expect(ui.status).toContainText(/Copied doomed\.txt|2 files/);
    await expect(ui.transfers.region.getByText('Nothing failed.')).toBeVisible();
    await expect(ui.transfers.tab('Done')).toContainText('4');
    const [here, there] = await Promise.all([fingerprint(room.left), fingerprint(room.share)]);
    expect(there['doomed.txt']).toBe(here['doomed.txt']);
    expect(there['big.bin']).toBe(here['big.bin']);
  });
});
