import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from './ensureBuilt.mjs';
import { root } from './paths.mjs';

/** Packs the app around a file that only looks like Electron: enough to see what goes in and which fuses are set. */

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
let folder = '';

beforeAll(async () => {
  await ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), 'ferry-dist-'));
  const electron = join(folder, 'electron');
  mkdirSync(electron);
  // The fuse wire of Electron: the sentinel, the version of the schema, the number of fuses, and all of them on ("1").
  const wire = Buffer.concat([Buffer.from(`\0${sentinel}`), Buffer.from([1, 9]), Buffer.from('111111111'), Buffer.alloc(64)]);
  writeFileSync(join(electron, 'electron'), wire, { mode: 0o755 });
  writeFileSync(join(electron, 'LICENSE'), '');
  writeFileSync(join(electron, 'LICENSES.chromium.html'), '');
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      '--linux',
      '--dir',
      '--publish',
      'never',
      `--config.electronDist=${electron}`,
      `--config.directories.output=${join(folder, 'dist')}`,
    ],
    { cwd: root, stdio: 'pipe' },
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the archive holds the bundles and nothing of the sources, maps or packages', () => {
  const asar = createRequire(import.meta.url)('@electron/asar');
  /** @type {string[]} */
  const files = asar
    .listPackage(join(folder, 'dist/linux-unpacked/resources/app.asar'))
    .map((/** @type {string} */ path) => path.replaceAll('\\', '/'));
  for (const name of [
    '/package.json',
    '/out/main/electron.js',
    '/out/main/engine.js',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
  ]) {
    expect(files).toContain(name);
  }
  expect(files.filter((path) => /^\/(node_modules|src-|e2e|docs|scripts)|\.map$/.test(path))).toEqual([]);
});

test('the fuses are set as the security guide wants them', () => {
  const binary = readFileSync(join(folder, 'dist/linux-unpacked/ferry'));
  const at = binary.indexOf(sentinel) + sentinel.length + 2;
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, archive integrity, only the archive, own V8 snapshot, file: privileges
  expect(binary.subarray(at, at + 8).toString()).toBe('01001100');
});
