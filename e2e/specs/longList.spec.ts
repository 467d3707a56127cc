import { makeTree } from '../harness/folders.ts';
import { expect, test } from '../harness/test.ts';

const files = 1500;
const name = (at: number): string => `page ${at}.txt`;

test('a list that is taller than an element may be shows every row, by keys, wheel and scroll bar', async ({ room, launch }) => {
  await makeTree(room.left, Object.fromEntries(Array.from({ length: files }, (_, at) => [name(at), ''])));
  const { page, ui } = await launch();
  const { list, region } = ui.pane('left');
  const body = region.locator('.file-list-body');
  await expect(ui.pane('left').row(name(0))).toBeVisible();
  // Taken up when the list's size changes; 1,500 rows would be 42,000 px.
  await page.evaluate(() => document.documentElement.style.setProperty('--tallest-list', '9000'));
  await ui.transfers.region.getByRole('button', { name: 'Hide transfers' }).click();
  await expect.poll(() => body.evaluate((element) => element.scrollHeight)).toBe(9000);

  await list.focus();
  await page.keyboard.press('End');
  await expect(ui.pane('left').row(name(files - 1))).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Home');
  await expect(ui.pane('left').row(name(0))).toBeInViewport({ ratio: 1 });

  await body.evaluate((element) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) / 2;
  });
  await expect.poll(async () => (await ui.pane('left').names()).some((shown) => /^page 7\d\d/.test(shown))).toBe(true);
  const [before] = await rowsInView();
  await body.hover();
  await page.mouse.wheel(0, 280);
  await expect.poll(async () => (await rowsInView())[0]).toBe((before ?? 0) + 10);

  await body.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(ui.pane('left').row(name(files - 1))).toBeInViewport({ ratio: 1 });

  async function rowsInView(): Promise<number[]> {
    return await body.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return [...element.querySelectorAll('[data-row]')]
        .filter((row) => row.getBoundingClientRect().top >= box.top - 1)
        .map((row) => Number(row.getAttribute('data-row')))
        .sort((a, b) => a - b);
    });
  }
});
