import { readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, makeTree } from '../harness/folders.ts';
import type { Interface } from '../harness/interface.ts';
import { type Ferry, expect, type Room, test } from '../harness/test.ts';
import { dragToPane, transfersEnd } from './steps.ts';

const shared = (room: Room, name: string): Promise<string> => readFile(join(room.share, name), 'utf8');

/** Drags a file to where its name is taken. */
async function collide(room: Room, start: () => Promise<Ferry>): Promise<Interface> {
  await makeTree(room.left, { 'taken.txt': 'the new content' });
  await makeTree(room.share, { 'taken.txt': 'the old one' });
  const { ui } = await start();
  await expect(ui.pane('right').row('taken.txt')).toBeVisible();
  await dragToPane(ui.pane('left').row('taken.txt'), ui.pane('right'));
  await expect(ui.dialog('File exists')).toContainText('taken.txt');
  // Nothing happens to either file before there is an answer.
  expect(await shared(room, 'taken.txt')).toBe('the old one');
  return ui;
}

async function answer(ui: Interface, choice: string): Promise<void> {
  await ui.dialog('File exists').getByRole('button', { name: choice, exact: true }).click();
  await expect(ui.dialog('File exists')).toBeHidden();
  await transfersEnd(ui);
}

test('overwrite replaces the file', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const ui = await collide(room, () => launch({ right: link }));
  await answer(ui, 'Overwrite');
  await expect.poll(() => shared(room, 'taken.txt')).toBe('the new content');
});

test('skip leaves it', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const ui = await collide(room, () => launch({ right: link }));
  await answer(ui, 'Skip');
  await ui.transfers.show('Done');
  await expect(ui.transfers.row('taken.txt')).toContainText('Skipped');
  expect(await shared(room, 'taken.txt')).toBe('the old one');
});

test('keep both copies beside it', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const ui = await collide(room, () => launch({ right: link }));
  await answer(ui, 'Keep both');
  await expect.poll(async () => Object.keys(await fingerprint(room.share))).toHaveLength(2);
  expect(await shared(room, 'taken.txt')).toBe('the old one');
  const other = Object.keys(await fingerprint(room.share)).find((name) => name !== 'taken.txt') ?? '';
  expect(other).toMatch(/^taken.+\.txt$/);
  expect(await shared(room, other)).toBe('the new content');
});

for (const [age, expected] of [
  ['older', 'the new content'],
  ['newer', 'the old one'],
] as const) {
  test(`overwrite if newer, with the one there ${age}`, async ({ room, launch, startServer }) => {
    const { link } = await startServer();
    const ui = await collide(room, async () => {
      const time = new Date(age === 'older' ? '2020-01-01' : '2026-01-01');
      await utimes(join(room.share, 'taken.txt'), time, time);
      return launch({ right: link });
    });
    await answer(ui, 'Overwrite if newer');
    await expect.poll(() => shared(room, 'taken.txt')).toBe(expected);
  });
}

test('overwrite if size differs replaces what has another size', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const ui = await collide(room, () => launch({ right: link }));
  await answer(ui, 'Overwrite if size differs');
  await expect.poll(() => shared(room, 'taken.txt')).toBe('the new content');
});

