import type { Hash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import { hashZeros } from '../../zeros.ts';
import type { ContentWork, Problem, ThreadReply } from './messages.ts';

/** What is hashed and written, or read and hashed, at a time: so much a processor has at hand still. */
const cached = 128 * 1024;

/** Does what was asked for a file, with its running hash. What goes wrong is in the reply. */
export function carryOut(work: ContentWork, hash: Hash): Omit<ThreadReply, 'memory'> {
  return attempt(() => answer(work, hash));
}

export function attempt(step: () => Omit<ThreadReply, 'memory'>): Omit<ThreadReply, 'memory'> {
  try {
    return step();
  } catch (error) {
    return { count: 0, problem: cloneable(error) };
  }
}

export function cloneable(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { message: error instanceof Error ? error.message : String(error), code };
}

/** @throws errno */
function answer(work: ContentWork, hash: Hash): Omit<ThreadReply, 'memory'> {
  switch (work.kind) {
    case 'read': {
      const bytes = new Uint8Array(work.memory);
      const count = readInto(bytes, work.descriptor, work.length, work.position, (piece) => hash.update(piece));
      return { count };
    }
    case 'write':
      return write(work, hash);
    case 'reuse': {
      const count = readInto(new Uint8Array(work.memory), work.basis, work.length, work.from);
      if (count < work.length) throw new Error('the file that is taken from has become shorter');
      return write(work, hash);
    }
    case 'zeros':
      hashZeros(hash, work.length);
      return { count: work.length };
    case 'digest':
      return { count: 0, sha256: hash.digest() };
  }
}

/** @returns fewer than `length` at the end of the file */
function readInto(
  bytes: Uint8Array,
  descriptor: number,
  length: number,
  position: number,
  take: (piece: Uint8Array) => void = () => {},
): number {
  let count = 0;
  while (count < length) {
    const read = readSync(descriptor, bytes, count, Math.min(cached, length - count), position + count);
    if (read === 0) break;
    take(bytes.subarray(count, count + read));
    count += read;
  }
  return count;
}

function write(
  { descriptor, memory, length, position }: Extract<ContentWork, { readonly kind: 'write' | 'reuse' }>,
  hash: Hash,
): Omit<ThreadReply, 'memory'> {
  const bytes = new Uint8Array(memory, 0, length);
  for (let at = 0; at < length; ) {
    const end = Math.min(at + cached, length);
    hash.update(bytes.subarray(at, end));
    while (at < end) at += writeSync(descriptor, bytes, at, end - at, position + at);
  }
  return { count: length };
}
