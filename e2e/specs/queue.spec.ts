import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fingerprint, makeTree } from '../harness/folders.ts';
import type { Interface } from '../harness/interface.ts';
import { type Ferry, expect, test } from '../harness/test.ts';
import { transfersEnd } from './steps.ts';

const run = promisify(execFile);
const large = 2_000_000;

/** Chooses from a menu at the foot of the panel. */
async function choose(ui: Interface, menu: string, item: string): Promise<void> {
  await ui.transfers.region.getByRole('button', { name: new RegExp(`^${menu}: `) }).click();
  await ui.page.getByRole('menuitemradio', { name: item, exact: true }).click();
  await expect(ui.transfers.region.getByRole('button', { name: `${menu}: ${item}` })).toBeVisible();
}

/** The names in the tab that is shown, from the top. */
async function order(ui: Interface): Promise<string> {
  const names = await ui.transfers.list.locator('[data-row] .cell-name').allTextContents();
  return names.map((name) => name.replace(/\..*/, '')).join(' ');
}

/** One slow transfer at a time: what is copied after it waits. */
async function slowly({ ui, page }: Ferry, names: readonly string[]): Promise<void> {
  await choose(ui, 'Side by side', '1');
  await choose(ui, 'Speed limit', '256 KB/s');
  await ui.pane('left').row('first.bin').click();
  await page.keyboard.press('F5');
  await expect(ui.transfers.tab('Running')).toContainText('1');
  for (const name of names) {
    await ui.pane('left').row(name).click();
    await page.keyboard.press('F5');
  }
  await expect(ui.transfers.tab('Queued')).toContainText(String(names.length));
  await ui.transfers.show('Queued');
}

test('waiting transfers are put in another order, and go in it', async ({ room, launch, startServer }) => {
  const names = ['a.bin', 'b.bin', 'c.bin', 'd.bin', 'e.bin'];
  await makeTree(room.left, Object.fromEntries([['first.bin', 3_000_000], ...names.map((name) => [name, large])]));
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const { ui, page } = ferry;
  await slowly(ferry, names);
  expect(await order(ui)).toBe('a b c d e');
  await ui.transfers.row('c.bin').click();
  await page.keyboard.press('Alt+Home');
  await expect.poll(() => order(ui)).toBe('c a b d e');
  await ui.transfers.row('a.bin').click();
  await ui.transfers.region.getByRole('button', { name: 'Move down' }).click();
  await expect.poll(() => order(ui)).toBe('c b a d e');
  await ui.transfers.row('e.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'High priority' }).click();
  await expect.poll(() => order(ui)).toBe('e c b a d');
  await expect(ui.transfers.row('e.bin')).toHaveAccessibleName(/High priority/);
  await ui.transfers.row('b.bin').click();
  await ui.transfers.row('a.bin').click({ modifiers: ['Shift'] });
  await page.keyboard.press('-');
  await expect.poll(() => order(ui)).toBe('e c d b a');

  await choose(ui, 'Speed limit', 'No limit');
  await transfersEnd(ui);
  await ui.transfers.show('Done');
  await expect.poll(() => order(ui)).toBe('first e c d b a');
  expect(await fingerprint(room.share)).toEqual(await fingerprint(room.left));
});

test('the speed limit holds, is seen, and is there in the next run', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'first.bin': large });
  const { link } = await startServer();
  const first = await launch({ right: link });
  const { ui, page } = first;
  await choose(ui, 'Speed limit', '1.00 MB/s');
  await ui.pane('left').row('first.bin').click();
  const began = Date.now();
  await page.keyboard.press('F5');
  await expect(ui.transfers.region.getByText(/left/).first()).toBeVisible();
  await transfersEnd(ui);
  await expect(ui.transfers.tab('Done')).toContainText('1');
  expect(Date.now() - began).toBeGreaterThan(1000);
  await expect(ui.transfers.region.getByRole('img', { name: /^Throughput over the last .* highest/ })).toBeVisible();
  await first.close();

  const second = await launch();
  await expect(second.ui.transfers.region.getByRole('button', { name: 'Speed limit: 1.00 MB/s' })).toBeVisible();
  expect(await readFile(join(room.userData, 'settings.json'), 'utf8')).toContain('1048576');
});

