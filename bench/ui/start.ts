import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurements } from './model.ts';
import { launchBrowser, openPage, startShell } from './program.ts';

/** The program and Chromium from nothing to a window with the rows of a folder: a desktop app starts both, one behind the other. */
export async function measureStart(scratch: string, shown: string, into: Measurements): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'start-'));
  const begun = performance.now();
  const shell = await startShell(folder, ['--left', shown]);
  const ready = performance.now();
  const browser = await launchBrowser();
  const launched = performance.now();
  const page = await openPage(browser);
  await page.goto(shell.url, { waitUntil: 'commit' });
  await page.waitForSelector('[data-file-list="left"] [data-row]');
  await page.evaluate(() => window.probe.painted());
  into.add('start: program ready', ready - begun, 'ms');
  into.add('start: page shows its rows', performance.now() - launched, 'ms');
  into.add('start: usable window, with Chromium', performance.now() - begun, 'ms');
  await browser.close();
  await shell.process.stop();
}
