import { constants, copyFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternBytes, sha256 } from '../contract/recorder.ts';
import { LocalCopies } from './copies.ts';
import { LocalFileSystem } from './localFileSystem.ts';
import { confinedRoot } from './root.ts';
import { SharedSlices } from '../../loop/slice.ts';
import { DiskThreads } from './threads/diskThreads.ts';

let base: string;
let share: string;
const threads = new DiskThreads(1);

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'ferry-copies-')));
  share = join(base, 'share');
  await mkdir(share);
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

const goesOn = { signal: { aborted: false } };

describe('copies within a folder', () => {
  it('lead out of it in no way', async () => {
    await mkdir(join(base, 'outside'));
    await writeFile(join(base, 'outside/secret'), 'kept');
    await symlink(join(base, 'outside'), join(share, 'out'));
    await symlink(join(base, 'outside/secret'), join(share, 'link'));
    await writeFile(join(share, 'file'), 'mine');
    const fileSystem = new LocalFileSystem({ root: share });
    try {
      await expect(fileSystem.copy('/link', '/stolen')).rejects.toMatchObject({ code: 'not-a-file' });
      await expect(fileSystem.copy('/out/secret', '/stolen')).rejects.toMatchObject({ code: 'not-a-directory' });
      await expect(fileSystem.copy('/file', '/out/planted')).rejects.toMatchObject({ code: 'not-a-directory' });
      await expect(fileSystem.hash('/link')).rejects.toMatchObject({ code: 'not-a-file' });
      await fileSystem.copy('/file', '/link', { existing: 'overwrite' });
      expect(await readFile(join(base, 'outside/secret'), 'utf8')).toBe('kept');
      expect(await readFile(join(share, 'link'), 'utf8')).toBe('mine');
      expect(await readdir(join(base, 'outside'))).toEqual(['secret']);
    } finally {
      await fileSystem.close();
    }
  });

  it('are refused where nothing may be written', async () => {
    await writeFile(join(share, 'file'), 'mine');
    const fileSystem = new LocalFileSystem({ root: share, readOnly: true });
    await expect(fileSystem.copy('/file', '/x')).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await fileSystem.hash('/file')).toMatchObject({ size: 4 });
    await fileSystem.close();
    expect(await readdir(share)).toEqual(['file']);
  });

  it.runIf(process.platform === 'linux')('take contents that the volume shares, and no set-id bit', async () => {
    const bytes = patternBytes(1_000_000);
    await writeFile(join(share, 'file'), bytes);
    await chmod(join(share, 'file'), 0o4755);
    const root = confinedRoot(share);
    let clones = 0;
    const copies = new LocalCopies({
      root,
      slices: new SharedSlices(),
      leftovers: undefined,
      threads,
      // Volumes that can share contents are rare: the kernel copies them here.
      clone: (source, target) => {
        clones += 1;
        copyFileSync(`/proc/self/fd/${source}`, `/proc/self/fd/${target}`, constants.COPYFILE_FICLONE);
        return true;
      },
    });
    const receipt = await copies.copy('/file', '/d/copy', {}, goesOn);
    expect(receipt).toEqual({ size: bytes.length, sha256: sha256(bytes).toString('hex'), verified: true });
    expect(clones).toBe(1);
    expect(await readFile(join(share, 'd/copy'))).toEqual(Buffer.from(bytes));
    expect((await stat(join(share, 'd/copy'))).mode & 0o7777).toBe(0o755);
    await copies.finish();
    root.close();
  });

  it.runIf(process.platform === 'linux')('notice a copy that is not what was copied, and leave nothing of it', async () => {
    await writeFile(join(share, 'file'), patternBytes(1_000_000));
    await writeFile(join(share, 'other'), patternBytes(1_000_000, 2));
    const root = confinedRoot(share);
    const clone = (_: number, target: number): boolean => {
      copyFileSync(join(share, 'other'), `/proc/self/fd/${target}`);
      return true;
    };
    const copies = new LocalCopies({ root, slices: new SharedSlices(), leftovers: undefined, threads, clone });
    await expect(copies.copy('/file', '/copy', {}, goesOn)).rejects.toMatchObject({ code: 'integrity-mismatch' });
    expect((await readdir(share)).toSorted()).toEqual(['file', 'other']);
    root.close();
  });

  it('leave nothing half done when the file system is closed', async () => {
    await writeFile(join(share, 'file'), patternBytes(1_000_000));
    const fileSystem = new LocalFileSystem({ root: share });
    const copying = Array.from({ length: 50 }, (_, i) => fileSystem.copy('/file', `/copy${i}`));
    const ends = Promise.allSettled(copying);
    await new Promise((resolve) => {
      setTimeout(resolve, 15);
    });
    await fileSystem.close();
    const copied = (await ends).filter(({ status }) => status === 'fulfilled').length;
    expect(await readdir(share)).toHaveLength(copied + 1);
  });

  it('side by side hold the thread no longer than one alone', async () => {
    await writeFile(join(share, 'file'), patternBytes(4_000_000));
    const fileSystem = new LocalFileSystem({ root: share });
    let slices = 0;
    let most = 0;
    const counting = setInterval(() => {
      slices = 0;
    }, 0);
    const progress = (): void => {
      slices += 1;
      most = Math.max(most, slices);
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => fileSystem.copy('/file', `/copy${i}`, { progress })));
    clearInterval(counting);
    await fileSystem.close();
    // A timer of no delay runs about once in a turn or two; eight that all took their slice would be eight in each.
    expect(most).toBeLessThan(8);
  });
});