test('resume adds the rest to what is the beginning, and is not offered for anything else', async ({
  room,
  launch,
  startServer,
}) => {
  const whole = Buffer.alloc(6_000_000, 'one line after the other\n');
  await makeTree(room.share, { 'begun.bin': whole, 'other.bin': whole });
  await makeTree(room.left, { 'begun.bin': whole.subarray(0, 4_500_000), 'other.bin': 'something else' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const dialog = ui.dialog('File exists');
  await ui.pane('right').row('other.bin').click();
  await page.keyboard.press('F5');
  await expect(dialog).toContainText('The contents differ.');
  await expect(dialog.getByRole('button', { name: 'Resume' })).toBeHidden();
  await answer(ui, 'Skip');
  await ui.pane('right').row('begun.bin').click();
  await page.keyboard.press('F5');
  await expect(dialog).toContainText('Resume adds the rest');
  await answer(ui, 'Resume');
  await expect.poll(async () => (await readFile(join(room.left, 'begun.bin'))).equals(whole)).toBe(true);
  expect(await readFile(join(room.left, 'other.bin'), 'utf8')).toBe('something else');
});

test('a folder of the same name is not replaced: the file goes beside it', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'taken.txt': 'a file' });
  await makeTree(room.share, { 'taken.txt/inside': 'kept' });
  const { link } = await startServer();
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').row('taken.txt')).toBeVisible();
  await ui.pane('left').row('taken.txt').click();
  await ui.page.keyboard.press('F5');
  await expect(ui.dialog('File exists')).toContainText('A folder named “taken.txt”');
  await expect(ui.dialog('File exists').getByRole('button', { name: 'Overwrite', exact: true })).toBeHidden();
  await answer(ui, 'Keep both');
  await expect.poll(() => shared(room, 'taken (2).txt')).toBe('a file');
  expect(await shared(room, 'taken.txt/inside')).toBe('kept');
});

test('cancel ends the transfer and touches nothing', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const ui = await collide(room, () => launch({ right: link }));
  await answer(ui, 'Cancel');
  expect(await shared(room, 'taken.txt')).toBe('the old one');
});

/** Answers the question that is asked now for everything of its batch. */
async function answerAll(ui: Interface, choice: string): Promise<void> {
  const forAll = ui.dialog('File exists').getByRole('checkbox', { name: 'Do the same for all remaining in this batch' });
  // The dialog may still be on its way to its place.
  await expect(async () => {
    if (!(await forAll.isChecked())) await forAll.click({ force: true });
    await expect(forAll).toBeChecked({ timeout: 1000 });
  }).toPass();
  await answer(ui, choice);
}

test('one answer serves the whole batch', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`dir/file ${at}.txt`, `new ${at}`]));
  await makeTree(room.left, files);
  await makeTree(room.share, Object.fromEntries(Object.keys(files).map((name) => [name, 'old'])));
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').row('dir')).toBeVisible();
  await dragToPane(ui.pane('left').row('dir'), ui.pane('right'));
  await answerAll(ui, 'Overwrite');
  await expect.poll(() => fingerprint(room.share)).toEqual(await fingerprint(room.left));
  await expect(ui.dialog('File exists')).toBeHidden();
});

/** What two files are in the end that are there already, both with the contents “old”: an older one of another size, and a younger one. */
const forAll = {
  'Overwrite if newer': { 'earlier.txt': 'a longer one', 'later.txt': 'old' },
  'Overwrite if size differs': { 'earlier.txt': 'a longer one', 'later.txt': 'old' },
  'Keep both': {
    'earlier.txt': 'old',
    'earlier (2).txt': 'a longer one',
    'later.txt': 'old',
    'later (2).txt': 'new',
  },
  Skip: { 'earlier.txt': 'old', 'later.txt': 'old' },
  Cancel: { 'earlier.txt': 'old', 'later.txt': 'old' },
} as const;

test('every other answer serves a whole batch, too', async ({ room, launch, startServer }) => {
  const choices = Object.keys(forAll) as (keyof typeof forAll)[];
  for (const choice of choices) {
    await makeTree(join(room.left, choice), { 'earlier.txt': 'a longer one', 'later.txt': 'new' });
    await makeTree(join(room.share, choice), { 'earlier.txt': 'old', 'later.txt': 'old' });
    await utimes(join(room.share, choice, 'earlier.txt'), new Date('2000-01-01'), new Date('2000-01-01'));
    await utimes(join(room.share, choice, 'later.txt'), new Date('2100-01-01'), new Date('2100-01-01'));
  }
  const whole = Buffer.alloc(3_000_000, 'one line after the other\n');
  await makeTree(room.left, { 'Resume/a.bin': whole, 'Resume/b.bin': whole });
  await makeTree(room.share, { 'Resume/a.bin': whole.subarray(0, 2_000_000), 'Resume/b.bin': whole.subarray(0, 1_500_000) });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  for (const choice of [...choices, 'Resume']) {
    await ui.pane('left').row(choice).click();
    await page.keyboard.press('F5');
    await answerAll(ui, choice);
  }
  await expect(ui.dialog('File exists')).toBeHidden();
  for (const choice of choices) {
    const folder = join(room.share, choice);
    const names = await readdir(folder);
    const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
    expect(Object.fromEntries(contents), choice).toEqual(forAll[choice]);
  }
  // The last answer is given, and what it decided is still on its way: a partial file may go while it is looked at.
  const expected = await fingerprint(join(room.left, 'Resume'));
  await expect(async () => expect(await fingerprint(join(room.share, 'Resume'))).toEqual(expected)).toPass();
});

