import { createHash, type Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { attempt, carryOut } from './contentWork.ts';
import type { ThreadReply, ThreadRequest } from './messages.ts';
import { lookAt } from '../lookAt.ts';
import { fetchFiles, makeFiles, placeFiles } from './smallFiles.ts';

/** Entry of a thread that works on large files, on many small ones and on large directories. */
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

const gone = { mode: Number.NaN, size: 0, mtimeMs: 0 };
const hidden = { mode: 0, size: 0, mtimeMs: Number.NaN };

/** Of what is gone the mode is NaN, of what can't be looked at 0. @throws errno when it is the directory */
function figuresOf(paths: readonly string[]): Float64Array<ArrayBuffer> {
  const figures = new Float64Array(paths.length * 3);
  for (const [index, path] of paths.entries()) {
    const stats = lookAt(path);
    const { mode, size, mtimeMs } = stats === 'hidden' ? hidden : (stats ?? gone);
    figures.set([mode, size, mtimeMs], index * 3);
  }
  return figures;
}

function answer(request: Exclude<ThreadRequest, { readonly kind: 'close' }>): ThreadReply {
  switch (request.kind) {
    case 'stat':
      return attempt(() => ({ count: request.paths.length, figures: figuresOf(request.paths) }));
    case 'make':
      return makeFiles(request.files, request.memory);
    case 'place':
      return placeFiles(request.files);
    case 'fetch':
      return fetchFiles(request.paths, request.flags, request.memory);
    default: {
      const reply = carryOut(request, hashOf(request.file));
      return 'memory' in request ? { ...reply, memory: request.memory } : reply;
    }
  }
}

port.on('message', (request: ThreadRequest) => {
  if (request.kind === 'close') {
    hashes.delete(request.file);
    return;
  }
  const reply = answer(request);
  const memory = [reply.memory, reply.figures?.buffer, reply.hashes?.buffer as ArrayBuffer | undefined];
  port.postMessage(
    reply,
    memory.filter((piece) => piece !== undefined),
  );
});
