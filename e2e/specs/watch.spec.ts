import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { makeTree } from '../harness/folders.ts';
import type { Pane } from '../harness/interface.ts';
import { expect, test } from '../harness/test.ts';

/** What another program does to a folder is seen without a refresh. */

const soon = { timeout: 2000 };
const tree = { 'folder/inner.txt': 'i', 'one.txt': '1', 'two.txt': '2' };

function scroller(pane: Pane): Locator {
  return pane.list.locator('.file-list-body');
}

async function follows(pane: Pane, folder: string): Promise<void> {
  await expect(pane.row('two.txt')).toBeVisible();
  await writeFile(join(folder, 'made.txt'), 'x');
  await expect(pane.row('made.txt')).toBeVisible(soon);
  await rename(join(folder, 'made.txt'), join(folder, 'named.txt'));
  await expect(pane.row('named.txt')).toBeVisible(soon);
  await expect(pane.row('made.txt')).toHaveCount(0);
  await writeFile(join(folder, 'named.txt'), 'x'.repeat(5000));
  await expect(pane.row('named.txt')).toContainText('KB', soon);
  await mkdir(join(folder, 'another'));
  await expect(pane.row('another')).toBeVisible(soon);
  await rm(join(folder, 'named.txt'));
  await expect(pane.row('named.txt')).toHaveCount(0, soon);
}

test('changes by another program appear in the panes, here and on a server', async ({ room, launch, startServer }) => {
  await makeTree(room.left, tree);
  await makeTree(room.share, tree);
  const server = await startServer();
  const { ui } = await launch({ right: server.link });
  await follows(ui.pane('left'), room.left);
  await follows(ui.pane('right'), room.share);
  await ui.pane('right').row('folder').dblclick();
  await expect(ui.pane('right').row('inner.txt')).toBeVisible();
  await writeFile(join(room.share, 'folder', 'new.txt'), 'x');
  await expect(ui.pane('right').row('new.txt')).toBeVisible(soon);
});

test('selection, cursor and scroll stay while a folder changes', async ({ room, launch, startServer }) => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`file ${i}.txt`, 'x']));
  await makeTree(room.left, many);
  await makeTree(room.share, many);
  const server = await startServer();
  const { ui, page } = await launch({ right: server.link });
  for (const [side, folder] of [
    ['left', room.left],
    ['right', room.share],
  ] as const) {
    const pane = ui.pane(side);
    await expect(pane.row('file 0.txt')).toBeVisible();
    await scroller(pane).evaluate((body) => body.scrollTo(0, 120 * 28 + 9));
    await pane.row('file 125.txt').click();
    await pane.row('file 127.txt').click({ modifiers: ['Control'] });
    const cursor = await pane.list.getAttribute('aria-activedescendant');
    const place = async (): Promise<number | undefined> => (await pane.row('file 125.txt').boundingBox())?.y;
    const before = await place();
    for (let i = 0; i < 20; i++) await writeFile(join(folder, `a new one ${i}.txt`), 'x');
    for (const gone of [3, 50, 119]) await rm(join(folder, `file ${gone}.txt`));
    await expect(pane.list).toHaveAttribute('aria-rowcount', '318', { timeout: 4000 });
    expect(await place()).toBe(before);
    await expect(pane.list.getByRole('row', { selected: true })).toHaveCount(2);
    await expect(pane.row('file 127.txt')).toHaveAttribute('aria-selected', 'true');
    expect(await pane.list.getAttribute('aria-activedescendant')).toBe(cursor);
    await expect(pane.list).toBeFocused();
    await rm(join(folder, 'file 127.txt'));
    await expect(pane.row('file 127.txt')).toHaveCount(0, { timeout: 4000 });
    await page.keyboard.press('Space');
    await expect(pane.row('file 128.txt')).toHaveAttribute('aria-selected', 'true');
  }
});

test('a folder that is removed says so, and is there again when it is made anew', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui } = await launch({ left: join(room.left, 'folder') });
  const left = ui.pane('left');
  await expect(left.row('inner.txt')).toBeVisible();
  await rm(join(room.left, 'folder'), { recursive: true });
  await expect(left.region.getByRole('alert')).toContainText('folder', { timeout: 4000 });
  await makeTree(join(room.left, 'folder'), { 'again.txt': 'x' });
  await expect(left.row('again.txt')).toBeVisible({ timeout: 8000 });
});
