import type { Page } from 'playwright';
import { percentile } from '../statistics.ts';
import { showPath } from './listing.ts';
import type { Measurements } from './model.ts';

/** Copies everything of the left pane into `target`, an empty folder that the right pane shows, and watches the page's tasks. */
export async function measureMoving(page: Page, target: string, files: number, into: Measurements): Promise<void> {
  await showPath(page, target);
  await page.evaluate(() => {
    window.probe.longTasks = [];
  });
  const begun = performance.now();
  await copyLeft(page);
  await page.waitForFunction(
    (count) => {
      const grid = window.probe.grid();
      return grid.getAttribute('aria-rowcount') === String(count + 1) && grid.getAttribute('aria-busy') === 'false';
    },
    files,
    { timeout: 120_000 },
  );
  const seconds = (performance.now() - begun) / 1000;
  await page.waitForTimeout(500);
  const tasks = await page.evaluate(() => window.probe.longTasks);
  into.add(`moving ${files.toLocaleString('en')} files: longest task`, Math.max(0, ...tasks), 'ms');
  into.add(`moving ${files.toLocaleString('en')} files: all there`, seconds, 's');
}

/** Queues everything of the left pane, held, and scrolls through the queue. */
export async function measureQueue(
  page: Page,
  target: string,
  { items, rounds }: { readonly items: number; readonly rounds: number },
  into: Measurements,
): Promise<void> {
  await showPath(page, target);
  const panel = page.getByRole('region', { name: 'Transfers' });
  await copyLeft(page);
  await panel.getByRole('button', { name: 'Pause all' }).click();
  await panel.getByRole('tab', { name: 'Queued' }).click();
  const list = panel.getByRole('grid', { name: 'Transfers' });
  await page.waitForFunction(
    (least) =>
      Number(document.querySelector('.transfer-list')?.getAttribute('aria-rowcount')) > least &&
      document.querySelector('.transfer-list [data-row]') !== null,
    items * 0.9,
    { timeout: 120_000 },
  );
  for (let round = 0; round < rounds; round++) {
    const frames = await list.evaluate((grid) => {
      const body = grid.querySelector('.transfer-list-body');
      return body === null ? [] : window.probe.scroll(body, 1200, 240);
    });
    into.add(`queue of ${items.toLocaleString('en')}: frame while scrolling, p95`, percentile(frames, 95), 'ms');
    const reached = await list.evaluate(async (grid) => {
      const body = grid.querySelector('.transfer-list-body');
      const last = Number(grid.getAttribute('aria-rowcount')) - 2;
      const begun = performance.now();
      if (body !== null) body.scrollTop = body.scrollHeight;
      return (await window.probe.until(() => grid.querySelector(`[data-row="${last}"]`) !== null)) - begun;
    });
    into.add(`queue of ${items.toLocaleString('en')}: drag of the scroll bar to its end`, reached, 'ms');
  }
  await panel.getByRole('button', { name: 'Cancel all' }).click();
}

async function copyLeft(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Left pane' }).getByRole('grid', { name: 'Files' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('F5');
}

export async function leftShows(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (rows) => document.querySelector('[data-file-list="left"]')?.getAttribute('aria-rowcount') === String(rows + 1),
    count,
  );
}
