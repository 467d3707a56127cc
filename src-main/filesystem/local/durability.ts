import { fdatasync, statfsSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import type { PlatformPath } from './platformPath.ts';

/**
 * Getting bytes onto the disk. One file is synced by its descriptor; many small ones by one sync of their volume, which costs 20 times
 * less than a sync each (docs/decisions/sync-policy.md). What lives in memory only is not synced: there is nothing to outlive.
 */

const syncContents = promisify(fdatasync);

/** Linux magic numbers of tmpfs and ramfs (statfs(2)). */
const memoryVolumes: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

export function isMemoryVolume(path: PlatformPath): boolean {
  if (process.platform !== 'linux') return false;
  return memoryVolumes.has(statfsSync(path).type);
}

export function syncDescriptor(descriptor: number): Promise<void> {
  return syncContents(descriptor);
}

/**
 * One path as text for each volume that directories lie on; one that is gone lies on none. Undefined when there is no such path: a name that
 * is no text, or one that leads elsewhere by now. `self`: how it is reached, `text`: where it was said to be.
 */
export function volumesOf(
  directories: readonly string[],
  self: (directory: string) => PlatformPath,
  text: (directory: string) => string,
): string[] | undefined {
  const byDevice = new Map<number, string>();
  for (const directory of directories) {
    const device = deviceOf(() => self(directory));
    if (device === undefined || byDevice.has(device)) continue;
    const path = text(directory);
    if (deviceOf(() => path) !== device) return undefined;
    byDevice.set(device, path);
  }
  return [...byDevice.values()];
}

function deviceOf(path: () => PlatformPath): number | undefined {
  try {
    return statSync(path()).dev;
  } catch {
    return undefined;
  }
}

let volumeSync: boolean | undefined;

/** Syncs whole volumes with syncfs(2), which Node does not offer, through coreutils. False where that is not to be had. */
export async function syncVolumes(paths: readonly string[]): Promise<boolean> {
  if (paths.length === 0) return true;
  if (process.platform !== 'linux' || volumeSync === false) return false;
  // Only here: what it loads takes a start 4 ms.
  const { spawn } = await import('node:child_process');
  volumeSync = await new Promise<boolean>((resolve) => {
    const child = spawn('sync', ['--file-system', '--', ...paths], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  return volumeSync;
}
