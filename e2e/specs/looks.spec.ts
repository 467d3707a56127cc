import { makeTree, folder } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';
import { dragToPane } from './steps.ts';

/** Pictures of the main screens in both themes, under test-results/looks, for people to look at. */

for (const theme of ['light', 'dark'] as const) {
  test(`the main screens, ${theme}`, async ({ room, launch, startServer }) => {
    const picture = (name: string) => ({
      path: folder('test-results/looks', `${name}-${theme}.png`),
      animations: 'disabled' as const,
    });
    await makeTree(room.left, {
      'photos/one.jpg': 10,
      'notes.txt': 2048,
      'archive.tar.gz': 5_000_000,
      'film.mkv': 12_345_678,
      'report.pdf': 98_765,
    });
    await makeTree(room.share, { 'music/song.flac': 10, 'readme.md': 512 });
    const { link } = await startServer();
    const { page, app, ui } = await launch();
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await expect(ui.pane('left').row('notes.txt')).toBeVisible();
    await page.screenshot(picture('first-start'));
    await ui.pane('right').region.getByRole('button', { name: 'Connect…' }).click();
    await ui.dialog('Connect').getByLabel('Link').fill(link);
    await page.screenshot(picture('connect'));
    await ui.dialog('Connect').getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(ui.pane('right').row('readme.md')).toBeVisible();
    await dragToPane(ui.pane('left').row('film.mkv'), ui.pane('right'));
    await expect(ui.pane('right').row('film.mkv')).toBeVisible();
    await ui.transfers.show('Done');
    await expect(ui.transfers.row('film.mkv')).toContainText('Verified');
    await page.screenshot(picture('copied'));
    await makeTree(room.left, { 'readme.md': 'other' });
    await page.keyboard.press('Control+r');
    await dragToPane(ui.pane('left').row('readme.md'), ui.pane('right'));
    await expect(ui.dialog('File exists')).toBeVisible();
    await page.screenshot(picture('conflict'));
    await ui.dialog('File exists').getByRole('button', { name: 'Skip' }).click();
    await expect(ui.dialog('File exists')).toBeHidden();
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = background.match(/\d+/g)?.map(Number) ?? [];
    expect(red < 128).toBe(theme === 'dark');
  });
}
