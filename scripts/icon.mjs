import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { ensureChromium } from './chromium.mjs';
import { root } from './paths.mjs';

/** Draws build/icon.png (1024 pixels, transparent corners) from build/icon.svg; run by hand when the drawing changes. */
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
  await page.goto(pathToFileURL(join(root, 'build')).href);
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:1024px;height:1024px}</style>${readFileSync(join(root, 'build/icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: join(root, 'build/icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
