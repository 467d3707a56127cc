import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build as rolldown } from 'rolldown';
import { build as vite } from 'vite';
import { builtins } from './builtins.mjs';
import { leanLibraries } from './leanLibraries.mjs';
import { licenceCollector } from './licences.mjs';
import { root } from './paths.mjs';

const out = join(root, 'out');
const external = [/^node:/, /^electron(\/|$)/, ...builtinModules];

/** The entry of the threads that filesystem/local/threads/diskThreads.ts starts. */
const diskThread = 'src-main/filesystem/local/threads/diskThread.ts';

/**
 * Every start reads these files, and V8 keeps a text with one character beyond Latin-1 in two bytes each. Names stay, so that a stack can
 * be read.
 * @type {import('rolldown').MinifyOptions}
 */
const dense = { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } };

const parts = ['main', 'preload', 'cli', 'renderer'];

/**
 * Everything under `out/`: main and preload bundles, the renderer, the command line. What stands there is replaced when all of it is
 * done, so that an app that runs meanwhile, or a second build, meets no half of one.
 * @throws Error on any failure
 */
export async function bundle() {
  const fresh = join(out, `.new-${process.pid}`);
  const licences = licenceCollector(join(fresh, 'THIRD-PARTY-LICENCES.txt'));
  try {
    await Promise.all([
      nodeBundle(fresh, licences.plugin, 'main', {
        electron: 'src-main/shell/electron/main.ts',
        browser: 'src-main/shell/browser/main.ts',
        engine: 'src-main/app/engineWorker.ts',
        diskThread,
      }),
      nodeBundle(fresh, licences.plugin, 'preload', { preload: 'src-main/shell/electron/preload.ts' }),
      nodeBundle(fresh, licences.plugin, 'cli', { ferry: 'src-main/shell/cli/ferry.ts', diskThread }),
      rendererBundle(fresh, licences.plugin),
    ]);
    licences.write();
    for (const name of [...parts, 'THIRD-PARTY-LICENCES.txt']) {
      rmSync(join(out, name), { recursive: true, force: true });
      if (existsSync(join(fresh, name))) renameSync(join(fresh, name), join(out, name));
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * A sandboxed preload must be CommonJS; everything else is ESM.
 * @param {string} folder where the part is to stand
 * @param {import('rolldown').Plugin} licences
 * @param {'main' | 'preload' | 'cli'} name
 * @param {Record<string, string>} entries
 */
async function nodeBundle(folder, licences, name, entries) {
  await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    external,
    // A sandboxed preload has no built-in modules to take.
    plugins: name === 'preload' ? [licences] : [builtins, licences],
    treeshake: true,
    transform: { target: 'node20.19' },
    onLog(level, log, handler) {
      if (level === 'warn') throw new Error(`${name}: ${log.message}`);
      handler(level, log);
    },
    output: {
      dir: join(folder, name),
      format: name === 'preload' ? 'cjs' : 'esm',
      entryFileNames: name === 'preload' ? '[name].cjs' : '[name].js',
      // Beside the entries, so that a thread's entry has the same address from all of them.
      chunkFileNames: '[name]-[hash].js',
      sourcemap: true,
      minify: dense,
      ...(name === 'cli' ? { banner: (chunk) => (chunk.name === 'ferry' ? '#!/usr/bin/env node' : '') } : {}),
    },
  });
  if (name === 'cli') chmodSync(join(folder, 'cli/ferry.js'), 0o755);
}

/**
 * @param {string} folder
 * @param {import('rolldown').Plugin} licences
 */
async function rendererBundle(folder, licences) {
  const before = process.env.NODE_ENV;
  await vite(rendererConfig(join(folder, 'renderer'), licences));
  // vite says "production" to the whole process, and what runs after the build in it would believe that.
  if (before === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = before;
}

/** The page's icon, so that a browser does not ask for one that is not there. @type {import('vite').Plugin} */
const iconPlugin = {
  name: 'icon',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'icon.svg', source: readFileSync(join(root, 'build/icon.svg')) });
  },
  transformIndexHtml: () => [
    { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: './icon.svg' }, injectTo: 'head' },
  ],
};

/**
 * @param {string} folder
 * @param {import('rolldown').Plugin} licences
 * @returns {import('vite').InlineConfig}
 */
function rendererConfig(folder, licences) {
  return {
    configFile: false,
    root: join(root, 'src-renderer'),
    base: './',
    logLevel: 'warn',
    publicDir: false,
    plugins: [react(), iconPlugin, leanLibraries, licences],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome140',
      sourcemap: true,
      modulePreload: { polyfill: false },
      // The content-security policy allows no data: URLs.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
    },
  };
}
