import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../src-shared/errors.ts';
import type { EventMessage } from '../../src-shared/ipc/contract.ts';
import type { ApplicationOptions, Backend } from './backend.ts';
import { cipherOver } from './cipherPort.ts';
import { serveEngine } from './engineServer.ts';

/** A worker with a tiny backend, for the tests of the engine client: each request name is something that can happen to a thread. */

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const cipher = cipherOver(parentPort);
const options = workerData as ApplicationOptions;
const listeners = new Set<(message: EventMessage) => void>();

const backend: Backend = {
  async request(name, params) {
    switch (name) {
      case 'echo':
        return { ok: true, value: params };
      case 'options':
        return { ok: true, value: options };
      case 'event':
        for (const listener of listeners) listener({ event: 'command.run', payload: { command: String(params) } });
        return { ok: true, value: undefined };
      case 'seal':
        return { ok: true, value: await cipher.decrypt(await cipher.encrypt(String(params))) };
      case 'unclonable':
        return { ok: true, value: () => {} };
      case 'throw':
        setTimeout(() => {
          throw new Error('a defect');
        }, 0);
        return new Promise(() => {});
      case 'exit':
        return process.exit(3);
      default:
        return new Promise(() => {});
    }
  },
  onEvent(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  async close() {
    if (options.left === 'slow to close') await new Promise(() => {});
  },
};

await serveEngine(parentPort, async () => {
  if (options.left === 'unbuildable') throw new AppError('permission-denied', 'not here', { path: options.userData });
  return backend;
});