test('failed transfers are grouped by reason and tried again by it', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'first.bin': 1_500_000, 'one.txt': 'one', 'two.txt': 'two', 'three.txt': 'three' });
  const { link } = await startServer();
  const ferry = await launch({ right: link });
  const { ui, page } = ferry;
  await slowly(ferry, ['one.txt', 'two.txt', 'three.txt']);
  await ui.transfers.row('one.txt').click();
  await ui.transfers.row('two.txt').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await rm(join(room.left, 'three.txt'));
  await choose(ui, 'Speed limit', 'No limit');
  await transfersEnd(ui);
  await ui.transfers.show('Failed');
  const groups = ui.transfers.list.getByRole('row', { name: /transfers?$/ });
  await expect(groups).toHaveCount(2);
  await expect(groups.nth(0)).toContainText('The file is not there any more, or its folder is gone.1');
  await expect(groups.nth(1)).toContainText('Cancelled by you.2');

  await groups
    .nth(1)
    .getByRole('button', { name: /^Retry these/ })
    .click();
  await expect(ui.transfers.tab('Failed')).toContainText('1');
  await expect(groups).toHaveCount(1);
  await transfersEnd(ui);
  await writeFile(join(room.left, 'three.txt'), 'three');
  await ui.transfers.region.getByRole('button', { name: 'Retry failed only' }).click();
  await expect(ui.transfers.region.getByText('Nothing failed.')).toBeVisible();
  await transfersEnd(ui);
  expect(await fingerprint(room.share)).toEqual(await fingerprint(room.left));
});

test('receipts are saved as sha256sum checks them, and a file is not replaced unasked', async ({ room, launch, startServer }) => {
  test.skip(process.platform === 'win32', 'there is no sha256sum');
  const names = ['plain.txt', 'back\\slash.txt', 'line\nbreak.txt', ' blank', 'ümläut'];
  await makeTree(join(room.share, 'deep'), Object.fromEntries(names.map((name) => [name, 1000 + name.length])));
  const { link } = await startServer();
  const { app, ui, page } = await launch({ right: link });
  await ui.pane('right').row('deep').click();
  await page.keyboard.press('F5');
  await expect(ui.transfers.tab('Done')).toContainText(String(names.length));
  await transfersEnd(ui);
  await ui.transfers.show('Done');
  await ui.transfers.region.getByRole('button', { name: 'Save receipts…' }).click();
  const dialog = ui.dialog('Save receipts');
  await expect(dialog.getByLabel('Save in folder')).toHaveValue(join(room.left, 'deep'));

  const chosen = join(room.path, 'left');
  await app.evaluate(({ dialog: system }, folder) => {
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, chosen);
  await dialog.getByRole('button', { name: 'Choose…' }).click();
  await expect(dialog.getByLabel('Save in folder')).toHaveValue(chosen);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ui.status).toContainText(`Saved ${names.length} receipts`);
  const { stdout } = await run('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: chosen });
  expect(stdout.match(/: OK\n/g)).toHaveLength(names.length);

  await writeFile(join(chosen, 'SHA256SUMS'), 'mine');
  await ui.transfers.region.getByRole('button', { name: 'Save receipts…' }).click();
  await dialog.getByLabel('Save in folder').fill(chosen);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toContainText('“SHA256SUMS” is already there.');
  expect(await readFile(join(chosen, 'SHA256SUMS'), 'utf8')).toBe('mine');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(dialog).toBeHidden();
  expect(await readFile(join(chosen, 'SHA256SUMS'), 'utf8')).toContain('  deep/plain.txt\n');

  await ui.transfers.row('plain.txt').dblclick();
  await expect(ui.pane('left').row('plain.txt')).toBeVisible();
});
