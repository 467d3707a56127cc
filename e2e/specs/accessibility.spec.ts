import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { makeTree } from '../harness/folders.ts';
import { expect, type Ferry, type FerryOptions, test } from '../harness/test.ts';
import { connectByAddress, connectByLink, dragToPane } from './steps.ts';

type Launch = (options?: FerryOptions) => Promise<Ferry>;

const grave: readonly (string | null | undefined)[] = ['serious', 'critical'];

/** What a machine can tell about accessibility; the names and keys are checked by every other spec. */
async function expectAccessible({ page }: Ferry, screen: string): Promise<void> {
  // Electron's window can not open the blank page that the other mode wants.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations, passes } = await builder.analyze();
  expect(passes.length).toBeGreaterThan(10);
  const found = violations
    .filter(({ impact }) => grave.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  expect(found, screen).toEqual([]);
}

/** Checks an open dialog, and closes it. */
async function checkDialog(ferry: Ferry, name: string): Promise<void> {
  await expect(ferry.ui.dialog(name)).toBeVisible();
  await expectAccessible(ferry, name);
  await ferry.page.keyboard.press('Escape');
  await expect(ferry.ui.dialog(name)).toBeHidden();
}

for (const theme of ['light', 'dark'] as const) {
  const start = async (launch: Launch, options?: FerryOptions): Promise<Ferry> => {
    const ferry = await launch(options);
    await ferry.app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await ferry.page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
    return ferry;
  };

  test.describe(`no grave accessibility problem that can be measured, ${theme}`, () => {
    test('the panes, the first connection and the place chooser', async ({ room, launch, startServer }) => {
      await makeTree(room.left, { 'folder/': '', 'file.txt': 'content', 'taken.txt': 'other' });
      await makeTree(room.share, { 'remote.txt': 'there' });
      const { link } = await startServer();
      const ferry = await start(launch);
      const { page, ui } = ferry;
      const left = ui.pane('left');
      await expect(left.row('file.txt')).toBeVisible();
      await expectAccessible(ferry, 'one pane');
      await connectByLink(ui, link);
      await expect(ui.pane('right').row('remote.txt')).toBeVisible();
      await expectAccessible(ferry, 'both panes');

      await left.row('file.txt').click();
      await page.keyboard.press('F2');
      await left.nameField.fill('taken.txt');
      await page.keyboard.press('Enter');
      await expect(left.list.getByRole('alert')).toBeVisible();
      await expectAccessible(ferry, 'the name field');
      await page.keyboard.press('Escape');
      await left.list.focus();
      await page.keyboard.press('Control+g');
      await expect(page.getByRole('listbox', { name: 'Places' })).toBeVisible();
      await expectAccessible(ferry, 'Places');
    });

    test('transfers, a taken name and receipts', async ({ room, launch, startServer }) => {
      await makeTree(room.left, { 'file.txt': 'content', 'taken.txt': 'new' });
      await makeTree(room.share, { 'taken.txt': 'the old one' });
      const { link } = await startServer();
      const ferry = await start(launch, { right: link });
      const { page, ui, command } = ferry;
      await expect(ui.pane('right').row('taken.txt')).toBeVisible();
      await dragToPane(ui.pane('left').row('file.txt'), ui.pane('right'));
      await ui.transfers.show('Done');
      await expect(ui.transfers.row('file.txt')).toContainText('Verified');
      await expectAccessible(ferry, 'finished transfers');
      await command('transfer.saveReceipts');
      await checkDialog(ferry, 'Save receipts');
      await command('transfer.limit');
      await checkDialog(ferry, 'Speed limit');

      await ui.pane('left').row('taken.txt').click();
      await page.keyboard.press('F5');
      await checkDialog(ferry, 'File exists');
      await ui.transfers.show('Failed');
      await expect(ui.transfers.row('taken.txt')).toBeVisible();
      await expectAccessible(ferry, 'failed transfers');
    });

    test('names that the target does not take', async ({ room, launch, startServer }) => {
      await makeTree(room.left, { 'one two.txt': 'spaced' });
      const { port } = await startServer({ more: ['--classic'] });
      const ferry = await start(launch, { right: `classic://127.0.0.1:${port}/` });
      await expect(ferry.ui.pane('right').list).toBeVisible();
      await ferry.ui.pane('left').row('one two.txt').click();
      await ferry.page.keyboard.press('F5');
      await checkDialog(ferry, 'Names that can’t be kept');
    });

    test('who the server is', async ({ room, launch, startServer }) => {
      const first = await startServer();
      const ferry = await start(launch);
      const { page, ui } = ferry;
      await connectByAddress(ui, first.port, first.token);
      await expect(ui.dialog('Unknown server')).toBeVisible();
      await expectAccessible(ferry, 'Unknown server');
      await ui.dialog('Unknown server').getByRole('button', { name: 'Trust and connect' }).click();
      await expect(ui.pane('right').list).toBeVisible();
      await first.program.stop();
      const other = await startServer({ port: first.port, userData: join(room.path, 'other-server') });

      await page.keyboard.press('Control+n');
      const connect = ui.dialog('Connect');
      await connect.getByLabel('Server').fill('127.0.0.1');
      await connect.getByLabel('Port').fill(String(other.port));
      await connect.getByLabel('Access key').fill(other.token);
      await page.keyboard.press('Enter');
      await checkDialog(ferry, 'Server identity changed');
    });

    test('connecting, sites, bookmarks and the local server', async ({ room, launch }) => {
      await makeTree(room.left, { 'file.txt': 'content' });
      const ferry = await start(launch);
      const { page, ui, command } = ferry;
      await ui.pane('left').row('file.txt').click();
      await page.keyboard.press('Control+b');
      await expect(ui.status).toContainText('Bookmarked');
      await command('go.bookmarks');
      await checkDialog(ferry, 'Bookmarks');
      await command('session.connect');
      await checkDialog(ferry, 'Connect');
      await command('server.start');
      await checkDialog(ferry, 'Start local server');
      await command('session.sites');
      const sites = ui.dialog('Site manager');
      await expect(sites).toBeVisible();
      await expectAccessible(ferry, 'Site manager');
      await sites.getByRole('button', { name: 'New site' }).click();
      await expect(sites.getByRole('textbox', { name: 'Server', exact: true })).toBeVisible();
      await checkDialog(ferry, 'Site manager');
    });

    const dialogs = {
      'of entries': [
        ['Shift+F4', 'New file'],
        ['F7', 'New folder'],
        ['F8', 'Delete'],
        ['Shift+F8', 'Delete'],
        ['F3', 'Preview'],
        ['F9', 'Properties'],
        ['NumpadAdd', 'Select by pattern'],
      ],
      'of the application': [
        ['F1', 'Keyboard shortcuts'],
        ['Control+Shift+P', 'Command palette'],
        ['Control+,', 'Settings'],
      ],
    } as const;
    for (const [which, all] of Object.entries(dialogs)) {
      test(`the dialogs ${which}`, async ({ room, launch }) => {
        await makeTree(room.left, { 'file.txt': 'content' });
        const ferry = await start(launch);
        for (const [keys, dialog] of all) {
          await ferry.ui.pane('left').row('file.txt').click();
          await ferry.page.keyboard.press(keys);
          await checkDialog(ferry, dialog);
        }
        if (which !== 'of the application') return;
        await ferry.command('help.about');
        await checkDialog(ferry, 'About Ferry');
      });
    }
  });
}
