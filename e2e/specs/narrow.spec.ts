import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { makeTree } from '../harness/folders.ts';
import { expect, type Ferry, type Room, test } from '../harness/test.ts';

/** What a small window must still show, in the language with the longer words too. */

const small = { width: 900, height: 600 };
/** The window gets no smaller. */
const smallest = { width: 640, height: 420 };

async function speak({ page, ui }: Ferry, language: 'en' | 'id'): Promise<void> {
  await ui.pane('left').list.focus();
  await page.keyboard.press('Control+,');
  await page
    .getByRole('dialog')
    .getByText(language === 'en' ? 'English' : 'Bahasa Indonesia', { exact: true })
    .click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** What is wider than the room it has, by its text. */
const cutTexts = (within: Locator): Promise<string[]> =>
  within.evaluateAll((elements) =>
    elements.filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.textContent),
  );

async function inside(inner: Locator, outer: Locator): Promise<boolean> {
  const [one, other] = [await inner.boundingBox(), await outer.boundingBox()];
  if (one === null || other === null) return false;
  return one.x >= other.x - 1 && one.x + one.width <= other.x + other.width + 1;
}

/** A dialog with its actions, all of it in the window. */
async function expectWhole(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('.dialog-footer')).toBeInViewport({ ratio: 1 });
  for (const action of await dialog.locator('.dialog-footer button').all()) await expect(action).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.dialog')).toBeInViewport({ ratio: 1 });
  expect(await cutTexts(dialog.locator('.segment, .button, .field-label'))).toEqual([]);
  expect(await cutTexts(dialog.locator('.segments'))).toEqual([]);
}

for (const language of ['en', 'id'] as const) {
  test(`dialogs never hide their actions, ${language}`, async ({ room, launch }) => {
    await makeTree(room.left, { 'a.txt': 'a', 'b.txt': 'b' });
    const ferry = await launch();
    const { page, command } = ferry;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await speak(ferry, language);
    await page.locator('#left-pane .file-row[aria-label^="a.txt"]').click();
    for (const viewport of [small, smallest]) {
      await page.setViewportSize(viewport);
      for (const id of [
        'session.connect',
        'session.sites',
        'server.start',
        'app.settings',
        'entry.newFolder',
        'entry.properties',
        'entry.deleteForGood',
        'selection.pattern',
        'transfer.limit',
        'go.bookmarks',
        'help.keys',
      ]) {
        await test.step(`${id} at ${viewport.width}`, async () => {
          await command(id);
          await expectWhole(page);
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toBeHidden();
        });
      }
    }
  });

  test(`what needs an answer says so in full, ${language}`, async ({ room, launch }) => {
    await makeTree(room.left, { 'taken.txt': 'new' });
    await makeTree(room.right, { 'taken.txt': 'old one' });
    const ferry = await launch({ right: room.right });
    const { page } = ferry;
    await speak(ferry, language);
    await page.setViewportSize(small);
    await page.locator('#left-pane .file-row[aria-label^="taken"]').click();
    await page.keyboard.press('F5');
    await expectWhole(page);
    const state = page.locator('.transfer-row .cell-state[data-state="asking"] .ellipsis');
    await expect(state).toHaveText(language === 'en' ? 'Needs an answer' : 'Perlu jawaban');
    expect(await cutTexts(state)).toEqual([]);
  });
}

async function openTabs({ page, ui }: Ferry, room: Room, names: readonly string[]): Promise<void> {
  await makeTree(room.left, Object.fromEntries(names.map((name) => [`${name}/file`, ''])));
  for (const name of names) {
    await ui.pane('left').list.focus();
    await page.keyboard.press('Control+t');
    await ui.pane('left').goTo(join(room.left, name));
    await expect(ui.pane('left').row('file')).toBeVisible();
  }
}

