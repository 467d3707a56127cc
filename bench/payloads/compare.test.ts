import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareListing, comparePayload } from './compare.ts';
import { lognormalSizes, makeFile, makeListedFolder, makeSparseFile, makeTree } from './make.ts';

let source = '';
let target = '';

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'bench-source-'));
  target = mkdtempSync(join(tmpdir(), 'bench-target-'));
});

afterEach(() => {
  for (const folder of [source, target]) rmSync(folder, { recursive: true });
});

describe('comparing what arrived', () => {
  it('takes an exact copy of a tree and of a file', () => {
    const tree = makeTree(source, 'tree', [0, 5, 4096, 70_000], 2);
    cpSync(source, target, { recursive: true });
    expect(() => comparePayload(tree, target)).not.toThrow();
    rmSync(join(target, 'tree'), { recursive: true });
    const file = makeFile(source, 'file.bin', 100_000);
    cpSync(join(source, 'file.bin'), join(target, 'file.bin'));
    expect(() => comparePayload(file, target)).not.toThrow();
  });

  it.each([
    ['other contents', (folder: string) => writeFileSync(join(folder, 'tree/d0000/file-00001.bin'), 'wrong')],
    ['instead of', (folder: string) => truncateSync(join(folder, 'tree/d0001/file-00000.bin'), 1)],
    ['3 of 4 files', (folder: string) => rmSync(join(folder, 'tree/d0000/file-00000.bin'))],
    ['something else arrived: d0000/.part', (folder: string) => writeFileSync(join(folder, 'tree/d0000/.part'), '')],
    ['something else arrived: left', (folder: string) => writeFileSync(join(folder, 'left'), '')],
  ])('refuses a copy with %s', (message, damage) => {
    const tree = makeTree(source, 'tree', [1, 5, 4096, 70_000], 2);
    cpSync(source, target, { recursive: true });
    damage(target);
    expect(() => comparePayload(tree, target)).toThrow(message);
  });

  it('hashes a sparse file as what it reads as', () => {
    const file = makeSparseFile(source, 'sparse.bin', 20_000_000);
    cpSync(join(source, 'sparse.bin'), join(target, 'sparse.bin'));
    expect(() => comparePayload(file, target)).not.toThrow();
  });

  it('looks for every name with its size in a listing', () => {
    const folder = makeListedFolder(source, 'list', 1200);
    const output = join(target, 'out');
    const lines = [...folder.sizes].map(([name, size]) => `-rw-r--r-- ${size.toLocaleString('en')} 2026/01/01 ${name}`);
    writeFileSync(output, lines.join('\n'));
    expect(() => compareListing(folder, output)).not.toThrow();
    writeFileSync(output, lines.slice(1).join('\n'));
    expect(() => compareListing(folder, output)).toThrow('1199 of 1200');
    writeFileSync(output, lines.join('\n').replace('1,111 ', '1,112 '));
    expect(() => compareListing(folder, output)).toThrow('without its size');
  });
});

describe('log-normal sizes', () => {
  it('are the same each time, within the bounds, mostly small', () => {
    const sizes = lognormalSizes(2000, 48 * 1024, 2.1, 1024, 2 ** 26);
    expect(sizes).toEqual(lognormalSizes(2000, 48 * 1024, 2.1, 1024, 2 ** 26));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1024);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 ** 26);
    expect(sizes.filter((size) => size < 2 ** 20).length).toBeGreaterThan(1500);
  });
});
