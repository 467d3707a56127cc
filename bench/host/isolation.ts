import { spawn, spawnSync } from 'node:child_process';
import { endWithParent } from '../../scripts/endWithParent.mjs';

const inside = 'FERRY_BENCH_ISOLATED';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether mounts made here are seen by nobody else and vanish with this process. */
export function hasOwnMounts(): boolean {
  return process.env[inside] === '1';
}

/**
 * As root on Linux: runs the same program again with mounts of its own, so that even a killed benchmark leaves no mount behind, waits for
 * its end and exits as it did. Anywhere else, and in that second process, it returns at once.
 */
export async function isolateMounts(): Promise<void> {
  endWithParent();
  if (hasOwnMounts() || !isRoot() || process.platform !== 'linux') return;
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return;
  const command = ['--mount', '--propagation', 'private', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', command, { stdio: 'inherit', env: { ...process.env, [inside]: '1' } });
  process.on('SIGINT', () => {}); // A terminal sends it to the child as well, which then ends in order.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) =>
    child.on('exit', (status, signal) => resolve(status ?? (signal === null ? 0 : 1))),
  );
  process.exit(code);
}
