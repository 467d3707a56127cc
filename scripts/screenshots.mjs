import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { ensureChromium } from './chromium.mjs';
import { root } from './paths.mjs';

/** `npm run screenshots`: the main window, light and dark, with a transfer under way, into docs/images/. */

const images = join(root, 'docs/images');
const here = [
  ['Photos/harbour.jpg', 4_812_330],
  ['Recordings/interview.flac', 88_204_112],
  ['budget.ods', 48_120],
  ['field notes.md', 9_216],
  ['map of the coast.pdf', 7_340_032],
  ['open data.csv', 23_068_672],
  ['survey 2026.tar.gz', 1_288_490_189],
  ['Übersicht.txt', 2_048],
  ['сводка.txt', 3_072],
];
const there = [
  ['Archive/2025.tar.gz', 734_003_200],
  ['Shared/minutes.md', 5_120],
  ['readme.txt', 1_024],
  ['timetable.pdf', 412_672],
];

/**
 * Files of the sizes told, sparse, a few hours apart.
 * @param {string} folder
 * @param {readonly (readonly (string | number)[])[]} files
 */
function makeFiles(folder, files) {
  const latest = Date.now() / 1000;
  for (const [index, [name, size]] of files.entries()) {
    const path = join(folder, String(name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    truncateSync(path, Number(size));
    const time = latest - index * 40_000;
    utimesSync(path, time, time);
  }
}

/** @param {string} home */
async function startShell(home) {
  const args = [
    join(root, 'out/main/browser.js'),
    '--no-open',
    '--user-data',
    join(home, '.config/ferry'),
    '--left',
    join(home, 'Documents'),
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, url: String(JSON.parse(line).url) };
}

/** @param {'light' | 'dark'} theme */
async function picture(theme) {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'ferry-'));
  makeFiles(join(home, 'Documents'), here);
  makeFiles(join(home, 'Share'), there);
  const shell = await startShell(home);
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({
      viewport: { width: 1240, height: 800 },
      deviceScaleFactor: 2,
      colorScheme: theme,
      locale: 'en-US',
      reducedMotion: 'reduce',
    });
    await page.goto(shell.url);
    await page.getByRole('menubar', { name: 'Application' }).getByRole('menuitem', { name: 'Server' }).click();
    await page.getByRole('menuitem', { name: 'Start local server…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start local server' });
    await dialog.getByLabel('Folder to share').fill(join(home, 'Share'));
    await dialog.getByLabel('Port').fill('0');
    await dialog.getByRole('button', { name: 'Start server' }).click();
    await page.getByRole('status', { name: 'Status' }).getByText('Server started').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menubar', { name: 'Application' }).getByRole('menuitem', { name: 'Server' }).click();
    await page.getByRole('menuitem', { name: 'Open in the right pane' }).click();
    const left = page.getByRole('region', { name: 'Left pane' });
    const right = page.getByRole('region', { name: 'Right pane' });
    await right.getByRole('row', { name: /^readme\.txt/ }).waitFor();
    for (const name of [/^map of the coast/, /^open data/]) {
      await left.getByRole('row', { name }).click();
      await page.keyboard.press('F5');
      await right.getByRole('row', { name }).waitFor();
    }
    await left.getByRole('row', { name: /^survey 2026/ }).click();
    await page.keyboard.press('F5');
    const bar = page.getByRole('region', { name: 'Transfers' }).getByRole('progressbar').first();
    while (Number(await bar.getAttribute('aria-valuenow')) < 35) await page.waitForTimeout(50);
    await page.screenshot({ path: join(images, `main-${theme}.png`) });
  } finally {
    await browser.close();
    shell.child.kill('SIGTERM');
    await once(shell.child, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

mkdirSync(images, { recursive: true });
await picture('light');
await picture('dark');
console.log(`Pictures are in ${images}`);
