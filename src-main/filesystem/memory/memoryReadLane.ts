import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { forGood, type ReadLane, type ReadRequest, type ReadSink, type ResumePoint } from '../lane.ts';
import type { MemoryTree } from './memoryTree.ts';
import { Turns } from './turns.ts';

interface OpenFile {
  readonly ticket: number;
  readonly bytes: Uint8Array;
  readonly hash: Hash;
  position: number;
}

export interface MemoryLaneOptions {
  readonly chunkSize: number;
  /** Milliseconds between a call and its effect. */
  readonly latency: number;
}

export class MemoryReadLane implements ReadLane {
  readonly #tree: MemoryTree;
  readonly #sink: ReadSink;
  readonly #options: MemoryLaneOptions;
  readonly #turns: Turns;
  /** In the order of the requests; `due` is when the request arrives. */
  readonly #waiting = new Map<number, { readonly request: ReadRequest; readonly due: number }>();
  #open: OpenFile | undefined;
  #paused = false;
  #ending: AppError | undefined;

  constructor(tree: MemoryTree, sink: ReadSink, options: MemoryLaneOptions) {
    this.#tree = tree;
    this.#sink = sink;
    this.#options = options;
    this.#turns = new Turns(() => this.#step());
  }

  request(request: ReadRequest): void {
    const ending = this.#ending;
    if (ending !== undefined) {
      queueMicrotask(() => this.#sink.failed(request.ticket, ending));
      return;
    }
    this.#waiting.set(request.ticket, { request, due: performance.now() + this.#options.latency });
    this.#turns.wake();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#turns.wake();
  }

  cancel(ticket: number): void {
    const open = this.#open?.ticket === ticket;
    if (open) this.#open = undefined;
    if (!this.#waiting.delete(ticket) && !open) return;
    this.#sink.failed(ticket, new AppError('cancelled', 'the reading was cancelled'));
    this.#turns.wake();
  }

  async close(): Promise<void> {
    this.#end(new AppError('cancelled', 'the lane was closed'));
  }

  /** The link under the lane is gone. */
  break(error: AppError): void {
    if (this.#end(error)) this.#sink.broken(error);
  }

  #end(error: AppError): boolean {
    if (this.#ending !== undefined) return false;
    this.#ending = error;
    this.#turns.stop();
    const tickets = [...(this.#open === undefined ? [] : [this.#open.ticket]), ...this.#waiting.keys()];
    this.#open = undefined;
    this.#waiting.clear();
    for (const ticket of tickets) this.#sink.failed(ticket, error);
    return true;
  }

  #step(): 'more' | 'idle' | number {
    if (this.#paused) return 'idle';
    if (this.#open !== undefined) {
      this.#continue(this.#open);
      return 'more';
    }
    const next = this.#waiting.values().next().value;
    if (next === undefined) return 'idle';
    const wait = next.due - performance.now();
    if (wait > 0) return wait;
    this.#waiting.delete(next.request.ticket);
    this.#begin(next.request);
    return 'more';
  }

  #begin(request: ReadRequest): void {
    try {
      const node = this.#tree.get(request.path);
      if (node.kind === 'directory') throw new AppError('is-a-directory', 'a directory has no contents', { path: request.path });
      if (node.kind !== 'file') throw new AppError('not-a-file', 'not a regular file', { path: request.path });
      const { bytes, modified, mode } = node;
      const offset = request.resume === undefined ? 0 : agreeingPrefix(bytes, request.resume);
      const hash = createHash('sha256').update(bytes.subarray(0, offset));
      this.#open = { ticket: request.ticket, bytes, hash, position: offset };
      this.#sink.opened(request.ticket, { size: bytes.length, modified, mode }, offset);
    } catch (error) {
      this.#sink.failed(request.ticket, asAppError(error));
    }
  }

  #continue(file: OpenFile): void {
    if (file.position === file.bytes.length) {
      this.#open = undefined;
      this.#sink.ended(file.ticket, file.hash.digest());
      return;
    }
    const chunk = file.bytes.slice(file.position, file.position + this.#options.chunkSize);
    file.position += chunk.length;
    file.hash.update(chunk);
    this.#sink.data(file.ticket, chunk, forGood);
  }
}

/** How many bytes source and point share from the beginning. */
export function agreeingPrefix(bytes: Uint8Array, resume: ResumePoint): number {
  const hash = createHash('sha256');
  let offset = 0;
  for (const prefix of resume.prefixes) {
    const end = Math.min(offset + resume.blockSize, resume.size);
    if (end > bytes.length || end === offset) break;
    hash.update(bytes.subarray(offset, end));
    if (!hash.copy().digest().equals(prefix)) break;
    offset = end;
  }
  return offset;
}

export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
}
