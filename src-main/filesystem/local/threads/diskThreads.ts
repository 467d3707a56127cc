import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../src-shared/errors.ts';
import { type ContentWorker, type Piece, problemOf, type WorkAnswer } from './contentWorker.ts';
import type { ThreadReply, ThreadRequest } from './messages.ts';

/** Files of this size, in bytes, and more are worth a thread. */
export const threadFrom = 4 * 1024 * 1024;
/** More files than this at a time on one thread are worked on by those who ask. */
const filesOnThread = 8;
const mostThreads = 4;

/** Questions about paths that wait on one thread. */
const lookUpsOnThread = 2;
/** Requests that wait before another thread is worth its start. */
const waitingOnThread = 8;

/**
 * Threads that read, write and hash the contents of large files, make and read many small ones, and look at the entries of large
 * directories, so that the thread that serves the network does nothing else. They start when first needed, or prepared. A file stays on its thread,
 * whose answers come in the order of the requests.
 */
export class DiskThreads {
  readonly #threads: DiskThread[] = [];
  readonly #most: number;
  #closed = false;

  constructor(most = Math.max(1, Math.min(mostThreads, availableParallelism() - 1))) {
    this.#most = most;
  }

  /** Starts one beforehand: until a thread answers, nothing of a large file can be sent. */
  prepare(): void {
    if (!this.#closed && this.#threads.length === 0) this.#another();
  }

  get hasStarted(): boolean {
    return this.#threads.some(({ started, broken }) => started && !broken);
  }

  /** A place for one more file; undefined when all are taken. */
  open(): ThreadFile | undefined {
    if (this.#closed) return undefined;
    let chosen: DiskThread | undefined;
    for (const thread of this.#threads) {
      if (!thread.broken && thread.files < (chosen?.files ?? filesOnThread)) chosen = thread;
    }
    if (chosen === undefined || chosen.files > 0) chosen = this.#another() ?? chosen;
    return chosen === undefined ? undefined : new ThreadFile(chosen);
  }

  /** False when the threads have enough to do already. `answer` gets ThreadReply.figures. */
  lookUp(paths: readonly string[], answer: WorkAnswer): boolean {
    if (this.#closed) return false;
    const idle = this.#threads.find((thread) => !thread.broken && thread.lookUps < lookUpsOnThread);
    const thread = idle ?? this.#another();
    thread?.lookUp(paths, answer);
    return thread !== undefined;
  }

  /** One to give many small files to; undefined while none has started. */
  forSmallFiles(): DiskThread | undefined {
    if (this.#closed) return undefined;
    let chosen: DiskThread | undefined;
    for (const thread of this.#threads) {
      if (!thread.broken && thread.started && thread.waiting < (chosen?.waiting ?? Number.POSITIVE_INFINITY)) chosen = thread;
    }
    if (chosen === undefined || chosen.waiting > waitingOnThread) this.#another();
    return chosen;
  }

  #another(): DiskThread | undefined {
    if (this.#threads.length >= this.#most) return undefined;
    try {
      const thread = new DiskThread();
      this.#threads.push(thread);
      return thread;
    } catch {
      // The system has no thread to give: the work is done by whoever asks.
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()));
  }
}

/** Answers that have been given are let go of so many at a time. */
const answersKept = 1_024;

export class DiskThread {
  readonly #worker: Worker;
  #waiting: WorkAnswer[] = [];
  #answered = 0;
  #broken: AppError | undefined;
  #lastFile = 0;
  files = 0;
  lookUps = 0;
  /** It answers soon. */
  started = false;

  constructor() {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#worker = new Worker(new URL(`./diskThread.${extension}`, import.meta.url), {
      name: 'disk',
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 },
    });
    this.#worker.unref();
    this.#worker.on('online', () => {
      this.started = true;
    });
    this.#worker.on('message', (reply: ThreadReply) => this.#answer(reply));
    this.#worker.on('error', (error: Error) => this.#break(error));
    this.#worker.on('exit', () => this.#break(new Error('the thread ended')));
  }

  /** What has been asked and not answered. */
  get waiting(): number {
    return this.#waiting.length - this.#answered;
  }

  get broken(): boolean {
    return this.#broken !== undefined;
  }

  nextFile(): number {
    this.#lastFile += 1;
    return this.#lastFile;
  }

  lookUp(paths: readonly string[], answer: WorkAnswer): void {
    this.lookUps += 1;
    this.ask({ kind: 'stat', paths }, (reply, problem) => {
      this.lookUps -= 1;
      answer(reply, problem);
    });
  }

  tell(request: ThreadRequest): void {
    if (this.#broken === undefined) this.#worker.postMessage(request);
  }

  ask(request: ThreadRequest, answer: WorkAnswer, memory: readonly ArrayBuffer[] = []): void {
    if (this.#broken !== undefined) {
      const problem = this.#broken;
      queueMicrotask(() => answer(noReply, problem));
      return;
    }
    if (this.#waiting.length === this.#answered) this.#worker.ref();
    this.#waiting.push(answer);
    this.#worker.postMessage(request, memory);
  }

  #answer(reply: ThreadReply): void {
    const answer = this.#waiting[this.#answered];
    this.#answered += 1;
    if (this.#answered === this.#waiting.length) {
      this.#waiting = [];
      this.#answered = 0;
      this.#worker.unref();
    } else if (this.#answered >= answersKept) {
      // Under a steady load it is never empty.
      this.#waiting.splice(0, this.#answered);
      this.#answered = 0;
    }
    answer?.(reply, problemOf(reply));
  }

  #break(error: Error): void {
    this.#broken ??= new AppError('internal', 'the thread for file contents ended', { cause: error });
    const waiting = this.#waiting.splice(this.#answered);
    this.#waiting = [];
    this.#answered = 0;
    for (const answer of waiting) answer(noReply, this.#broken);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const noReply: ThreadReply = { count: 0 };

/** One file on its thread. */
export class ThreadFile implements ContentWorker {
  readonly #thread: DiskThread;
  readonly #file: number;
  #open = true;

  constructor(thread: DiskThread) {
    this.#thread = thread;
    this.#file = thread.nextFile();
    thread.files += 1;
  }

  transfer(kind: 'read' | 'write', piece: Piece, answer: WorkAnswer): void {
    this.#thread.ask({ ...piece, kind, file: this.#file }, answer, [piece.memory]);
  }

  reuse(piece: Piece & { readonly basis: number; readonly from: number }, answer: WorkAnswer): void {
    this.#thread.ask({ ...piece, kind: 'reuse', file: this.#file }, answer, [piece.memory]);
  }

  zeros(length: number, answer: WorkAnswer): void {
    this.#thread.ask({ kind: 'zeros', file: this.#file, length }, answer);
  }

  digest(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#thread.ask({ kind: 'digest', file: this.#file }, ({ sha256 }, problem) => {
        if (sha256 === undefined) reject(problem ?? new AppError('internal', 'no hash'));
        else resolve(sha256);
      });
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#thread.files -= 1;
    this.#thread.tell({ kind: 'close', file: this.#file });
  }
}
