import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { makeEmptyFiles, makeSmallFiles } from './folders.ts';
import { type ListedFolder, measureListing } from './listing.ts';
import { Measurements } from './model.ts';
import { launchBrowser, openPage, serve, startShell } from './program.ts';
import { measureStart } from './start.ts';
import { leftShows, measureMoving, measureQueue } from './transfers.ts';

export interface InterfaceOptions {
  readonly rounds: number;
  readonly parts: readonly Part[];
  /** Entries of the folders and of the queue; how many files move. */
  readonly listed: number;
  readonly million: number;
  readonly moved: number;
}

/** Rounds of what takes longest. */
const mostOfMillion = 3;

export const parts = ['start', 'listing', 'moving', 'queue', 'million'] as const;
export type Part = (typeof parts)[number];

/** Where everything is: `share` is what the server shows, in memory. */
interface Place {
  readonly scratch: string;
  readonly share: string;
}

interface Window {
  readonly browser: Browser;
  readonly page: Page;
}

/** Measures the shipped interface in Chromium, over the browser shell and a native server on loopback. */
export async function measureInterface(
  place: Place,
  options: InterfaceOptions,
  say: (line: string) => void,
): Promise<Measurements> {
  const into = new Measurements();
  const { rounds, listed, million, moved } = options;
  const wants = (part: Part): boolean => options.parts.includes(part);
  const inShare = (...names: string[]): string => join(place.share, ...names);
  makeSmallFiles(inShare('few'), 50, 100);
  const elsewhere = '/few';

  if (wants('start')) {
    say('start');
    for (let round = 0; round < rounds; round++) await measureStart(place.scratch, inShare('few'), into);
  }
  if (wants('listing') || wants('queue')) {
    say(`making ${listed.toLocaleString('en')} files`);
    makeEmptyFiles(inShare('listed', 'many'), listed);
  }
  const list = async (folder: ListedFolder, times = rounds): Promise<void> => {
    await withWindow(place, inShare('few'), async ({ browser, page }) => {
      for (let round = 0; round < times; round++) {
        say(`${folder.label}, round ${round + 1}`);
        await measureListing(browser, page, folder, into, elsewhere);
      }
    });
  };
  if (wants('listing')) await list({ path: '/listed/many', count: listed, label: listed.toLocaleString('en') });
  if (wants('moving')) {
    makeSmallFiles(inShare('source'), moved, 4096);
    await withWindow(place, inShare('source'), async ({ page }) => {
      await leftShows(page, moved);
      for (let round = 0; round < rounds; round++) {
        say(`moving, round ${round + 1}`);
        mkdirSync(inShare(`arrived ${round}`));
        await measureMoving(page, `/arrived ${round}`, moved, into);
      }
    });
  }
  if (wants('queue')) {
    say('queue');
    mkdirSync(inShare('held'));
    await withWindow(place, inShare('listed'), async ({ page }) => {
      await leftShows(page, 1);
      await measureQueue(page, '/held', { items: listed, rounds }, into);
    });
  }
  if (wants('million')) {
    say(`making ${million.toLocaleString('en')} files`);
    makeEmptyFiles(inShare('million'), million);
    await list({ path: '/million', count: million, label: million.toLocaleString('en') }, Math.min(rounds, mostOfMillion));
  }
  return into;
}

/** A window of its own, with the folder `left` of this computer on the left and the server on the right. */
async function withWindow({ scratch, share }: Place, left: string, work: (window: Window) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'window-'));
  const server = await serve(folder, share);
  const shell = await startShell(folder, ['--left', left, '--right', server.url]);
  const browser = await launchBrowser();
  try {
    const page = await openPage(browser);
    await page.goto(shell.url);
    await page.waitForSelector('[data-file-list="right"] [data-row]');
    await work({ browser, page });
  } finally {
    await browser.close();
    await shell.process.stop();
    await server.process.stop();
  }
}
