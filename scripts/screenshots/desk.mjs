import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../paths.mjs';

/** Folders, a server and the program on them, for the pictures of one language. */

/** Sizes in bytes; a text is the contents. */
const home = {
  'Documents/Photos/harbour.jpg': 4_812_330,
  'Documents/Photos/2026/Summer on the coast/Harbour at dawn/first light.jpg': 6_120_400,
  'Documents/Recordings/interview.flac': 88_204_112,
  'Documents/budget.ods': 48_120,
  'Documents/field notes.md': '# Field notes\n\nWind from the **north-west**, clear.\n\n- 3 seals\n- 1 porpoise\n',
  'Documents/map of the coast.pdf': 7_340_032,
  'Documents/open data.csv': 23_068_672,
  'Documents/survey 2026.tar.gz': 1_288_490_189,
  'Documents/Übersicht.txt': 'Übersicht\n',
  'Documents/сводка.txt': 3_072,
  'Long names/A very long name that goes on and on, far beyond what any column can ever show of it (final, corrected).txt': 10,
  'Long names/lines\nand\u202ereversed.txt': 1_234_567_890_123,
  'Long names/文件名很长的文件.tar.gz': 99,
  'Only hidden/.profile': 812,
  'Share/Archive/2025.tar.gz': 734_003_200,
  'Share/Shared/minutes.md': 5_120,
  'Share/readme.txt': 1_024,
  'Share/budget.ods': 40_000,
  'Share/timetable.pdf': 412_672,
};

/** @param {string} folder */
function makeFiles(folder) {
  const latest = Date.now() / 1000;
  mkdirSync(join(folder, 'Empty'), { recursive: true });
  for (const [index, [name, contents]] of Object.entries(home).entries()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof contents === 'string' ? contents : '');
    if (typeof contents === 'number') truncateSync(path, contents);
    utimesSync(path, latest - index * 40_000, latest - index * 40_000);
  }
}

/**
 * A program of the build, and what it says first.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {string} folder
 */
async function start(file, args, folder) {
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, '.local/share') };
  const child = spawn(process.execPath, [join(root, file), ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { said: JSON.parse(line), stop };
}

/**
 * @typedef {object} Desk
 * @property {string} folder the home folder
 * @property {string} url opens the program once
 * @property {string} link the server's
 * @property {() => Promise<void>} stopServer
 * @property {() => Promise<void>} clear
 */

/**
 * @param {'en' | 'id'} language
 * @param {boolean} connected whether the right pane shows the server; else nothing yet
 * @returns {Promise<Desk>}
 */
export async function setUp(language, connected) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ferry-'));
  makeFiles(folder);
  const userData = join(folder, '.config/ferry');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  writeFileSync(join(userData, 'settings.json'), JSON.stringify({ language }), { mode: 0o600 });
  const serverData = join(folder, '.config/server');
  const server = await start(
    'out/cli/ferry.js',
    ['serve', join(folder, 'Share'), '--port', '0', '--json', '--user-data', serverData],
    folder,
  );
  const panes = ['--left', join(folder, 'Documents'), ...(connected ? ['--right', server.said.link] : [])];
  const shell = await start('out/main/browser.js', ['--no-open', '--user-data', userData, ...panes], folder);
  return {
    folder,
    url: shell.said.url,
    link: server.said.link,
    stopServer: server.stop,
    async clear() {
      await shell.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
