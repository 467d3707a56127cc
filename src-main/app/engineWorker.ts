import { parentPort, workerData } from 'node:worker_threads';
import { createApplication } from './application.ts';
import type { ApplicationOptions } from './backend.ts';
import { cipherOver } from './cipherPort.ts';
import { serveEngine } from './engineServer.ts';

/** Entry of the thread that does all disk, network and hashing work, so that the thread with the windows is never busy. */
if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const options = workerData as ApplicationOptions;
const cipher = options.systemCipher === true ? cipherOver(parentPort) : undefined;
await serveEngine(parentPort, async () => createApplication(options, {}, cipher));
