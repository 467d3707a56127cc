import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { syncDirectory } from './syncDirectory.ts';

const faults = vi.hoisted(() => ({ open: '', fsync: '' }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fault = (code: string): Error => Object.assign(new Error(code), { code });
  return {
    ...fs,
    openSync: (...given: Parameters<typeof fs.openSync>) => {
      if (faults.open !== '') throw fault(faults.open);
      return fs.openSync(...given);
    },
    fsync: (descriptor: number, done: (error: Error | null) => void) => {
      if (faults.fsync === '') fs.fsync(descriptor, done);
      else done(fault(faults.fsync));
    },
  };
});

beforeEach(() => {
  faults.open = '';
  faults.fsync = '';
});

const systems = process.platform === 'win32' ? describe.skip : describe;

systems('syncing a directory', () => {
  it('works', async () => {
    await syncDirectory(tmpdir());
  });

  it.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF', 'EACCES'])(
    'is left where it can not be had: %s',
    async (code) => {
      faults.fsync = code;
      await syncDirectory(tmpdir());
    },
  );

  it.each(['EACCES', 'EPERM'])('is left where the directory may not be read: %s', async (code) => {
    faults.open = code;
    await syncDirectory(tmpdir());
  });

  it.each(['EIO', 'ENOSPC', 'EDQUOT'])('fails when the disk does: %s', async (code) => {
    faults.fsync = code;
    await expect(syncDirectory(tmpdir())).rejects.toMatchObject({ code });
  });

  it.each(['ENOENT', 'ENOTDIR', 'EMFILE'])('fails when there is no such directory, or no descriptor: %s', async (code) => {
    faults.open = code;
    await expect(syncDirectory(tmpdir())).rejects.toMatchObject({ code });
  });
});
