import { createHash, type Hash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { attempt, carryOut } from './contentWork.ts';
import type { ThreadRequest } from './messages.ts';

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

port.on('message', (request: ThreadRequest) => {
  if (request.kind === 'close') {
    hashes.delete(request.file);
    return;
  }
  if (request.kind === 'stat') {
    const { paths } = request;
    const reply = attempt(() => ({ count: paths.length, figures: figuresOf(paths) }));
    port.postMessage(reply, reply.figures === undefined ? [] : [reply.figures.buffer]);
    return;
  }
  const reply = carryOut(request, hashOf(request.file));
  if ('memory' in request) port.postMessage({ ...reply, memory: request.memory }, [request.memory]);
  else port.postMessage(reply);
});
