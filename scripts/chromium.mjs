import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usual = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** @returns {Promise<string | undefined>} */
async function find() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const places = usual[/** @type {keyof typeof usual} */ (process.platform)] ?? [];
  return places.find((path) => existsSync(path));
}

/**
 * The Chromium that the end-to-end tests and the screenshots drive; on Debian and Ubuntu it is installed when this runs as root.
 * @returns {Promise<string>} path of the executable
 * @throws Error saying what to install
 */
export async function ensureChromium() {
  const present = await find();
  if (present !== undefined) return present;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('Installing Chromium and fonts with apt-get…\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'],
    ]) {
      const done = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
      if (done.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: the end-to-end tests need Chromium.`);
    }
    const installed = await find();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    process.platform === 'linux'
      ? 'The end-to-end tests need Chromium. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.'
      : 'The end-to-end tests need Chromium. Install it with: npx playwright install chromium',
  );
}
