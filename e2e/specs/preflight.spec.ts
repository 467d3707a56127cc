import { readdir, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTree } from '../harness/folders.ts';
import type { Interface } from '../harness/interface.ts';
import { expect, type Ferry, type Room, test } from '../harness/test.ts';
import { transfersEnd } from './steps.ts';

const namesTitle = 'Names that can’t be kept';
const spaceTitle = 'Not enough space';

/** Two files with white space in their names and one without, on their way to a classic server, which takes only the last. */
async function sendSpaces(
  room: Room,
  start: (right: string) => Promise<Ferry>,
  serve: () => Promise<{ readonly port: number }>,
): Promise<Interface> {
  await makeTree(room.left, { 'plain.txt': 'plain', 'one two.txt': 'spaced', '100% three.txt': 'more' });
  const { port } = await serve();
  const { ui, page } = await start(`classic://127.0.0.1:${port}/`);
  await expect(ui.pane('right').list).toBeVisible();
  await ui.pane('left').row('one two.txt').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('F5');
  const dialog = ui.dialog(namesTitle);
  await expect(dialog).toContainText('2 names can’t stand as they are');
  await expect(dialog).toContainText('would be one%20two.txt');
  // What is in order does not wait for the answer.
  await expect.poll(() => readdir(room.share)).toEqual(['plain.txt']);
  return ui;
}

test('names that the target does not take are renamed so that they can be had back', async ({ room, launch, startServer }) => {
  const ui = await sendSpaces(
    room,
    (right) => launch({ right }),
    () => startServer({ more: ['--classic'] }),
  );
  await ui.dialog(namesTitle).getByRole('button', { name: 'Rename safely' }).click();
  await expect(ui.dialog(namesTitle)).toBeHidden();
  await transfersEnd(ui);
  await expect
    .poll(async () => (await readdir(room.share)).toSorted())
    .toEqual(['100%25%20three.txt', 'one%20two.txt', 'plain.txt']);
});

test('names that the target does not take are left out, and told', async ({ room, launch, startServer }) => {
  const ui = await sendSpaces(
    room,
    (right) => launch({ right }),
    () => startServer({ more: ['--classic'] }),
  );
  await ui.dialog(namesTitle).getByRole('button', { name: 'Skip these' }).click();
  await transfersEnd(ui);
  await ui.transfers.show('Done');
  await expect(ui.transfers.row('one two.txt')).toContainText('Skipped');
  expect(await readdir(room.share)).toEqual(['plain.txt']);
});

test('too little space is asked about before anything of it is written', async ({ room, launch, startServer }) => {
  const { bavail, bsize } = await statfs(room.share);
  await writeFile(join(room.left, 'huge.img'), '');
  // A file with no contents on the disk, larger than what is free.
  await truncate(join(room.left, 'huge.img'), bavail * bsize * 2);
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await ui.pane('left').row('huge.img').click();
  await page.keyboard.press('F5');
  const dialog = ui.dialog(spaceTitle);
  await expect(dialog).toContainText('can be used in /');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await ui.transfers.show('Failed');
  await expect(ui.transfers.row('huge.img')).toContainText('Cancelled');
  expect(await readdir(room.share)).toEqual([]);
});

test('a user who knows better goes on, and hears of what did not fit', async ({ room, launch, startServer }) => {
  const { bavail, bsize } = await statfs(room.share);
  await writeFile(join(room.left, 'huge.img'), '');
  await truncate(join(room.left, 'huge.img'), bavail * bsize * 2);
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  await expect(ui.pane('right').list).toBeVisible();
  await ui.pane('left').row('huge.img').click();
  await page.keyboard.press('F5');
  await ui.dialog(spaceTitle).getByRole('button', { name: 'Continue anyway' }).click();
  await expect(ui.dialog(spaceTitle)).toBeHidden();
  await ui.transfers.show('Failed');
  await expect(ui.transfers.row('huge.img')).toContainText('There is no space left');
});
