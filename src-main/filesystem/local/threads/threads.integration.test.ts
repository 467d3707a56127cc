import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patternBytes, sha256 } from '../../contract/recorder.ts';
import { blockBytes, Blocks } from '../../blocks.ts';
import { chunkBytes } from '../contentMemory.ts';
import { type ContentWorker, InlineWorker } from './contentWorker.ts';
import { DiskThreads, type ThreadFile } from './diskThreads.ts';
import { ThreadReader } from './threadReader.ts';
import { ThreadWriter } from './threadWriter.ts';

let folder: string;
let threads: DiskThreads;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-threads-'));
  threads = new DiskThreads(1);
});

afterEach(async () => {
  await threads.close();
  rmSync(folder, { recursive: true, force: true });
});

function place(): ThreadFile {
  const file = threads.open();
  if (file === undefined) throw new Error('no place');
  return file;
}

const sizes = [1, blockBytes - 1, blockBytes, blockBytes + 1, 20 * blockBytes + 7];

it.each(sizes)('reads %i bytes in order, with their hash', async (size) => {
  const bytes = patternBytes(size);
  writeFileSync(join(folder, 'file'), bytes);
  const descriptor = openSync(join(folder, 'file'), 'r');
  const reader = new ThreadReader(place(), descriptor, size, new Blocks());
  const pieces: Buffer[] = [];
  for (let got = 0; got < size; ) {
    const piece = await reader.next();
    pieces.push(Buffer.from(piece.bytes));
    got += piece.bytes.length;
    piece.release();
  }
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect(Buffer.from(await reader.digest())).toEqual(Buffer.from(sha256(bytes)));
  await reader.close();
  closeSync(descriptor);
});

it.each(sizes)('writes %i bytes given in pieces of any size, gives each back, and tells the hash', async (size) => {
  const bytes = patternBytes(size);
  const descriptor = openSync(join(folder, 'file'), 'w');
  let progress = 0;
  let released = 0;
  let given = 0;
  const writer = new ThreadWriter({ file: place(), descriptor, blocks: new Blocks() }, () => {
    progress = writer.written;
  });
  for (let at = 0, step = 1; at < size; at += step, step = Math.min(step * 3, 3 * blockBytes)) {
    given += 1;
    writer.append(bytes.subarray(at, at + step), () => {
      released += 1;
    });
  }
  expect(Buffer.from(await writer.finish())).toEqual(Buffer.from(sha256(bytes)));
  expect([progress, released]).toEqual([size, given]);
  await writer.close(false);
  closeSync(descriptor);
  expect(readFileSync(join(folder, 'file')).equals(bytes)).toBe(true);
});

it.each([
  ['on a thread', (): ContentWorker => place()],
  ['where it is asked for', (): ContentWorker => new InlineWorker()],
])('leaves holes between pieces %s, and hashes their zeros', async (_, worker) => {
  const MiB = 1024 * 1024;
  const one = patternBytes(300_000, 1);
  const two = patternBytes(3 * MiB, 2);
  const bytes = Buffer.concat([one, Buffer.alloc(20 * MiB + 1), two, Buffer.alloc(9 * MiB)]);
  const descriptor = openSync(join(folder, 'file'), 'w');
  let released = 0;
  const release = (): void => void (released += 1);
  const writer = new ThreadWriter({ file: worker(), descriptor, blocks: new Blocks() }, () => {});
  writer.append(one, release);
  writer.hole(20 * MiB + 1);
  expect(writer.congested).toBe(true);
  writer.append(two, release);
  writer.hole(9 * MiB);
  expect(Buffer.from(await writer.finish())).toEqual(Buffer.from(sha256(bytes)));
  expect([writer.written, released, writer.congested]).toEqual([bytes.length, 2, false]);
  await writer.close(false);
  ftruncateSync(descriptor, bytes.length);
  closeSync(descriptor);
  expect(readFileSync(join(folder, 'file')).equals(bytes)).toBe(true);
});

