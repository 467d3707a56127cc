import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { root } from './paths.mjs';
import { reportAndExit } from './report.mjs';

/** `node scripts/withBuild.mjs SCRIPT [ARGUMENT…]`: runs a script of the project when everything that it uses stands. */
try {
  const [script = '', ...args] = process.argv.slice(2);
  if (!existsSync(join(root, script))) throw new Error(`There is no ${script}.`);
  ensureInstalled();
  await ensureBuilt();
  const done = spawnSync(node24(), [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  process.exit(done.status ?? 1);
} catch (error) {
  reportAndExit(error);
}
