import type { Hash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import { hashZeros } from '../../zeros.ts';
import type { ContentWork, ThreadReply } from './messages.ts';

/** Does what was asked for a file, with its running hash. What goes wrong is in the reply. */
export function carryOut(work: ContentWork, hash: Hash): Omit<ThreadReply, 'memory'> {
  return attempt(() => answer(work, hash));
}

export function attempt(step: () => Omit<ThreadReply, 'memory'>): Omit<ThreadReply, 'memory'> {
  try {
    return step();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return { count: 0, problem: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

/** @throws errno */
function answer(work: ContentWork, hash: Hash): Omit<ThreadReply, 'memory'> {
  switch (work.kind) {
    case 'read': {
      const { descriptor, length, position } = work;
      const bytes = new Uint8Array(work.memory);
      let count = 0;
      while (count < length) {
        const read = readSync(descriptor, bytes, count, length - count, position + count);
        if (read === 0) break;
        count += read;
      }
      hash.update(bytes.subarray(0, count));
      return { count };
    }
    case 'write': {
      const { descriptor, length, position } = work;
      const bytes = new Uint8Array(work.memory, 0, length);
      hash.update(bytes);
      for (let at = 0; at < length; ) at += writeSync(descriptor, bytes, at, length - at, position + at);
      return { count: length };
    }
    case 'zeros':
      hashZeros(hash, work.length);
      return { count: work.length };
    case 'digest':
      return { count: 0, sha256: hash.digest() };
  }
}
