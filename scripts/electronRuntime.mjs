import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** Where Electron's runtime is, and how it is fetched: its package brings none, and may not be able to. */

const folder = join(root, 'node_modules/electron');
const failureFile = join(root, 'node_modules/.cache/ferry/electron-download-failed');
const aDay = 24 * 60 * 60 * 1000;
const patience = 20_000;

/** The path of the executable, or undefined when there is none. */
export function installedElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const inside =
    process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : process.platform === 'win32'
        ? 'electron.exe'
        : 'electron';
  const path = override === undefined || override === '' ? join(folder, 'dist', inside) : join(override, inside);
  if (!existsSync(path)) return undefined;
  // Electron's installer writes path.txt last: without it the folder may be half unpacked.
  return override || existsSync(join(folder, 'path.txt')) ? path : undefined;
}

/**
 * Fetches the runtime. A failure is remembered for a day, so that later starts lose no time.
 * @param {{ again?: boolean }} [options] `again`: also when it failed a short time ago
 * @returns {Promise<string | undefined>} why it is not there, or undefined when it is
 */
export async function downloadElectron({ again = false } = {}) {
  const failed = again ? undefined : recentFailure();
  if (failed !== undefined) return failed;
  process.stderr.write('Fetching Electron (about 120 MB, once)…\n');
  const problem = await runInstaller();
  if (problem !== undefined) {
    mkdirSync(dirname(failureFile), { recursive: true });
    writeFileSync(failureFile, problem);
  } else {
    rmSync(failureFile, { force: true });
  }
  return problem;
}

/** @returns {string | undefined} the reason, while it is less than a day old */
function recentFailure() {
  try {
    if (Date.now() - statSync(failureFile).mtimeMs < aDay) return readFileSync(failureFile, 'utf8');
  } catch {
    // None is remembered.
  }
  return undefined;
}

/**
 * Runs the installer of Electron's package. A download that moves may take its time; one that stands still is given up.
 * @returns {Promise<string | undefined>} what went wrong
 */
function runInstaller() {
  const temporary = join(root, 'node_modules/.cache/ferry/download');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const child = spawn(process.execPath, [join(folder, 'install.js')], { cwd: root, env, stdio: ['ignore', 2, 'pipe'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    said += text;
  });
  let seen = 0;
  let movedAt = Date.now();
  let stalled = false;
  const watch = setInterval(() => {
    const size = folderSize(temporary) + folderSize(join(folder, 'dist'));
    if (size !== seen) movedAt = Date.now();
    seen = size;
    if (Date.now() - movedAt <= patience) return;
    stalled = true;
    child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    const end = (/** @type {string | undefined} */ problem) => {
      clearInterval(watch);
      rmSync(temporary, { recursive: true, force: true });
      resolve(problem);
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code) => {
      if (code === 0 && installedElectron() !== undefined) end(undefined);
      else end(stalled ? 'the download does not move' : plainReason(said, code));
    });
  });
}

/**
 * @param {string} said what the installer wrote
 * @param {number | null} code
 */
function plainReason(said, code) {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(said)) return 'no connection to the download server';
  return /^.*Error: .*$/m.exec(said)?.[0].trim() ?? `the installer ended with code ${code}`;
}

/**
 * @param {string} path
 * @returns {number} bytes
 */
function folderSize(path) {
  try {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names.reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}
