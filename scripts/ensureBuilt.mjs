import { isBuilt, markBuilt, sourceHash } from './buildStamp.mjs';
import { root } from './paths.mjs';

/**
 * Builds what the app, the command line and the end-to-end tests run, unless it stands already.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything had to be built
 */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && isBuilt(root)) return false;
  process.stderr.write('Building…\n');
  const began = performance.now();
  const hash = sourceHash(root);
  // Imported here: the bundlers exist only after the installation.
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  markBuilt(root, hash);
  process.stderr.write(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
  return true;
}
