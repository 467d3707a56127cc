import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts, ListedFolder, Payload } from '../model.ts';

const piece = 16 << 20;

/** One file of bytes that can't be compressed. */
export function makeFile(folder: string, name: string, size: number): Payload {
  const path = join(folder, name);
  return { name, kind: 'file', manifest: { files: new Map([[name, writeRandomFile(path, size)]]), bytes: size } };
}

/** One file of zeros that takes no room where the file system can leave holes. */
export function makeSparseFile(folder: string, name: string, size: number): Payload {
  writeFileSync(join(folder, name), '');
  truncateSync(join(folder, name), size);
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(piece);
  for (let left = size; left > 0; left -= piece) hash.update(left < piece ? zeros.subarray(0, left) : zeros);
  return { name, kind: 'file', manifest: { files: new Map([[name, { size, sha256: hash.digest('hex') }]]), bytes: size } };
}

/** Files of the given sizes, so many in each folder. */
export function makeTree(folder: string, name: string, sizes: readonly number[], perFolder: number): Payload {
  const files = new Map<string, FileFacts>();
  let bytes = 0;
  mkdirSync(join(folder, name), { recursive: true });
  for (const [index, size] of sizes.entries()) {
    const inner = `d${String(Math.floor(index / perFolder)).padStart(4, '0')}`;
    if (index % perFolder === 0) mkdirSync(join(folder, name, inner));
    const path = `${inner}/file-${String(index % perFolder).padStart(5, '0')}.bin`;
    files.set(path, writeRandomFile(join(folder, name, path), size));
    bytes += size;
  }
  return { name, kind: 'tree', manifest: { files, bytes } };
}

/** Empty but for their sizes: what is listed is not read. */
export function makeListedFolder(folder: string, name: string, entries: number): ListedFolder {
  const sizes = new Map<string, number>();
  mkdirSync(join(folder, name));
  for (let index = 0; index < entries; index += 1) {
    const entry = `entry-${String(index).padStart(7, '0')}.bin`;
    const path = join(folder, name, entry);
    writeFileSync(path, '');
    truncateSync(path, index);
    sizes.set(entry, index);
  }
  return { name, sizes };
}

function writeRandomFile(path: string, size: number): FileFacts {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(Math.min(size, piece));
  for (let left = size; left > 0; left -= buffer.length) {
    const bytes = randomFillSync(left < buffer.length ? buffer.subarray(0, left) : buffer);
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  }
  closeSync(file);
  return { size, sha256: hash.digest('hex') };
}

/** Log-normal sizes between two bounds, the same ones each time: most are small, most bytes are in the large ones. */
export function lognormalSizes(count: number, median: number, sigma: number, least: number, most: number): number[] {
  const random = seededRandom(20);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.round(Math.min(most, Math.max(least, median * Math.exp(sigma * normal))));
  });
}

/** Numbers from 0 to below 1 (xorshift32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
