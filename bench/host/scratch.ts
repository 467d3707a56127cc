import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Area, Medium } from '../model.ts';
import { atEnd } from './cleanup.ts';
import { hasOwnMounts } from './isolation.ts';

const tmpfs = 0x01021994;

/** A new folder, removed at the end with all that is in it; one that a killed benchmark has left is removed now. */
export function createScratch(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const owner = /^ferry-bench-(\d+)-\w{6}$/.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `ferry-bench-${process.pid}-`));
  chmodSync(folder, 0o755); // An FTP server works as a user of its own.
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * The folders for one medium. Memory is a tmpfs mounted in the scratch folder as root, else a folder in /dev/shm.
 * @throws Error when the medium can't be had
 */
export function createArea(medium: Medium, scratch: string): Area {
  const root = medium === 'memory' ? memoryFolder(scratch) : join(scratch, 'disk');
  const area = { medium, root, source: join(root, 'source'), down: join(root, 'down'), up: join(root, 'up') };
  for (const folder of [area.source, area.down, area.up]) mkdirSync(folder, { recursive: true });
  if (medium === 'disk' && statfsSync(root).type === tmpfs)
    throw new Error(`${root} is in memory: set TMPDIR to a folder on disk`);
  return area;
}

function memoryFolder(scratch: string): string {
  const folder = join(scratch, 'memory');
  mkdirSync(folder);
  if (hasOwnMounts()) {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=75%,nr_inodes=4m,mode=755', 'ferry-bench', folder], {
      encoding: 'utf8',
    });
    if (mounted.status !== 0) throw new Error(`no memory file system: ${mounted.stderr.trim()}`);
    atEnd(() => {
      if (spawnSync('umount', [folder]).status !== 0) spawnSync('umount', ['--lazy', folder]);
    });
    return folder;
  }
  if (statfsSync(folder).type === tmpfs) return folder;
  if (existsSync('/dev/shm') && statfsSync('/dev/shm').type === tmpfs) return createScratch('/dev/shm');
  throw new Error('there is no file system in memory: run as root, or set TMPDIR to one');
}

/** An empty folder again; anyone may write to it, as an FTP server does under a user of its own. */
export function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
}
