import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureChromium } from './chromium.mjs';
import { root } from './paths.mjs';
import { setUp } from './screenshots/desk.mjs';
import { scenes } from './screenshots/scenes.mjs';
import { Stage } from './screenshots/stage.mjs';

/**
 * `npm run screenshots`: every scene (scripts/screenshots/scenes.mjs) in both languages, both themes, narrow and wide, into
 * out/screenshots/; those of the documents into docs/images/. `npm run screenshots -- WORD…`: only scenes with a word in their names,
 * and only the languages among the words if any is.
 */

const words = process.argv.slice(2);
const languages = /** @type {const} */ (['en', 'id']).filter(
  (language) => words.includes(language) || !words.some((word) => word === 'en' || word === 'id'),
);
const wanted = words.filter((word) => word !== 'en' && word !== 'id');
const images = join(root, 'docs/images');
const all = join(root, 'out/screenshots');
const themes = /** @type {const} */ (['light', 'dark']);
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 900, height: 600 } };
/** @type {string[]} */
const failures = [];

/**
 * @param {Stage} stage
 * @param {import('./screenshots/scenes.mjs').Scene} scene
 */
async function photograph({ page, language }, scene) {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.waitForTimeout(120);
      await page.screenshot({ path: join(all, `${scene.name}-${language}-${theme}-${size}.png`), scale: 'css' });
    }
    if (scene.image === undefined || language !== 'en') continue;
    await page.setViewportSize({ width: 1240, height: 800 });
    await page.waitForTimeout(120);
    const path = join(images, `${scene.image}-${theme}.png`);
    if (scene.part === undefined) await page.screenshot({ path });
    else await page.locator(scene.part).screenshot({ path, scale: 'css' });
  }
}

/**
 * @param {import('playwright').Browser} browser
 * @param {'en' | 'id'} language
 * @param {boolean} alone
 */
async function playAll(browser, language, alone) {
  const chosen = scenes.filter(
    (scene) => (scene.alone === true) === alone && (wanted.length === 0 || wanted.some((word) => scene.name.includes(word))),
  );
  if (chosen.length === 0) return;
  const desk = await setUp(language, !alone);
  const context = await browser.newContext({
    viewport: sizes.wide,
    deviceScaleFactor: 2,
    locale: language === 'en' ? 'en-GB' : 'id-ID',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(desk.url);
    const stage = new Stage(page, desk, language);
    for (const scene of chosen) {
      try {
        await page.setViewportSize(sizes.wide);
        await page.evaluate(() => globalThis.sessionStorage.removeItem('ferry.panes'));
        await page.reload();
        await stage.row('left', 'budget').waitFor();
        if (!alone && !scene.name.startsWith('server-')) await stage.row('right', 'readme').waitFor();
        await stage.focus('left');
        await scene.play(stage);
        await photograph(stage, scene);
      } catch (error) {
        failures.push(`${scene.name} (${language}): ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
        await page.screenshot({ path: join(all, `${scene.name}-${language}-failed.png`), scale: 'css' });
      }
    }
  } finally {
    await context.close();
    await desk.clear();
  }
}

if (wanted.length === 0) rmSync(all, { recursive: true, force: true });
mkdirSync(all, { recursive: true });
mkdirSync(images, { recursive: true });
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const language of languages) for (const alone of [true, false]) await playAll(browser, language, alone);
} finally {
  await browser.close();
}
for (const failure of failures) console.error(failure);
console.log(`Pictures are in ${all}`);
process.exit(failures.length === 0 ? 0 : 1);
