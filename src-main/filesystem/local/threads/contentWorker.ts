import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../../../src-shared/errors.ts';
import { Slice } from '../../../loop/slice.ts';
import { carryOut } from './contentWork.ts';
import type { ContentWork, Problem, ThreadReply } from './messages.ts';

export type WorkAnswer = (reply: ThreadReply, problem: Error | undefined) => void;

export interface Piece {
  readonly descriptor: number;
  readonly memory: ArrayBuffer;
  readonly length: number;
  readonly position: number;
}

/** Whoever reads, writes and hashes the contents of one file. Answers come in the order of the requests, and never at once. */
export interface ContentWorker {
  /** The memory is the worker's until the answer gives it back. */
  transfer(kind: 'read' | 'write', piece: Piece, answer: WorkAnswer): void;
  /** Writes what stands at `from` of another file. */
  reuse(piece: Piece & { readonly basis: number; readonly from: number }, answer: WorkAnswer): void;
  /** Adds so many zeros to the hash. */
  zeros(length: number, answer: WorkAnswer): void;
  digest(): Promise<Uint8Array>;
  /** Nothing may be under way. Idempotent. */
  close(): void;
}

export function problemOf({ problem }: { readonly problem?: Problem | undefined }): Error | undefined {
  return problem === undefined ? undefined : Object.assign(new Error(problem.message), { code: problem.code });
}

/** Works on the thread that asks, in slices between everything else: for a hash that goes on, and when the threads are taken. */
export class InlineWorker implements ContentWorker {
  readonly #hash: Hash;
  #waiting: { readonly work: ContentWork; readonly answer: WorkAnswer }[] = [];
  #running = false;

  constructor(hash = createHash('sha256')) {
    this.#hash = hash;
  }

  transfer(kind: 'read' | 'write', piece: Piece, answer: WorkAnswer): void {
    this.#ask({ ...piece, kind, file: 0 }, answer);
  }

  reuse(piece: Piece & { readonly basis: number; readonly from: number }, answer: WorkAnswer): void {
    this.#ask({ ...piece, kind: 'reuse', file: 0 }, answer);
  }

  zeros(length: number, answer: WorkAnswer): void {
    this.#ask({ kind: 'zeros', file: 0, length }, answer);
  }

  digest(): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#ask({ kind: 'digest', file: 0 }, ({ sha256 }, problem) => {
        if (sha256 === undefined) reject(problem ?? new AppError('internal', 'no hash'));
        else resolve(sha256);
      });
    });
  }

  close(): void {}

  #ask(work: ContentWork, answer: WorkAnswer): void {
    this.#waiting.push({ work, answer });
    if (!this.#running) setImmediate(() => this.#run());
    this.#running = true;
  }

  #run(): void {
    const slice = new Slice();
    while (!slice.over) {
      const next = this.#waiting.shift();
      if (next === undefined) {
        this.#running = false;
        return;
      }
      const { work, answer } = next;
      const reply = carryOut(work, this.#hash);
      answer('memory' in work ? { ...reply, memory: work.memory } : reply, problemOf(reply));
    }
    setImmediate(() => this.#run());
  }
}
