import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { connectByLink, dragToPane } from './steps.ts';

/** What a machine can tell about accessibility; the names and keys are checked by every other spec. */
async function problems(page: Page): Promise<string[]> {
  // Electron's window can not open the blank page that the other mode wants.
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(passes.length).toBeGreaterThan(10);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

for (const theme of ['light', 'dark'] as const) {
  test(`the main screens have no accessibility problem that can be measured, ${theme}`, async ({ room, launch, startServer }) => {
    test.slow();
    await makeTree(room.left, { 'folder/': '', 'file.txt': 'content', 'taken.txt': 'new' });
    await makeTree(room.share, { 'taken.txt': 'old' });
    const { link } = await startServer();
    const { app, page, ui } = await launch();
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
    await expect(ui.pane('left').row('file.txt')).toBeVisible();
    expect(await problems(page)).toEqual([]);

    await ui.pane('right').region.getByRole('button', { name: 'Connect…' }).click();
    await expect(ui.dialog('Connect')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await connectByLink(ui, link);
    await expect(ui.pane('right').row('taken.txt')).toBeVisible();
    await dragToPane(ui.pane('left').row('file.txt'), ui.pane('right'));
    await ui.transfers.show('Done');
    await expect(ui.transfers.row('file.txt')).toBeVisible();
    expect(await problems(page)).toEqual([]);

    await dragToPane(ui.pane('left').row('taken.txt'), ui.pane('right'));
    await expect(ui.dialog('File exists')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await ui.dialog('File exists').getByRole('button', { name: 'Skip' }).click();

    await ui.pane('left').row('file.txt').click();
    await page.keyboard.press('F2');
    await ui.pane('left').nameField.fill('taken.txt');
    await page.keyboard.press('Enter');
    await expect(ui.pane('left').list.getByRole('alert')).toBeVisible();
    expect(await problems(page), 'the name field').toEqual([]);
    await page.keyboard.press('Escape');
  });

  test(`no dialog has an accessibility problem that can be measured, ${theme}`, async ({ room, launch }) => {
    test.slow();
    await makeTree(room.left, { 'file.txt': 'content' });
    const { app, page, ui } = await launch();
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });

    for (const [keys, dialog] of [
      ['Shift+F4', 'New file'],
      ['F7', 'New folder'],
      ['F8', 'Delete'],
      ['Shift+F8', 'Delete'],
      ['F1', 'Keyboard shortcuts'],
      ['F3', 'Preview'],
      ['F9', 'Properties'],
      ['Control+n', 'Connect'],
      ['Control+Shift+S', 'Site manager'],
      ['Control+Shift+P', 'Command palette'],
      ['Control+,', 'Settings'],
      ['Control+Shift+S', 'Site manager'],
      ['NumpadAdd', 'Select by pattern'],
    ] as const) {
      await ui.pane('left').row('file.txt').click();
      await page.keyboard.press(keys);
      await expect(ui.dialog(dialog)).toBeVisible();
      expect(await problems(page), dialog).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(ui.dialog(dialog)).toBeHidden();
    }
  });
}
