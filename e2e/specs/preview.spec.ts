import { Buffer } from 'node:buffer';
import { appendFile, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folder, makeTree } from '../harness/folders.ts';
import type { Interface } from '../harness/interface.ts';
import { expect, test } from '../harness/test.ts';
import { connectByLink } from './steps.ts';

const gigabytes = 10 * 1024 ** 3;

/** A log of ten gigabytes that takes hardly any room: lines at both ends, a hole between them. */
async function makeLog(path: string): Promise<void> {
  const lines = (word: string): string => Array.from({ length: 9000 }, (_, i) => `${word} line ${i}\n`).join('');
  const end = lines('late');
  const file = await open(path, 'w');
  await file.write(lines('early'), 0);
  await file.write(`\n${end}`, gigabytes - end.length - 1);
  await file.close();
}

async function preview(ui: Interface, side: 'left' | 'right', name: string) {
  await ui.pane(side).row(name).click();
  await ui.page.keyboard.press('F3');
  const dialog = ui.dialog('Preview');
  await expect(dialog.getByText(name, { exact: true })).toBeVisible();
  return dialog;
}

for (const where of ['this computer', 'a server'] as const) {
  test(`a log of ten gigabytes on ${where} is read at both ends, as text and as bytes`, async ({ room, launch, startServer }) => {
    const side = where === 'a server' ? 'right' : 'left';
    await makeLog(join(side === 'right' ? room.share : room.left, 'huge.log'));
    const { ui, page } = await launch();
    if (side === 'right') await connectByLink(ui, (await startServer()).link);
    const dialog = await preview(ui, side, 'huge.log');
    const text = dialog.getByRole('region', { name: 'Text' });
    await expect(text).toContainText('early line 0');
    await expect(text).toBeFocused();
    await page.keyboard.press('End');
    await expect(text).toContainText('late line 8999');
    await expect(dialog.getByText('(100%)')).toBeVisible();
    await page.keyboard.press('h');
    const hex = dialog.getByRole('region', { name: 'Hex' });
    await page.keyboard.press('End');
    await expect(dialog.getByText('Offset 0x27FFFFFFF: 0x0A')).toBeVisible();
    await expect(hex).toContainText('27FFFFFF0');
    await page.keyboard.press('Control+g');
    await page.keyboard.type('0x10');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Offset 0x00000010: 0x6C')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(ui.pane(side).list).toBeFocused();
  });
}

test('pictures are drawn, an SVG runs nothing, and a broken one says so', async ({ room, launch }) => {
  const script = '<script>document.documentElement.setAttribute("fill","red");fetch("/taken")</script>';
  await makeTree(room.left, {
    'a.png': await readFile(folder('docs/images/main-light.png')),
    'b.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" onload="alert(1)">${script}<rect width="30" height="20"/></svg>`,
    'c.png': Buffer.from('\x89PNG\r\n\x1a\nnothing more', 'latin1'),
    'd.html': '<img src=x onerror=alert(1)><script>alert(2)</script>',
  });
  const { ui, page } = await launch();
  page.on('dialog', () => {
    throw new Error('a file ran a script');
  });
  const dialog = await preview(ui, 'left', 'a.png');
  await expect(dialog.getByText(/PNG · [\d,]+ × [\d,]+ pixels/)).toBeVisible();
  await page.keyboard.press('n');
  await expect(dialog.getByText(/SVG · 30 × 20 pixels/)).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(dialog.getByRole('alert')).toContainText('damaged');
  await page.keyboard.press('n');
  await expect(dialog.getByRole('region', { name: 'Text' })).toHaveText('<img src=x onerror=alert(1)><script>alert(2)</script>');
  await page.keyboard.press('Escape');
  await expect(ui.pane('left').row('d.html')).toHaveAttribute('aria-selected', 'true');
});

test('a file that changes under the eyes is read again, one that went is said to be gone', async ({ room, launch }) => {
  const path = join(room.left, 'data.bin');
  await makeTree(room.left, { 'data.bin': 200_000, 'folder/x': 'x' });
  const { ui, page } = await launch();
  const dialog = await preview(ui, 'left', 'data.bin');
  await expect(dialog.getByRole('region', { name: 'Hex' })).toContainText('00000000');
  await appendFile(path, 'more');
  await page.keyboard.press('End');
  await expect(dialog.getByRole('alert')).toContainText('has changed');
  await dialog.getByRole('button', { name: 'Read it again' }).click();
  await expect(dialog.getByRole('region', { name: 'Hex' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(dialog.getByText('Offset 0x00030D43: 0x65')).toBeVisible();
  await page.keyboard.press('Escape');
  await ui.pane('left').row('folder').click();
  await page.keyboard.press('F3');
  await expect(ui.dialog('Properties')).toBeVisible();
});
