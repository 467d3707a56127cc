import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts, ListedFolder, Payload } from '../model.ts';

const buffer = Buffer.allocUnsafe(8 << 20);

/** Compares size and SHA-256 of every file that arrived in a folder, and that nothing else did. @throws Error naming the first difference */
export function comparePayload(payload: Payload, folder: string): void {
  const { files } = payload.manifest;
  const base = payload.kind === 'file' ? folder : join(folder, payload.name);
  const arrived = payload.kind === 'file' ? readdirSync(folder) : filesBelow(base);
  const extra = arrived.find((path) => !files.has(path));
  if (extra !== undefined) throw new Error(`something else arrived: ${extra}`);
  if (payload.kind === 'tree') {
    const beside = readdirSync(folder).find((name) => name !== payload.name);
    if (beside !== undefined) throw new Error(`something else arrived: ${beside}`);
  }
  if (arrived.length !== files.size) throw new Error(`${arrived.length} of ${files.size} files arrived`);
  for (const [path, facts] of files) compareFile(join(base, path), path, facts);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function compareFile(path: string, name: string, { size, sha256 }: FileFacts): void {
  const actual = statSync(path).size;
  if (actual !== size) throw new Error(`${name} has ${actual} bytes instead of ${size}`);
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer)) hash.update(buffer.subarray(0, bytes));
  closeSync(file);
  if (hash.digest('hex') !== sha256) throw new Error(`${name} has other contents`);
}

/** Looks for every entry, and its size on the same line, in what a client printed. @throws Error naming what is missing */
export function compareListing({ sizes }: ListedFolder, output: string): void {
  const found = new Set<string>();
  for (const line of readFileSync(output, 'utf8').split('\n')) {
    const name = /entry-\d+\.bin/.exec(line)?.[0];
    const size = name === undefined ? undefined : sizes.get(name);
    if (name === undefined || size === undefined) continue;
    const numbers = line.replace(name, ' ').replaceAll(/(\d),(?=\d{3})/g, '$1');
    if (!new RegExp(`(?<!\\d)${size}(?!\\d)`).test(numbers)) throw new Error(`${name} without its size: ${line}`);
    found.add(name);
  }
  if (found.size !== sizes.size) throw new Error(`${found.size} of ${sizes.size} entries were listed`);
}
