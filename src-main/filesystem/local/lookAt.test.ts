import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { lookAt } from './lookAt.ts';

const fault = vi.hoisted(() => ({ code: '' }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const lstatSync = (...parameters: Parameters<typeof fs.lstatSync>): unknown => {
    if (fault.code !== '') throw Object.assign(new Error(fault.code), { code: fault.code });
    return fs.lstatSync(...parameters);
  };
  return { ...fs, lstatSync };
});

it('tells an entry that is gone, one that can not be looked at, and a directory that is no more', () => {
  fault.code = '';
  expect(lookAt(tmpdir())).toMatchObject({ mode: expect.any(Number) as number });
  expect(lookAt(join(tmpdir(), 'not-there'))).toBeUndefined();
  for (const code of ['ENOTCONN', 'EIO', 'EACCES', 'ESTALE']) {
    fault.code = code;
    expect(lookAt('/x')).toBe('hidden');
  }
  fault.code = 'ENOTDIR';
  expect(() => lookAt('/x')).toThrow('ENOTDIR');
});
