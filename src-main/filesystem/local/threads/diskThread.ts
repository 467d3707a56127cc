import { createHash, type Hash } from 'node:crypto';
import { lstatSync, readSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './messages.ts';

/** Entry of a thread that works on large files and large directories. It opens nothing: descriptors are the process's. */
if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const port = parentPort;

const hashes = new Map<number, Hash>();

function hashOf(file: number): Hash {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  hashes.set(file, hash);
  return hash;
}

/** @throws errno */
function answer(request: Exclude<ThreadRequest, { kind: 'close' }>): Omit<ThreadReply, 'memory'> {
  switch (request.kind) {
    case 'read': {
      const { descriptor, length, position } = request;
      const bytes = new Uint8Array(request.memory);
      let count = 0;
      while (count < length) {
        const read = readSync(descriptor, bytes, count, length - count, position + count);
        if (read === 0) break;
        count += read;
      }
      hashOf(request.file).update(bytes.subarray(0, count));
      return { count };
    }
    case 'write': {
      const { descriptor, length, position } = request;
      const bytes = new Uint8Array(request.memory, 0, length);
      hashOf(request.file).update(bytes);
      for (let at = 0; at < length; ) at += writeSync(descriptor, bytes, at, length - at, position + at);
      return { count: length };
    }
    case 'digest':
      return { count: 0, sha256: hashOf(request.file).digest() };
    case 'stat':
      return { count: request.paths.length, figures: figuresOf(request.paths) };
  }
}

function figuresOf(paths: readonly string[]): Float64Array<ArrayBuffer> {
  const figures = new Float64Array(paths.length * 3);
  for (const [index, path] of paths.entries()) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    figures[index * 3] = stats?.mode ?? Number.NaN;
    figures[index * 3 + 1] = stats?.size ?? 0;
    figures[index * 3 + 2] = stats?.mtimeMs ?? 0;
  }
  return figures;
}

function attempt(request: Exclude<ThreadRequest, { kind: 'close' }>): Omit<ThreadReply, 'memory'> {
  try {
    return answer(request);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return { count: 0, problem: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

port.on('message', (request: ThreadRequest) => {
  if (request.kind === 'close') {
    hashes.delete(request.file);
    return;
  }
  const reply = attempt(request);
  if (request.kind === 'read' || request.kind === 'write') {
    port.postMessage({ ...reply, memory: request.memory }, [request.memory]);
  } else if (reply.figures !== undefined) {
    port.postMessage(reply, [reply.figures.buffer]);
  } else {
    port.postMessage(reply);
  }
});
