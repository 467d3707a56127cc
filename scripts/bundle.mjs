import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build as rolldown } from 'rolldown';
import { build as vite } from 'vite';
import { licenceCollector } from './licences.mjs';
import { root } from './paths.mjs';

const out = join(root, 'out');
const licences = licenceCollector(join(out, 'THIRD-PARTY-LICENCES.txt'));
const external = [/^node:/, /^electron(\/|$)/, ...builtinModules];

/** Everything under `out/`: main and preload bundles, the renderer, the command line. @throws Error on any failure */
export async function bundle() {
  for (const name of ['main', 'preload', 'cli', 'renderer']) rmSync(join(out, name), { recursive: true, force: true });
  await Promise.all([
    nodeBundle('main', {
      electron: 'src-main/shell/electron/main.ts',
      browser: 'src-main/shell/browser/main.ts',
      ...(existsSync(join(root, 'src-main/app/application.ts')) ? { engine: 'src-main/app/engineWorker.ts' } : {}),
    }),
    nodeBundle('preload', { preload: 'src-main/shell/electron/preload.ts' }),
    nodeBundle('cli', { ferry: 'src-main/shell/cli/ferry.ts' }),
    rendererBundle(),
  ]);
  licences.write();
}

/**
 * A sandboxed preload must be CommonJS; everything else is ESM.
 * @param {'main' | 'preload' | 'cli'} name
 * @param {Record<string, string>} entries
 */
async function nodeBundle(name, entries) {
  const present = Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file))));
  if (Object.keys(present).length === 0) return;
  await rolldown({
    cwd: root,
    input: present,
    platform: 'node',
    external,
    plugins: [licences.plugin],
    treeshake: true,
    transform: { target: 'node20.19' },
    onLog(level, log, handler) {
      if (level === 'warn') throw new Error(`${name}: ${log.message}`);
      handler(level, log);
    },
    output: {
      dir: join(out, name),
      format: name === 'preload' ? 'cjs' : 'esm',
      entryFileNames: name === 'preload' ? '[name].cjs' : '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      sourcemap: true,
      ...(name === 'cli' ? { banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : '') } : {}),
    },
  });
  if (name === 'cli') chmodSync(join(out, 'cli/ferry.js'), 0o755);
}

async function rendererBundle() {
  if (!existsSync(join(root, 'src-renderer/index.html'))) return;
  await vite(rendererConfig());
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

/** @returns {import('vite').InlineConfig} */
export function rendererConfig() {
  return {
    configFile: false,
    root: join(root, 'src-renderer'),
    base: './',
    logLevel: 'warn',
    publicDir: false,
    plugins: [react(), iconPlugin, licences.plugin],
    build: {
      outDir: join(out, 'renderer'),
      emptyOutDir: true,
      target: 'chrome140',
      sourcemap: true,
      modulePreload: { polyfill: false },
      // The content-security policy allows no data: URLs but for images.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
    },
  };
}
