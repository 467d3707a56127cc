import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src-shared',
  'src-main',
  'src-renderer',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'build',
];

/**
 * One hash over everything the build reads, tests left out. Contents rather than times: a checkout changes times only, and reading
 * a few hundred files takes some ten milliseconds.
 * @param {string} directory the repository
 * @param {readonly string[]} [names] files and folders in it
 */
export function sourceHash(directory, names = inputs) {
  const hash = createHash('sha256');
  hash.update(process.platform);
  for (const name of names) addTo(hash, directory, name);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} directory
 * @param {string} name
 */
function addTo(hash, directory, name) {
  const path = join(directory, name);
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw error;
    const contents = readFileSync(path);
    hash.update(`\0${name}\0${contents.length}\0`).update(contents);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name === 'node_modules' || /\.test\.[a-z]+$/.test(entry.name)) continue;
    addTo(hash, directory, `${name}/${entry.name}`);
  }
}

const stampName = 'stamp';

/**
 * @param {string} directory
 * @param {readonly string[]} [names]
 */
export function isBuilt(directory, names) {
  try {
    return readFileSync(join(directory, 'out', stampName), 'utf8') === sourceHash(directory, names);
  } catch {
    return false;
  }
}

/**
 * @param {string} directory
 * @param {string} hash taken before the build began
 */
export function markBuilt(directory, hash) {
  mkdirSync(join(directory, 'out'), { recursive: true });
  writeFileSync(join(directory, 'out', stampName), hash);
}
