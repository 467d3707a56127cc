import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Notes which packages end up in the bundles, and writes their licences beside them.
 * @param {string} file the text file to write
 */
export function licenceCollector(file) {
  /** @type {Set<string>} */
  const folders = new Set();
  return {
    /** For rolldown and vite alike. */
    plugin: {
      name: 'licences',
      /**
       * @param {unknown} _options
       * @param {Record<string, { type: string, moduleIds?: readonly string[] }>} bundle
       */
      generateBundle(_options, bundle) {
        for (const { moduleIds = [] } of Object.values(bundle)) {
          for (const id of moduleIds) {
            const folder = packageFolder(id.replace(/^\0/, '').replace(/\?.*$/, ''));
            if (folder !== undefined) folders.add(folder);
          }
        }
      },
    },
    write() {
      const texts = [...folders].sort().map(licenceOf);
      writeFileSync(file, `Ferry contains parts of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n`)}`);
    },
  };
}

/**
 * @param {string} id path of a module
 * @returns {string | undefined} the folder of the package it belongs to
 */
function packageFolder(id) {
  if (!/[\\/]node_modules[\\/]/.test(id)) return undefined;
  let folder = dirname(id);
  while (dirname(folder) !== folder) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name !== undefined) return folder;
    folder = dirname(folder);
  }
  return undefined;
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  const text = file === undefined ? 'The package brings no licence text.' : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
}
