import { chmod, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';

const sides = ['left', 'right'] as const;

for (const side of sides) {
  test(`rename, new folder and delete in the ${side} pane`, async ({ room, launch, startServer }) => {
    const root = side === 'left' ? room.left : room.share;
    await makeTree(root, { 'old name.txt': 'kept', 'full/of/things.txt': 'x', 'other.txt': 'o' });
    const { link } = await startServer();
    const { ui, page } = await launch({ right: link });
    const pane = ui.pane(side);

    await pane.row('old name.txt').click();
    await page.keyboard.press('F2');
    await expect(pane.nameField).toBeFocused();
    await page.keyboard.type('new näme');
    await page.keyboard.press('Enter');
    await expect(pane.row('new näme.txt')).toBeVisible();
    await expect(pane.row('old name.txt')).toBeHidden();
    await expect(pane.list).toBeFocused();

    await page.keyboard.press('F2');
    await pane.nameField.fill('other.txt');
    await page.keyboard.press('Enter');
    await expect(pane.list.getByRole('alert')).toContainText('already');
    await expect(pane.nameField).toHaveValue('other.txt');
    await page.keyboard.press('Escape');
    await expect(pane.nameField).toBeHidden();

    await page.keyboard.press('Shift+F4');
    await ui.dialog('New file').getByLabel('Name').fill('other.txt');
    await ui.dialog('New file').getByRole('button', { name: 'Create' }).click();
    await expect(ui.dialog('New file')).toContainText('already');
    await ui.dialog('New file').getByLabel('Name').fill('empty.txt');
    await ui.dialog('New file').getByRole('button', { name: 'Create' }).click();
    await expect(pane.row('empty.txt')).toHaveAttribute('data-cursor', 'true');

    await page.keyboard.press('F7');
    await ui.dialog('New folder').getByLabel('Name').fill('made here');
    await ui.dialog('New folder').getByRole('button', { name: 'Create' }).click();
    await expect(pane.row('made here')).toBeVisible();

    await pane.row('full').click();
    await page.keyboard.press('F8');
    const confirmation = ui.dialog('Delete');
    await expect(confirmation).toContainText(side === 'left' ? 'Move “full” to the trash?' : 'Delete “full” for good?');
    await confirmation.getByRole('button', { name: 'Cancel' }).click();
    await expect(pane.row('full')).toBeVisible();
    await page.keyboard.press('Delete');
    await confirmation.getByRole('button', { name: 'Delete' }).click();
    await expect(pane.row('full')).toBeHidden();

    const trash = join(room.home, '.local/share/Trash');
    if (side === 'left' && process.platform === 'linux') {
      expect(Object.keys(await fingerprint(trash))).toEqual(['files/full/of/things.txt', 'info/full.trashinfo']);
    }
    await pane.row('empty.txt').click();
    await page.keyboard.press('Shift+Delete');
    await expect(confirmation).toContainText('Delete “empty.txt” for good?');
    await confirmation.getByRole('button', { name: 'Delete for good' }).click();
    await expect(pane.row('empty.txt')).toBeHidden();

    expect(Object.keys(await fingerprint(root))).toEqual(['made here/', 'new näme.txt', 'other.txt']);
  });
}

test('a row is renamed from the context menu, and while the list is scrolled and read again', async ({ room, launch }) => {
  const tree = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`file ${at}.txt`, 'x']));
  await makeTree(room.left, tree);
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('file 2.txt').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await expect(left.nameField).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
  await ui.dialog('Command palette').getByRole('combobox').fill('rename');
  await page.keyboard.press('Enter');
  await expect(left.nameField).toBeFocused();
  await page.keyboard.type('file 9');
  await left.list.hover();
  await page.mouse.wheel(0, 4000);
  await expect(left.row('file 150.txt')).toBeVisible();
  await writeFile(join(room.left, 'another.txt'), 'x');
  await page.keyboard.press('Control+r');
  await expect(left.region.getByText('301 items')).toBeVisible();
  await expect(left.nameField).toBeFocused();
  await page.keyboard.type('99');
  await page.keyboard.press('Enter');
  await expect(left.row('file 999.txt')).toBeVisible();
  await expect.poll(async () => (await readdir(room.left)).includes('file 2.txt')).toBe(false);
});