it('reads in blocks, and hands them over in pieces whose memory serves again when the last is given back', async () => {
  const bytes = patternBytes(2 * blockBytes);
  writeFileSync(join(folder, 'file'), bytes);
  const descriptor = openSync(join(folder, 'file'), 'r');
  const blocks = new Blocks();
  const reader = new ThreadReader(place(), descriptor, bytes.length, blocks);
  const pieces = [];
  for (let got = 0; got < bytes.length; got += chunkBytes) pieces.push(await reader.next());
  expect(pieces.every((piece) => piece.bytes.length === chunkBytes)).toBe(true);
  const [first] = pieces;
  for (const { release } of pieces.slice(1)) release();
  const memory = first?.bytes.buffer;
  expect([blocks.take(), blocks.take()].some((block) => block.buffer === memory)).toBe(false);
  first?.release();
  expect(blocks.take().buffer).toBe(memory);
  await reader.close();
  closeSync(descriptor);
});

it('does not keep back what comes slowly until a block is full', async () => {
  const descriptor = openSync(join(folder, 'file'), 'w');
  const writer = new ThreadWriter({ file: place(), descriptor, blocks: new Blocks() }, () => {});
  const bytes = patternBytes(blockBytes / 2);
  writer.append(bytes.subarray(0, -1), undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(writer.written).toBe(0);
  writer.append(bytes.subarray(-1), undefined);
  await vi.waitFor(() => expect(writer.written).toBe(bytes.length));
  expect(Buffer.from(await writer.finish())).toEqual(Buffer.from(sha256(bytes)));
  await writer.close(false);
  closeSync(descriptor);
});

it('keeps what was given when it is closed so, and nothing is under way after it', async () => {
  const bytes = patternBytes(3 * blockBytes + 5);
  const descriptor = openSync(join(folder, 'file'), 'w');
  const writer = new ThreadWriter({ file: place(), descriptor, blocks: new Blocks() }, () => {});
  writer.append(bytes, undefined);
  await writer.close(true);
  closeSync(descriptor);
  expect(readFileSync(join(folder, 'file')).equals(bytes)).toBe(true);
});

it('tells what the system says, and drops the rest', async () => {
  writeFileSync(join(folder, 'file'), 'x');
  const descriptor = openSync(join(folder, 'file'), 'r');
  let told: unknown;
  let released = 0;
  const writer = new ThreadWriter({ file: place(), descriptor, blocks: new Blocks() }, () => {
    told = writer.problem;
  });
  for (let i = 0; i < 40; i += 1) {
    writer.append(patternBytes(blockBytes), () => {
      released += 1;
    });
  }
  await expect(writer.finish()).rejects.toMatchObject({ code: 'EBADF' });
  expect(told).toMatchObject({ code: 'EBADF' });
  expect(released).toBe(40);
  await writer.close(true);
  const reader = new ThreadReader(place(), 1_000_000, 10, new Blocks());
  await expect(reader.next()).rejects.toMatchObject({ code: 'EBADF' });
  await reader.close();
  closeSync(descriptor);
});

it('has a place for so many files, gets it back, and none when it is closed', async () => {
  const places = Array.from({ length: 8 }, place);
  expect(threads.open()).toBeUndefined();
  places[0]?.close();
  expect(threads.open()).toBeDefined();
  await threads.close();
  expect(threads.open()).toBeUndefined();
});

it('ends what it still owes when it is closed', async () => {
  writeFileSync(join(folder, 'file'), patternBytes(blockBytes));
  const descriptor = openSync(join(folder, 'file'), 'r');
  const reader = new ThreadReader(place(), descriptor, blockBytes, new Blocks());
  const piece = reader.next();
  const outcome = expect(piece).rejects.toMatchObject({ code: 'internal' });
  await threads.close();
  await outcome;
  closeSync(descriptor);
});