test('what is the same on both sides is skipped, and nobody is asked', async ({ room, launch, startServer }) => {
  const { link } = await startServer();
  await makeTree(room.left, { 'same.bin': 100_000 });
  await makeTree(room.share, { 'same.bin': 100_000 });
  const { ui } = await launch({ right: link });
  await expect(ui.pane('right').row('same.bin')).toBeVisible();
  await dragToPane(ui.pane('left').row('same.bin'), ui.pane('right'));
  await ui.transfers.show('Done');
  await expect(ui.transfers.row('same.bin')).toContainText('Skipped');
  await expect(ui.status).toContainText('Skipped same.bin');
  await expect(ui.dialog('File exists')).toBeHidden();
});

test('uploads and downloads each go by their own default', async ({ room, launch, startServer }) => {
  await makeTree(room.left, { 'up.txt': 'the new one from here', 'down.txt': 'an old one here' });
  await makeTree(room.share, { 'up.txt': 'the old one there', 'down.txt': 'the new one from there' });
  const { link } = await startServer();
  const { ui, page } = await launch({ right: link });
  const [left, right] = [ui.pane('left'), ui.pane('right')];
  await expect(right.row('up.txt')).toBeVisible();

  const settings = ui.dialog('Settings');
  const choose = async (direction: string, choice: string): Promise<void> => {
    const group = settings.getByRole('radiogroup', { name: `When a name is taken, ${direction}` });
    await group.getByText(choice, { exact: true }).click();
    await expect(group.getByRole('radio', { name: choice, exact: true })).toBeChecked();
  };
  const setDefaults = async (uploading: string, downloading: string): Promise<void> => {
    await left.list.focus();
    await page.keyboard.press('Control+,');
    await choose('uploading', uploading);
    await choose('downloading', downloading);
    await page.keyboard.press('Escape');
    await expect(settings).toBeHidden();
  };
  const copyBoth = async (): Promise<void> => {
    await left.row('up.txt').click();
    await page.keyboard.press('F5');
    await right.row('down.txt').click();
    await page.keyboard.press('F5');
  };
  const here = (name: string): Promise<string> => readFile(join(room.left, name), 'utf8');

  await setDefaults('Overwrite', 'Keep both');
  await copyBoth();
  await expect.poll(() => shared(room, 'up.txt')).toBe('the new one from here');
  await expect.poll(() => here('down (2).txt').catch(() => '')).toBe('the new one from there');
  expect(await here('down.txt')).toBe('an old one here');
  expect(Object.keys(await fingerprint(room.share))).toHaveLength(2);

  await makeTree(room.left, { 'up.txt': 'a newer one from here' });
  await setDefaults('Skip', 'Ask');
  await copyBoth();
  await expect(ui.dialog('File exists')).toContainText('down.txt');
  await answer(ui, 'Overwrite');
  await expect.poll(() => here('down.txt')).toBe('the new one from there');
  expect(await shared(room, 'up.txt')).toBe('the new one from here');
  await ui.transfers.show('Done');
  await expect(ui.transfers.list.getByRole('row', { name: /^up\.txt, .*Skipped/ })).toBeVisible();
});