test('Space counts a folder, and sizes sort folders too', async ({ room, launch }) => {
  await makeTree(room.left, { 'small/a': 10, 'large/b/c': 5000, 'large/d': 500, 'file.txt': 'x' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('small').click();
  await page.keyboard.press('Space');
  await expect(left.row('small')).toHaveAccessibleName(/^small, Folder, 10 B/);
  await left.row('file.txt').click();
  await page.keyboard.press('Alt+Shift+Enter');
  await expect(left.row('large')).toHaveAccessibleName(/^large, Folder, 5\.37 KB/);
  await left.column('Size').getByRole('button').click();
  await expect.poll(() => left.names()).toEqual(['large', 'small', 'file.txt']);
});

test('a row is dragged onto a folder of its own pane; Shift moves it', async ({ room, launch }) => {
  await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b', 'target/': '' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('a.txt').dragTo(left.row('target'));
  await expect(ui.status).toContainText('Copied a.txt');
  const [from, to] = [await left.row('b.txt').boundingBox(), await left.row('target').boundingBox()];
  if (from === null || to === null) throw new Error('the rows are not on the screen');
  await page.mouse.move(from.x + 60, from.y + 10);
  await page.mouse.down();
  await page.keyboard.down('Shift');
  await page.mouse.move(to.x + 60, to.y + 12, { steps: 5 });
  await expect(left.region.getByText('Move 1 item to target')).toBeVisible();
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(left.row('b.txt')).toBeHidden();
  expect(Object.keys(await fingerprint(room.left))).toEqual(['a.txt', 'target/a.txt', 'target/b.txt']);
});

test('a drag that is held at the edge of a list scrolls it, and lands on the row that comes under it', async ({
  room,
  launch,
}) => {
  const names = Array.from({ length: 80 }, (_, i) => `folder ${String(i).padStart(2, '0')}`);
  await makeTree(room.left, Object.fromEntries(names.map((name) => [`${name}/`, ''])));
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('folder 00').hover();
  await page.mouse.down();
  const list = await left.list.boundingBox();
  if (list === null) throw new Error('the list is not on the screen');
  await page.mouse.move(list.x + 60, list.y + list.height - 10, { steps: 5 });
  await expect(left.row('folder 79')).toBeInViewport({ ratio: 1 });
  await expect(left.region.getByText('Copy 1 item to folder 79')).toBeVisible();
  await page.mouse.up();
  await expect(ui.status).toContainText('Copied folder 00');
  expect(await readdir(join(room.left, 'folder 79'))).toEqual(['folder 00']);
});

test('permissions are changed in Properties, here and on a server', async ({ room, launch, startServer }) => {
  test.skip(process.platform === 'win32', 'Windows has no permission bits');
  await makeTree(room.left, { 'folder/plain': 'p', 'folder/sub/program': 'x' });
  await makeTree(room.share, { 'there.txt': 't' });
  const mode = async (...parts: string[]): Promise<string> => ((await stat(join(...parts))).mode & 0o777).toString(8);
  for (const [path, bits] of [
    ['folder', 0o755],
    ['folder/plain', 0o644],
    ['folder/sub', 0o755],
    ['folder/sub/program', 0o744],
  ] as const) {
    await chmod(join(room.left, path), bits);
  }
  await chmod(join(room.share, 'there.txt'), 0o644);
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const dialog = ui.dialog('Properties');
  await ui.pane('left').row('folder').click();
  await page.keyboard.press('F9');
  await dialog.getByRole('textbox', { name: 'Octal' }).fill('750');
  await dialog.getByText('Also everything in the folders').click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  await expect(ui.status).toContainText('Permissions changed');
  expect(await mode(room.left, 'folder')).toBe('750');
  expect(await mode(room.left, 'folder/plain')).toBe('640');
  expect(await mode(room.left, 'folder/sub')).toBe('750');
  expect(await mode(room.left, 'folder/sub/program')).toBe('750');

  await ui.pane('right').row('there.txt').click();
  await page.keyboard.press('F9');
  await dialog.getByRole('group', { name: 'Others' }).getByText('Read').click();
  await expect(dialog.getByText('rw-r----- (640)')).toBeVisible();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  expect(await mode(room.share, 'there.txt')).toBe('640');
});

test('hidden files are shown and hidden from the keyboard', async ({ room, launch }) => {
  await makeTree(room.left, { '.secret': 's', 'plain.txt': 'p' });
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await expect(left.row('plain.txt')).toBeVisible();
  await expect(left.row('.secret')).toBeHidden();
  await left.list.focus();
  await page.keyboard.press('Control+h');
  await expect(left.row('.secret')).toBeVisible();
  await page.keyboard.press('Control+h');
  await expect(left.row('.secret')).toBeHidden();
});

test('columns sort by name, size and date, folders first', async ({ room, launch }) => {
  await makeTree(room.left, { 'file 10.txt': 'aaa', 'file 9.txt': 'a', 'folder/': '', 'file 1.txt': 'aa' });
  for (const [name, year] of [
    ['file 10.txt', 2001],
    ['file 9.txt', 2003],
    ['file 1.txt', 2002],
  ] as const) {
    const time = new Date(`${year}-01-01`);
    await utimes(join(room.left, name), time, time);
  }
  const { ui } = await launch();
  const left = ui.pane('left');
  await expect.poll(() => left.names()).toEqual(['folder', 'file 1.txt', 'file 9.txt', 'file 10.txt']);
  await left.column('Name').getByRole('button').click();
  await expect.poll(() => left.names()).toEqual(['folder', 'file 10.txt', 'file 9.txt', 'file 1.txt']);
  await left.column('Size').getByRole('button').click();
  const bySize = await left.names();
  expect([bySize, bySize.toReversed()]).toContainEqual(expect.arrayContaining(['file 9.txt', 'file 1.txt', 'file 10.txt']));
  await expect(left.column('Size')).toHaveAttribute('aria-sort', /ascending|descending/);
  const ascending = (await left.column('Size').getAttribute('aria-sort')) === 'ascending';
  const files = ['file 9.txt', 'file 1.txt', 'file 10.txt'];
  expect(bySize.filter((name) => name !== 'folder')).toEqual(ascending ? files : files.toReversed());
  await left.column('Modified').getByRole('button').click();
  const dateAscending = (await left.column('Modified').getAttribute('aria-sort')) === 'ascending';
  const byDate = ['file 10.txt', 'file 1.txt', 'file 9.txt'];
  await expect
    .poll(async () => (await left.names()).filter((name) => name !== 'folder'))
    .toEqual(dateAscending ? byDate : byDate.toReversed());
});

test('a folder that disappears is told where it happens', async ({ room, launch }) => {
  await makeTree(room.left, { 'inside/file.txt': 'x' });
  const { ui } = await launch();
  await ui.pane('left').goTo(`${room.left}/not/there`);
  await expect(ui.pane('left').region.getByText('is not there')).toBeVisible();
});
