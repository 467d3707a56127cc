import type { Browser, Page } from 'playwright';
import { percentile } from '../statistics.ts';
import { lastName } from './folders.ts';
import type { Measurements } from './model.ts';
import { heapBytes, rendererMemory } from './program.ts';

export interface ListedFolder {
  /** On the server. */
  readonly path: string;
  readonly count: number;
  /** How the measurements are called. */
  readonly label: string;
}

/** Pixels a frame, and frames. */
const scrollStep = 1200;
const scrollFrames = 240;
const arrows = 15;

/** Opens the folder in the right pane of a page that has just been loaded, uses it as a person does, and leaves it. */
export async function measureListing(
  browser: Browser,
  page: Page,
  folder: ListedFolder,
  into: Measurements,
  elsewhere: string,
): Promise<void> {
  await page.reload();
  await showPath(page, elsewhere);
  const add = (what: string, value: number, unit = 'ms'): void => into.add(`${folder.label}: ${what}`, value, unit);

  const opened = await open(page, folder);
  add('first page, from the request', opened.firstPage);
  add('first rows, from the first page', opened.firstRows - opened.firstPage);
  add('complete and sorted, from the request', opened.complete);
  add('longest task while it comes', opened.longestTask);
  add('script heap', (await heapBytes(page)) / 1e6, 'MB');
  const memory = await rendererMemory(browser);
  add('renderer process', memory.resident / 1e6, 'MB');
  add('renderer process, peak', memory.peak / 1e6, 'MB');

  await page.evaluate(() => window.probe.grid().focus());
  const frames = await page.evaluate(
    ([step, count]) => {
      const body = window.probe.grid().querySelector('.file-list-body');
      return body === null ? [] : window.probe.scroll(body, step, count);
    },
    [scrollStep, scrollFrames] as const,
  );
  add('frame while scrolling, p95', percentile(frames, 95));
  add('End, to the last row', await keyUntilRow(page, 'End', folder.count - 1, lastName(folder.count)));
  add('Home, to the first row', await keyUntilRow(page, 'Home', 0, 'IMG_0.jpg'));
  const times: number[] = [];
  for (let row = 1; row <= arrows; row++) times.push(await keyUntilRow(page, 'ArrowDown', row));
  add('arrow key', percentile(times, 50));
  const sorted = await sortByDate(page);
  add('sort by date, to its rows', sorted.time);
  add('sort by date, longest task', sorted.longestTask);
  add('select all', await selectAll(page));
  await page.keyboard.press('Home');
  add('filter, slowest keystroke', Math.max(...(await filterKeys(page))));
  add('drag of the scroll bar to its end', await scrollToEnd(page, folder.count));
  await showPath(page, elsewhere);
}

/** Times from the request on. */
async function open(page: Page, folder: ListedFolder) {
  await page.evaluate(() => {
    window.probe.longTasks = [];
  });
  await typePath(page, folder.path);
  const waiting = page.evaluate(
    async ([count]) => {
      const { probe } = window;
      const number = (name: string): number => Number(probe.grid().getAttribute(name));
      // Fewer rows than these are still those of the folder before.
      const firstRows = await probe.until(
        () => number('aria-rowcount') > 200 && probe.grid().querySelector('[data-row]') !== null,
      );
      const complete = await probe.until(
        () => number('aria-rowcount') === count + 1 && probe.grid().getAttribute('aria-busy') === 'false',
      );
      const { asked, firstPage } = probe;
      // A long task is told a little later.
      await new Promise((resolve) => setTimeout(resolve, 100));
      return {
        firstPage: firstPage - asked,
        firstRows: firstRows - asked,
        complete: complete - asked,
        longestTask: Math.max(0, ...probe.longTasks),
      };
    },
    [folder.count] as const,
  );
  await page.keyboard.press('Enter');
  return await waiting;
}

async function keyUntilRow(page: Page, key: string, row: number, name = ''): Promise<number> {
  const waiting = page.evaluate(
    ([row, name]) =>
      window.probe.key(() => {
        const element = window.probe.grid().querySelector(`[data-row="${row}"][data-cursor]`);
        return element?.getAttribute('aria-label')?.startsWith(name) === true;
      }),
    [row, name] as const,
  );
  await settled(page);
  await page.keyboard.press(key);
  return await waiting;
}

/** By date, and by name again. */
async function sortByDate(page: Page): Promise<{ readonly time: number; readonly longestTask: number }> {
  const press = async (heading: string, direction: string) =>
    await page.evaluate(
      async ([heading, direction]) => {
        const { probe } = window;
        const heads = [...probe.grid().querySelectorAll('[role="columnheader"]')];
        const head = heads.find((one) => one.textContent === heading);
        probe.longTasks = [];
        const begun = performance.now();
        head?.querySelector('button')?.click();
        const end = await probe.until(
          () => head?.getAttribute('aria-sort') === direction && probe.grid().getAttribute('aria-busy') === 'false',
        );
        // A long task is told a little later.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { time: end - begun, longestTask: Math.max(0, ...probe.longTasks) };
      },
      [heading, direction] as const,
    );
  await settled(page);
  const byDate = await press('Modified', 'descending');
  await press('Name', 'ascending');
  return byDate;
}

async function selectAll(page: Page): Promise<number> {
  const waiting = page.evaluate(() =>
    window.probe.key(() => window.probe.grid().querySelector('[data-row="2"]')?.getAttribute('aria-selected') === 'true'),
  );
  await settled(page);
  await page.keyboard.press('Control+a');
  return await waiting;
}

async function filterKeys(page: Page): Promise<number[]> {
  await page.getByRole('region', { name: 'Right pane' }).getByRole('searchbox', { name: 'Filter' }).focus();
  const times: number[] = [];
  for (const key of ['1', '2', '3', 'Backspace', 'Backspace', 'Backspace']) {
    const waiting = page.evaluate(() => {
      const before = window.probe.grid().getAttribute('aria-rowcount');
      return window.probe.key(() => window.probe.grid().getAttribute('aria-rowcount') !== before);
    });
    await settled(page);
    await page.keyboard.press(key);
    times.push(await waiting);
  }
  await page.evaluate(() => window.probe.grid().focus());
  return times;
}

/** The last row must be there; a list whose scroll positions don't reach it never ends. */
async function scrollToEnd(page: Page, count: number): Promise<number> {
  return await page.evaluate(
    async ([row]) => {
      const body = window.probe.grid().querySelector('.file-list-body');
      if (body === null) return Number.NaN;
      const begun = performance.now();
      body.scrollTop = body.scrollHeight;
      const end = await window.probe.until(() => {
        const last = body.querySelector(`[data-row="${row}"]`)?.getBoundingClientRect();
        const box = body.getBoundingClientRect();
        return last !== undefined && last.bottom <= box.bottom + 1 && last.top >= box.top;
      });
      return end - begun;
    },
    [count - 1] as const,
  );
}

/** What the last thing done has left to do is not the next one's. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => window.probe.painted());
}

async function typePath(page: Page, path: string): Promise<void> {
  const pane = page.getByRole('region', { name: 'Right pane' });
  await pane.getByRole('grid', { name: 'Files' }).focus();
  await page.keyboard.press('Control+l');
  await pane.getByRole('textbox', { name: 'Path' }).fill(path);
}

/** Shows a small folder of the server in the right pane. */
export async function showPath(page: Page, path: string): Promise<void> {
  await typePath(page, path);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => {
    const grid = window.probe.grid();
    return grid.getAttribute('aria-busy') === 'false' && Number(grid.getAttribute('aria-rowcount')) < 200;
  });
}
