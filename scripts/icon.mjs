import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { ensureChromium } from './chromium.mjs';
import { root } from './paths.mjs';

/**
 * Draws the pictures of build/ from build/icon.svg, with transparent corners: icon.png, and what is under the pointer when files are
 * dragged to the desktop. Run by hand when the drawing changes.
 */
const pictures = { 'icon.png': 1024, 'drag.png': 32, 'drag@2x.png': 64 };

const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const [name, pixels] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
    await page.goto(pathToFileURL(join(root, 'build')).href);
    const style = `body{margin:0}svg{display:block;width:${pixels}px;height:${pixels}px}`;
    await page.setContent(`<style>${style}</style>${readFileSync(join(root, 'build/icon.svg'), 'utf8')}`);
    await page.screenshot({ path: join(root, 'build', name), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
