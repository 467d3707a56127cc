import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadElectron, installedElectron } from './electronRuntime.mjs';
import { endWithParent } from './endWithParent.mjs';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './paths.mjs';
import { reportAndExit } from './report.mjs';

/**
 * `npm start`: installs and builds what is missing, then opens the app in Electron where that can run, else in the browser. What
 * happens before the app goes to standard error. The app itself checks the other arguments.
 */

/** @param {readonly string[]} args */
function splitShell(args) {
  const rest = [...args];
  const at = rest.findIndex((arg) => arg === '--shell' || arg.startsWith('--shell='));
  if (at === -1) return { shell: undefined, rest };
  const [first = ''] = rest.splice(at, 1);
  const shell = first.includes('=') ? first.slice(first.indexOf('=') + 1) : rest.splice(at, 1)[0];
  if (shell !== 'electron' && shell !== 'browser') {
    process.stderr.write('--shell takes electron or browser\n');
    process.exit(2);
  }
  return { shell, rest };
}

/** @returns {string | undefined} why no window can be opened here */
function displayProblem() {
  if (process.platform !== 'linux') return undefined;
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? undefined : 'there is no display';
}

/**
 * Electron's sandbox on Linux needs user namespaces or a helper that root has set up; without either it does not start.
 * @param {string} electron
 * @returns {string | undefined}
 */
function sandboxProblem(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined;
  const read = (/** @type {string} */ path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');
  const restricted =
    read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    read('/proc/sys/kernel/unprivileged_userns_clone') === '0';
  if (!restricted) return undefined;
  const helper = join(dirname(electron), 'chrome-sandbox');
  const { uid, mode } = existsSync(helper) ? statSync(helper) : { uid: -1, mode: 0 };
  if (uid === 0 && (mode & 0o4000) !== 0) return undefined;
  return `this system keeps Electron's sandbox from starting (sudo chown root ${helper} && sudo chmod 4755 ${helper} allows it)`;
}

/**
 * @param {boolean} asked whether the user named the Electron shell
 * @returns {Promise<{ electron: string } | { problem: string }>}
 */
async function findElectron(asked) {
  const display = displayProblem();
  if (display !== undefined) return { problem: display };
  if (installedElectron() === undefined) {
    const problem = await downloadElectron({ again: asked });
    if (problem !== undefined) return { problem: `Electron's runtime could not be fetched (${problem})` };
  }
  const electron = installedElectron();
  if (electron === undefined) return { problem: "Electron's runtime is not there" };
  const sandbox = sandboxProblem(electron);
  return sandbox === undefined ? { electron } : { problem: sandbox };
}

/**
 * @param {string} electron
 * @param {readonly string[]} args
 */
function runElectron(electron, args) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) process.stderr.write('Running as root: Electron has no sandbox then.\n');
  const child = spawn(electron, [...(asRoot ? ['--no-sandbox'] : []), root, ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => reportAndExit(new Error(`Electron could not be started: ${error.message}`)));
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** @param {readonly string[]} args */
async function runBrowser(args) {
  const file = join(root, 'out/main/browser.js');
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

try {
  endWithParent();
  const { shell, rest } = splitShell(process.argv.slice(2));
  ensureInstalled();
  await ensureBuilt();
  if (shell === 'browser' || rest.includes('--help')) {
    await runBrowser(rest);
  } else {
    const found = await findElectron(shell === 'electron');
    if ('electron' in found) runElectron(found.electron, rest);
    else if (shell === 'electron') throw new Error(`The Electron window can't be opened: ${found.problem}.`);
    else {
      process.stderr.write(`Ferry runs in the browser: ${found.problem}.\n`);
      await runBrowser(rest);
    }
  }
} catch (error) {
  reportAndExit(error);
}
