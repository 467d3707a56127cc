import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, renameSync, type Stats, writeSync } from 'node:fs';
import { attribute, createFlags } from '../newFile.ts';
import { placeNew } from '../placing.ts';
import type { PlatformPath } from '../platformPath.ts';
import { cloneable } from './contentWork.ts';
import type { NewFile, Placing, Problem, ThreadReply } from './messages.ts';

/** What a disk thread does with many small files at a time. What goes wrong with one of them is the trouble of that one alone. */

/** For each file: a SHA-256. */
export const hashBytes = 32;
/** A larger file is not read here. */
export const largestFetched = 256 * 1024;
/** For each file: mode, size, milliseconds. */
export const fetchedFigures = 3;

export function makeFiles(files: readonly NewFile[], memory: ArrayBuffer): ThreadReply {
  const hashes = new Uint8Array(files.length * hashBytes);
  let at = 0;
  const problems = files.map((file, index) => {
    const bytes = new Uint8Array(memory, at, file.length);
    at += file.length;
    return problemIn(() => {
      makeFile(file, bytes);
      hashes.set(hash('sha256', bytes, 'buffer'), index * hashBytes);
    });
  });
  return { count: files.length, hashes, problems, memory };
}

/** @throws errno */
function makeFile({ path, mode, modified, finalMode }: NewFile, bytes: Uint8Array): void {
  const descriptor = openSync(asPath(path), createFlags, mode);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, bytes.length - done);
    attribute(descriptor, { modified, mode: finalMode });
  } finally {
    closeSync(descriptor);
  }
}

export function placeFiles(files: readonly Placing[]): ThreadReply {
  const problems = files.map(({ from, to, replace }) =>
    problemIn(() => {
      if (replace) renameSync(asPath(from), asPath(to));
      else placeNew(asPath(from), asPath(to));
    }),
  );
  return { count: files.length, problems };
}

/** Whoever asked reads for himself what is not regular, too large, or changes, and hears then what is wrong with it. */
export function fetchFiles(paths: readonly PlatformPath[], flags: number, memory: ArrayBuffer): ThreadReply {
  const hashes = new Uint8Array(paths.length * hashBytes);
  const figures = new Float64Array(paths.length * fetchedFigures).fill(Number.NaN);
  let at = 0;
  for (const [index, path] of paths.entries()) {
    problemIn(() => {
      const free = new Uint8Array(memory, at);
      const stats = fetchFile(asPath(path), flags, free);
      if (stats === undefined) return;
      figures.set([stats.mode, stats.size, stats.mtimeMs], index * fetchedFigures);
      hashes.set(hash('sha256', free.subarray(0, stats.size), 'buffer'), index * hashBytes);
      at += stats.size;
    });
  }
  return { count: paths.length, figures, hashes, memory };
}

/** One byte more than the size is asked for, so that growth shows. @throws errno */
function fetchFile(path: PlatformPath, flags: number, free: Uint8Array): Stats | undefined {
  const descriptor = openSync(path, flags);
  try {
    const before = fstatSync(descriptor);
    if (!before.isFile() || before.size > largestFetched || before.size >= free.length) return undefined;
    const count = readSync(descriptor, free, 0, before.size + 1, 0);
    const after = fstatSync(descriptor);
    const same = count === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs;
    return same ? before : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes come over as what they are, not as a Buffer. */
function asPath(path: PlatformPath): PlatformPath {
  return typeof path === 'string' ? path : Buffer.from(path);
}

function problemIn(step: () => void): Problem | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    return cloneable(error);
  }
}
