import { builtinModules } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

/**
 * The table "who may import whom" of docs/architecture.md as one function. A path is relative to the repository, with `/`.
 *
 * A rule names the folders (or single files) of the project that a folder may reach besides itself and src-shared, and what of
 * Node and of packages it may use. The longest matching folder decides.
 * @typedef {{ reach: readonly string[], node: 'all' | 'none' | readonly string[], packages: 'all' | readonly string[] }} Rule
 */

const pureNode = /** @type {const} */ (['buffer', 'crypto']);

/** @type {Readonly<Record<string, Rule>>} */
const rules = {
  'src-shared': { reach: [], node: 'none', packages: ['zod'] },
  'src-renderer': { reach: [], node: 'none', packages: 'all' },
  'src-main/protocol': { reach: [], node: pureNode, packages: [] },
  'src-main/loop': { reach: [], node: 'all', packages: 'all' },
  'src-main/net': { reach: ['src-main/loop'], node: 'all', packages: 'all' },
  'src-main/storage': { reach: [], node: 'all', packages: 'all' },
  'src-main/filesystem': {
    reach: ['src-main/protocol', 'src-main/net', 'src-main/storage/syncDirectory.ts', 'src-main/loop'],
    node: 'all',
    packages: 'all',
  },
  'src-main/transfer': {
    reach: ['src-main/filesystem/fileSystem.ts', 'src-main/filesystem/lane.ts', 'src-main/storage', 'src-main/loop'],
    node: 'all',
    packages: 'all',
  },
  'src-main/server': {
    reach: ['src-main/filesystem', 'src-main/protocol', 'src-main/net', 'src-main/storage'],
    node: 'all',
    packages: 'all',
  },
  'src-main/sessions': { reach: ['src-main/filesystem', 'src-main/net', 'src-main/storage'], node: 'all', packages: 'all' },
  'src-main/app': {
    reach: [
      'src-main/filesystem',
      'src-main/net',
      'src-main/protocol',
      'src-main/server',
      'src-main/sessions',
      'src-main/storage',
      'src-main/transfer',
    ],
    node: 'all',
    packages: 'all',
  },
  'src-main/shell': { reach: ['src-main/app'], node: 'all', packages: 'all' },
  'src-main/shell/cli': {
    reach: [
      'src-main/shell',
      'src-main/app',
      'src-main/sessions',
      'src-main/transfer',
      'src-main/server',
      'src-main/filesystem',
      'src-main/loop',
    ],
    node: 'all',
    packages: 'all',
  },
};

/** Folders with a rule of their own although they lie in another one: they are not "itself" for their parent. */
const shells = ['src-main/shell/electron', 'src-main/shell/browser', 'src-main/shell/cli'];

/** Tests may use all of Node, the test runner, and the parts that a test joins: anything a shell or the app could join. */
const isTest = (/** @type {string} */ path) => /\.test\.tsx?$/.test(path) || /(\.testing\.tsx?|\/contractSuite\.ts)$/.test(path);

const nodeModules = new Set(builtinModules);

/**
 * @param {string} file the importing file, relative to the repository
 * @param {string} specifier as written
 * @returns {string | undefined} what is wrong with the import
 */
export function importProblem(file, specifier) {
  const importer = file.split(sep).join('/');
  const folder = ruleFolder(importer);
  const rule = folder === undefined ? undefined : rules[folder];
  if (folder === undefined || rule === undefined) return undefined;
  if (specifier.startsWith('.')) {
    const target = relative('/', resolve('/', dirname(importer), specifier.replace(/\?.*$/, '')))
      .split(sep)
      .join('/');
    return pathProblem(importer, folder, rule, target);
  }
  return packageProblem(importer, folder, rule, specifier);
}

/** @param {string} path */
function ruleFolder(path) {
  return Object.keys(rules)
    .filter((name) => path.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/**
 * @param {string} importer
 * @param {string} folder
 * @param {Rule} rule
 * @param {string} target
 */
function pathProblem(importer, folder, rule, target) {
  const within = (/** @type {string} */ name) => target === name || target.startsWith(`${name}/`);
  if (within('src-shared')) return undefined;
  if (folder === 'src-renderer' || folder === 'src-shared') {
    if (within(folder)) return undefined;
    return `${folder} must not import ${target}${folder === 'src-renderer' ? ', not even a type' : ''}`;
  }
  if (isTest(importer) && within('src-main')) return undefined;
  if (isTest(target)) return `${importer} must not import the test file ${target}`;
  const shell = shells.find(within);
  if (shell !== undefined && !importer.startsWith(`${shell}/`)) return `nothing outside ${shell} may import it`;
  if (within(folder) || rule.reach.some(within)) return undefined;
  return `${folder} must not import ${target}; it may reach src-shared${rule.reach.map((name) => `, ${name}`).join('')}`;
}

/**
 * @param {string} importer
 * @param {string} folder
 * @param {Rule} rule
 * @param {string} specifier
 */
function packageProblem(importer, folder, rule, specifier) {
  if (specifier === 'electron' || specifier.startsWith('electron/')) {
    return importer.startsWith('src-main/shell/electron/') ? undefined : 'only src-main/shell/electron may import electron';
  }
  const bare = specifier.replace(/^node:/, '');
  const name = bare.split('/')[0] ?? bare;
  if (specifier.startsWith('node:') || nodeModules.has(name)) {
    if (rule.node === 'all' || (isTest(importer) && folder !== 'src-renderer')) return undefined;
    if (rule.node !== 'none' && rule.node.includes(bare)) return undefined;
    return `${folder} must not import ${specifier}`;
  }
  if (rule.packages === 'all' || rule.packages.includes(name) || isTest(importer)) return undefined;
  return `${folder} must not import the package ${specifier}`;
}