test('tabs stay wide enough to read, and the active one in view', async ({ room, launch }) => {
  const ferry = await launch();
  const { page, ui } = ferry;
  await page.setViewportSize(small);
  const names = ['Accounts', 'Balances', 'Calendars', 'Documents', 'Estimates', 'Forecasts'];
  await openTabs(ferry, room, names);
  const strip = ui.pane('left').region.getByRole('tablist');
  const tab = (name: string): Locator => strip.getByRole('tab', { name });
  for (const one of await strip.getByRole('tab').all()) {
    expect((await one.boundingBox())?.width).toBeGreaterThanOrEqual(100);
  }
  expect(await cutTexts(strip.locator('.ellipsis'))).toEqual([]);
  expect(await inside(tab('Accounts'), strip)).toBe(false);
  await expect.poll(() => inside(tab('Forecasts'), strip)).toBe(true);

  await tab('Forecasts').focus();
  // Faster than a frame, as a held key on a busy machine: none is lost.
  await Promise.all([page.keyboard.press('ArrowRight'), page.keyboard.press('ArrowRight')]);
  await expect(tab('Accounts')).toHaveAttribute('aria-selected', 'true');
  await expect(tab('Accounts')).toBeFocused();
  await expect.poll(() => inside(tab('Accounts'), strip)).toBe(true);
  await page.keyboard.press('Enter');
  for (let steps = 0; steps < 4; steps++) await page.keyboard.press('Control+Tab');
  await expect(tab('Estimates')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => inside(tab('Estimates'), strip)).toBe(true);

  await page.setViewportSize(smallest);
  await expect.poll(() => inside(tab('Estimates'), strip)).toBe(true);
  await strip.hover();
  await page.mouse.wheel(0, -2000);
  await expect.poll(() => inside(strip.getByRole('tab').first(), strip)).toBe(true);
});

test('closing tabs by key leaves the keyboard with the tab that is shown', async ({ room, launch }) => {
  const ferry = await launch();
  const { page, ui } = ferry;
  await openTabs(ferry, room, ['Accounts', 'Balances', 'Calendars']);
  const strip = ui.pane('left').region.getByRole('tablist');
  const tab = (name: string): Locator => strip.getByRole('tab', { name });
  await tab('Calendars').focus();
  await Promise.all([page.keyboard.press('ArrowLeft'), page.keyboard.press('ArrowLeft')]);
  await expect(tab('Accounts')).toBeFocused();
  await Promise.all([page.keyboard.press('Delete'), page.keyboard.press('Delete')]);
  await expect(tab('Calendars')).toBeFocused();
  await expect(tab('Calendars')).toHaveAttribute('aria-selected', 'true');
  await expect(strip.getByRole('tab')).toHaveCount(2);
});

test('folders of a path without room are behind a button', async ({ room, launch }) => {
  await makeTree(room.left, { 'one/two of them/three in a row/the fourth and last': '' });
  await makeTree(room.left, { 'one/two of them/three in a row/four times deeper/file.txt': '' });
  const { page, ui } = await launch();
  const left = ui.pane('left');
  const more = left.region.getByRole('button', { name: 'Folders further up' });
  await page.setViewportSize(small);
  await left.goTo(join(room.left, 'one/two of them/three in a row/four times deeper'));
  await expect(left.row('file.txt')).toBeVisible();
  const path = left.region.getByRole('navigation');
  await expect(path.getByRole('button', { name: 'four times deeper' })).toHaveAttribute('aria-current', 'location');
  await expect(more).toBeVisible();
  await expect(path.getByRole('button', { name: 'Root' })).toBeHidden();

  await more.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu', { name: 'Folders further up' });
  await expect(menu.getByRole('menuitem').first()).toHaveText('/');
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await menu.getByRole('menuitem', { name: 'two of them' }).focus();
  await page.keyboard.press('Enter');
  await expect(left.row('three in a row')).toBeVisible();
  await expect(left.row('three in a row')).toHaveAttribute('aria-selected', /true|false/);
  await expect(left.list).toBeFocused();

  await page.setViewportSize({ width: 2400, height: 600 });
  await expect(more).toBeHidden();
  await path.getByRole('button', { name: 'Root' }).click();
  await expect(path.getByRole('button')).toHaveCount(1);
});

test('a context menu has all of its commands in sight wherever it is opened, if the window is high enough', async ({
  room,
  launch,
}) => {
  await makeTree(room.left, Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`file ${at + 10}.txt`, ''])));
  const { page, ui } = await launch();
  await page.setViewportSize({ width: 1280, height: 800 });
  const menu = page.getByRole('menu', { name: 'Context menu' });
  for (const name of ['file 10.txt', 'file 15.txt', 'file 20.txt']) {
    await ui.pane('left').row(name).click({ button: 'right' });
    await expect(menu.getByRole('menuitem').last()).toBeInViewport({ ratio: 1 });
    await expect(menu.getByRole('menuitem').first()).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
  }
});
