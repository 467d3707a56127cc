import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';

const tree = {
  'folder one/inner/deep.txt': 'd',
  'folder two/second.txt': 's',
  'file 2.txt': 'a',
  'file 10.txt': 'b',
  'photo.jpg': 'p',
};

test('the filter narrows the list, patterns select', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('photo.jpg').click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('file');
  await expect.poll(() => left.names()).toEqual(['file 2.txt', 'file 10.txt']);
  await page.keyboard.press('Escape');
  await expect(left.row('photo.jpg')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('NumpadAdd');
  await ui.dialog('Select by pattern').getByLabel('Pattern').fill('*.txt');
  await page.keyboard.press('Enter');
  await expect(left.list.getByRole('row', { selected: true })).toHaveCount(3);
});

test('history, completion and tabs, from the keyboard', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('folder one').dblclick();
  await expect(left.row('inner')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(left.row('photo.jpg')).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(left.row('inner')).toBeVisible();

  await page.keyboard.press('Control+l');
  const field = left.region.getByRole('textbox', { name: 'Path' });
  await field.fill(`${room.left}/folder t`);
  await expect(left.region.getByRole('option', { name: 'folder two' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(left.row('second.txt')).toBeVisible();

  await page.keyboard.press('Control+t');
  await expect(left.region.getByRole('tab')).toHaveCount(2);
  await left.goTo(room.left);
  await expect(left.row('photo.jpg')).toBeVisible();
  await page.keyboard.press('Control+Shift+M');
  await expect(ui.pane('right').row('photo.jpg')).toBeVisible();
  await expect(left.row('second.txt')).toBeVisible();
});

test('tabs are there again after a reload, and spring open under a drag', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui, page } = await launch({ right: room.right });
  const right = ui.pane('right');
  await right.list.focus();
  await page.keyboard.press('Control+t');
  await right.goTo(room.left);
  await expect(right.row('photo.jpg')).toBeVisible();
  await page.reload();
  await expect(right.row('photo.jpg')).toBeVisible();
  await expect(right.region.getByRole('tab')).toHaveCount(2);

  const tab = right.region.getByRole('tab', { selected: false });
  await ui.pane('left').row('photo.jpg').hover();
  await page.mouse.down();
  await tab.hover();
  await tab.hover({ position: { x: 12, y: 8 } });
  await expect(right.row('photo.jpg')).toBeHidden();
  await right.list.hover({ position: { x: 100, y: 120 } });
  await right.list.hover({ position: { x: 120, y: 130 } });
  await page.mouse.up();
  await expect(right.row('photo.jpg')).toBeVisible();
});

test('the palette runs a command and finds a folder again', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui, page } = await launch();
  const left = ui.pane('left');
  await left.row('folder one').dblclick();
  await expect(left.row('inner')).toBeVisible();
  await page.keyboard.press('Control+Shift+P');
  await expect(ui.dialog('Command palette')).toBeVisible();
  await page.keyboard.type('filter');
  await page.keyboard.press('Enter');
  await expect(left.region.getByRole('searchbox', { name: 'Filter' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(room.left);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(left.row('photo.jpg')).toBeVisible();
});

test('a rubber band from the empty space selects what it touches', async ({ room, launch }) => {
  await makeTree(room.left, tree);
  const { ui, page } = await launch();
  const left = ui.pane('left');
  const last = await left.row('photo.jpg').boundingBox();
  const second = await left.row('file 10.txt').boundingBox();
  if (last === null || second === null) throw new Error('the rows are not shown');
  await page.mouse.move(last.x + 60, last.y + 60);
  await page.mouse.down();
  await page.mouse.move(last.x + 120, last.y + 20);
  await page.mouse.move(second.x + 160, second.y + 10);
  await page.mouse.up();
  const selected = left.list.getByRole('row', { selected: true });
  await expect(selected).toHaveCount(2);
  await expect(left.row('file 10.txt')).toHaveAttribute('aria-selected', 'true');
  await page.mouse.click(last.x + 60, last.y + 60);
  await expect(selected).toHaveCount(0);
});

test('a bookmark of a folder on a server brings back the folder, in the next run too', async ({ room, launch, startServer }) => {
  await makeTree(room.share, { 'music/live/song.flac': 's' });
  const { link, token } = await startServer();
  const first = await launch({ right: link });
  const right = first.ui.pane('right');
  await right.row('music').dblclick();
  await right.row('live').dblclick();
  await expect(right.row('song.flac')).toBeVisible();
  await right.list.focus();
  await first.page.keyboard.press('Control+b');
  await expect(first.ui.status).toHaveText('Bookmarked live');
  await first.close();

  const second = await launch();
  await second.command('go.bookmarks');
  const bookmarks = second.ui.dialog('Bookmarks');
  await bookmarks.getByRole('textbox', { name: 'Name of live' }).fill('Concerts');
  await second.page.keyboard.press('Enter');
  await expect(bookmarks.getByRole('button', { name: 'Remove Concerts' })).toBeVisible();
  await second.page.keyboard.press('Escape');
  await second.ui.pane('left').list.focus();
  await second.page.keyboard.press('Control+Shift+P');
  await second.page.keyboard.type('concerts');
  await second.page.keyboard.press('Enter');
  await second.ui.dialog('Connect').getByLabel('Access key').fill(token);
  await second.ui.dialog('Connect').getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(second.ui.pane('left').row('song.flac')).toBeVisible();
  await second.ui.pane('left').list.focus();
  await second.page.keyboard.press('Control+b');
  await expect(second.ui.status).toHaveText('Removed the bookmark Concerts');
});

test('synchronized browsing moves both panes, and says when one can not follow', async ({ room, launch }) => {
  await makeTree(room.left, { 'a/inner/x.txt': 'x', 'b/y.txt': 'y' });
  await makeTree(room.right, { 'a/inner/z.txt': 'z' });
  const { ui, page } = await launch({ right: room.right });
  const [left, right] = [ui.pane('left'), ui.pane('right')];
  await expect(right.row('a')).toBeVisible();
  await left.row('a').click();
  await page.keyboard.press('Control+Shift+B');
  await expect(right.region.getByText('Synchronized', { exact: true })).toBeVisible();
  await left.row('a').dblclick();
  await expect(right.row('inner')).toBeVisible();
  await right.row('inner').dblclick();
  await expect(left.row('x.txt')).toBeVisible();
  await right.list.focus();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(left.row('b')).toBeVisible();
  await left.row('b').dblclick();
  await expect(right.region.getByText('There is no folder “b” here.')).toBeVisible();
  await right.region.getByRole('button', { name: 'Create it' }).click();
  await expect(right.region.getByText('This folder is empty')).toBeVisible();
  await expect(right.region.getByText('There is no folder “b” here.')).toBeHidden();
  await left.goTo(room.path);
  await expect(right.region.getByText('Synchronized', { exact: true })).toBeHidden();
});
