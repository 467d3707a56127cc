import { Worker } from 'node:worker_threads';
import { AppError, fromErrorRecord, toErrorRecord } from '../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../src-shared/ipc/contract.ts';
import type { SystemCipher } from '../sessions/secrets.ts';
import type { ApplicationOptions, Backend } from './backend.ts';
import type { FromEngine, ToEngine } from './engineMessages.ts';

/**
 * Runs the application in a thread of its own.
 * @param worker the worker's bundle (engineWorker.ts)
 * @param onExit called once when the thread ends without having been asked to; every open request has been answered with `internal`
 * @param cipher what the application may encrypt with; `options.systemCipher` follows it
 * @param closeDeadline milliseconds that the application has to end in order before its thread is ended
 * @throws AppError when the application can't be built
 */
export async function startEngine(
  options: ApplicationOptions,
  worker: URL,
  onExit: (error: AppError) => void,
  closeDeadline = 8000,
  cipher?: SystemCipher,
): Promise<Backend> {
  const workerData: ApplicationOptions = cipher === undefined ? options : { ...options, systemCipher: true };
  // docs/decisions/memory.md
  const resourceLimits = { maxYoungGenerationSizeMb: 24 };
  const engine = new EngineClient(
    new Worker(worker, { workerData, name: 'engine', resourceLimits }),
    onExit,
    closeDeadline,
    cipher,
  );
  await engine.ready;
  return engine;
}

class EngineClient implements Backend {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #waiting = new Map<number, (reply: Reply<unknown>) => void>();
  readonly #listeners = new Set<(message: EventMessage) => void>();
  readonly #closeDeadline: number;
  readonly #cipher: SystemCipher | undefined;
  #lastId = 0;
  #closing: Promise<void> | undefined;
  #ended: AppError | undefined;

  constructor(worker: Worker, onExit: (error: AppError) => void, closeDeadline: number, cipher: SystemCipher | undefined) {
    this.#worker = worker;
    this.#closeDeadline = closeDeadline;
    this.#cipher = cipher;
    const { promise: ready, resolve: becomeReady, reject: failReady } = promiseParts<void>();
    const { promise: exited, resolve: becomeExited } = promiseParts<void>();
    this.ready = ready;
    this.#exited = exited;
    let started = false;
    let fault: unknown;
    worker.on('error', (error) => {
      fault = error;
    });
    worker.on('message', (message: FromEngine) => {
      if (message.kind === 'ready') {
        started = true;
        becomeReady();
      } else if (message.kind === 'failed') failReady(fromErrorRecord(message.error));
      else this.#receive(message);
    });
    worker.on('exit', () => {
      const error = new AppError(
        'internal',
        `the engine stopped${fault === undefined ? '' : `: ${toErrorRecord(fault).message}`}`,
        {
          cause: fault,
        },
      );
      this.#end(error);
      failReady(error);
      becomeExited();
      if (started && this.#closing === undefined) onExit(error);
    });
  }

  async request(name: string, params: unknown): Promise<Reply<unknown>> {
    if (this.#ended !== undefined) return { ok: false, error: toErrorRecord(this.#ended) };
    const id = ++this.#lastId;
    try {
      this.#post({ kind: 'request', id, name, params });
    } catch {
      return { ok: false, error: { code: 'invalid-request', message: `the parameters of ${name} are not plain data` } };
    }
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  onEvent(listener: (message: EventMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#ended === undefined) this.#post({ kind: 'close' });
    const deadline = setTimeout(() => void this.#worker.terminate(), this.#closeDeadline);
    await this.#exited;
    clearTimeout(deadline);
  }

  #post(message: ToEngine): void {
    this.#worker.postMessage(message);
  }

  #receive(message: Exclude<FromEngine, { kind: 'ready' | 'failed' }>): void {
    if (message.kind === 'reply') {
      this.#waiting.get(message.id)?.(message.reply);
      this.#waiting.delete(message.id);
    } else if (message.kind === 'event') {
      for (const listener of this.#listeners) listener(message.message);
    } else if (message.kind === 'cipher') {
      void this.#useCipher(message);
    } else {
      // Whatever the application left running must not keep the thread alive.
      void this.#worker.terminate();
    }
  }

  async #useCipher({ id, operation, text }: Extract<FromEngine, { kind: 'cipher' }>): Promise<void> {
    // What can't be done is told without its reason: a key ring's error may name what it was given.
    const done = await this.#cipher?.[operation](text).catch(() => undefined);
    if (this.#ended === undefined) this.#post({ kind: 'cipher', id, text: done });
  }

  #end(error: AppError): void {
    this.#ended = this.#closing === undefined ? error : new AppError('cancelled', 'the application is closing');
    for (const resolve of this.#waiting.values()) resolve({ ok: false, error: toErrorRecord(this.#ended) });
    this.#waiting.clear();
  }
}

function promiseParts<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  return { promise, resolve, reject };
}
