import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installedElectron } from './electronRuntime.mjs';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './paths.mjs';
import { reportAndExit } from './report.mjs';

/**
 * `npm run dist`: packages for this platform into dist/. Arguments go to electron-builder, for instance `npm run dist -- --dir`. A
 * runtime that is already here is used instead of downloading one.
 */
try {
  ensureInstalled();
  await ensureBuilt();
  const args = process.argv.slice(2);
  const electron = installedElectron();
  // On macOS the runtime is a bundle: its executable lies three folders below.
  if (electron !== undefined) {
    const folder = process.platform === 'darwin' ? join(dirname(electron), '../../..') : dirname(electron);
    args.push(`--config.electronDist=${folder}`);
  }
  const sevenZip = ['/usr/bin/7za', '/usr/bin/7z'].find((path) => existsSync(path));
  const env = { ...process.env, ...(sevenZip === undefined ? {} : { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }) };
  const cli = join(root, 'node_modules/electron-builder/cli.js');
  const done = spawnSync(process.execPath, [cli, '--publish', 'never', ...args], { cwd: root, stdio: 'inherit', env });
  process.exit(done.status ?? 1);
} catch (error) {
  reportAndExit(error);
}
