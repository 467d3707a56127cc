import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { checkPath } from '../../../src-shared/model/path.ts';
import { forGood, kept, type WriteLane, type WriteRequest, type WriteSink } from '../lane.ts';
import { asAppError, type MemoryLaneOptions } from './memoryReadLane.ts';
import type { MemoryTree } from './memoryTree.ts';
import { Turns } from './turns.ts';

type Call =
  | { readonly call: 'open'; readonly ticket: number; readonly request: WriteRequest }
  | { readonly call: 'write'; readonly ticket: number; readonly bytes: Uint8Array }
  | { readonly call: 'commit'; readonly ticket: number; readonly sha256: Uint8Array | undefined }
  | { readonly call: 'abort'; readonly ticket: number; readonly keep: boolean }
  | { readonly call: 'makeDirectory'; readonly ticket: number; readonly path: string };

interface OpenFile {
  readonly request: WriteRequest;
  readonly parts: Uint8Array[];
  readonly hash: Hash;
  length: number;
}

const mostBytesWaiting = 4 * 1024 * 1024;
const mostCallsWaiting = 4096;

export class MemoryWriteLane implements WriteLane {
  readonly #tree: MemoryTree;
  readonly #sink: WriteSink;
  readonly #options: MemoryLaneOptions;
  readonly #writable: boolean;
  readonly #turns: Turns;
  readonly #calls: { readonly due: number; readonly call: Call }[] = [];
  #head = 0;
  #bytesWaiting = 0;
  /** Tickets that have not ended. */
  readonly #live = new Set<number>();
  #open: OpenFile | undefined;
  #held = false;
  #ending: AppError | undefined;

  constructor(tree: MemoryTree, sink: WriteSink, options: MemoryLaneOptions, writable: boolean) {
    this.#tree = tree;
    this.#sink = sink;
    this.#options = options;
    this.#writable = writable;
    this.#turns = new Turns(() => this.#step());
  }

  get congested(): boolean {
    const full = this.#bytesWaiting > mostBytesWaiting || this.#calls.length - this.#head > mostCallsWaiting;
    if (full) this.#held = true;
    return full;
  }

  open(request: WriteRequest): void {
    this.#begin({ call: 'open', ticket: request.ticket, request });
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    if (!this.#live.has(ticket)) return;
    this.#bytesWaiting += bytes.length;
    this.#push({ call: 'write', ticket, bytes: kept(bytes, release) });
  }

  hole(ticket: number, length: number): void {
    this.write(ticket, new Uint8Array(length), forGood);
  }

  /** Nothing is listed here, so there is no basis. */
  reuse(ticket: number): void {
    this.abort(ticket, false);
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    if (this.#live.has(ticket)) this.#push({ call: 'commit', ticket, sha256 });
  }

  abort(ticket: number, keep: boolean): void {
    if (this.#live.has(ticket)) this.#push({ call: 'abort', ticket, keep });
  }

  makeDirectory(ticket: number, path: string): void {
    this.#begin({ call: 'makeDirectory', ticket, path });
  }

  directoryTimes(): void {}

  flush(): void {}

  async close(): Promise<void> {
    this.#end(new AppError('cancelled', 'the lane was closed'));
  }

  /** The link under the lane is gone; what has arrived of a file with a key stays. */
  break(error: AppError): void {
    if (this.#open !== undefined) this.#leave(this.#open, true);
    if (this.#end(error)) this.#sink.broken(error);
  }

  #begin(call: Call): void {
    const ending = this.#ending;
    if (ending !== undefined) {
      queueMicrotask(() => this.#sink.failed(call.ticket, ending));
      return;
    }
    this.#live.add(call.ticket);
    this.#push(call);
  }

  #push(call: Call): void {
    this.#calls.push({ due: performance.now() + this.#options.latency, call });
    this.#turns.wake();
  }

  #end(error: AppError): boolean {
    if (this.#ending !== undefined) return false;
    this.#ending = error;
    this.#turns.stop();
    this.#open = undefined;
    const tickets = [...this.#live];
    this.#live.clear();
    for (const ticket of tickets) this.#sink.failed(ticket, error);
    return true;
  }

  #step(): 'more' | 'idle' | number {
    const next = this.#calls[this.#head];
    if (next === undefined) {
      this.#calls.length = 0;
      this.#head = 0;
      return 'idle';
    }
    const wait = next.due - performance.now();
    if (wait > 0) return wait;
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#calls.length) this.#calls.splice(0, this.#head);
    if (this.#calls.length < this.#head) this.#head = 0;
    if (next.call.call === 'write') this.#bytesWaiting -= next.call.bytes.length;
    this.#carryOut(next.call);
    if (this.#held && !this.congested) {
      this.#held = false;
      this.#sink.drained();
    }
    return 'more';
  }

  #carryOut(call: Call): void {
    if (!this.#live.has(call.ticket)) return;
    try {
      switch (call.call) {
        case 'open':
          return this.#openFile(call.request);
        case 'write':
          return this.#writeBytes(call.ticket, call.bytes);
        case 'commit':
          return this.#commitFile(call.ticket, call.sha256);
        case 'abort':
          if (this.#open !== undefined) this.#leave(this.#open, call.keep);
          throw new AppError('cancelled', 'the writing was cancelled');
        case 'makeDirectory':
          this.#needWritable(call.path);
          this.#tree.makeDirectory(call.path, true);
          this.#live.delete(call.ticket);
          return this.#sink.committed(call.ticket, { size: 0, sha256: '', verified: true });
      }
    } catch (error) {
      if (this.#open?.request.ticket === call.ticket) this.#open = undefined;
      this.#live.delete(call.ticket);
      this.#sink.failed(call.ticket, asAppError(error));
    }
  }

  #openFile(request: WriteRequest): void {
    const { path, key, offset = 0 } = request;
    this.#needWritable(path);
    checkPath(path);
    if (key !== undefined && !/^[0-9a-f]{32}$/.test(key)) throw new AppError('invalid-request', 'not a key', { path });
    if (!this.#mayWrite(request)) {
      this.#live.delete(request.ticket);
      this.#sink.skipped(request.ticket);
      return;
    }
    this.#tree.makeParents(path);
    const hash = createHash('sha256');
    const parts: Uint8Array[] = [];
    if (offset > 0) {
      const partial = key === undefined ? undefined : this.#tree.partials.get(key);
      if (partial === undefined || partial.path !== path || partial.bytes.length < offset) {
        throw new AppError('offset-conflict', 'the partial file does not reach that far', { path });
      }
      const prefix = partial.bytes.subarray(0, offset);
      hash.update(prefix);
      parts.push(prefix);
    }
    this.#open = { request, parts, hash, length: offset };
  }

  #writeBytes(ticket: number, bytes: Uint8Array): void {
    const file = this.#openOf(ticket);
    file.hash.update(bytes);
    file.parts.push(bytes);
    file.length += bytes.length;
    if (file.request.attributes.size > this.#options.chunkSize) this.#sink.acknowledged(ticket, file.length);
  }

  #commitFile(ticket: number, sha256: Uint8Array | undefined): void {
    const file = this.#openOf(ticket);
    const { path, key, attributes } = file.request;
    const digest = file.hash.digest();
    if (key !== undefined) this.#tree.partials.delete(key);
    if (sha256 !== undefined && !digest.equals(sha256)) {
      throw new AppError('integrity-mismatch', 'what arrived is not what was sent', { path });
    }
    if (!this.#mayWrite(file.request)) {
      this.#open = undefined;
      this.#live.delete(ticket);
      this.#sink.skipped(ticket);
      return;
    }
    this.#tree.put(path, this.#tree.newFile(joinParts(file), attributes.modified, attributes.mode));
    this.#open = undefined;
    this.#live.delete(ticket);
    this.#sink.committed(ticket, { size: file.length, sha256: digest.toString('hex'), verified: sha256 !== undefined });
  }

  #openOf(ticket: number): OpenFile {
    if (this.#open?.request.ticket !== ticket) throw new AppError('invalid-request', 'the ticket is not open');
    return this.#open;
  }

  /** False: the existing file stays. */
  #mayWrite(request: WriteRequest): boolean {
    const { path, existing, attributes } = request;
    const node = this.#tree.find(path);
    if (node === undefined) return true;
    if (existing === 'skip') return false;
    if (existing === 'fail') throw new AppError('already-exists', `${path} already exists`, { path });
    if (node.kind === 'directory') throw new AppError('is-a-directory', `${path} is a directory`, { path });
    return existing === 'overwrite' || node.modified < attributes.modified;
  }

  #leave(file: OpenFile, keep: boolean): void {
    const { key, path } = file.request;
    if (key === undefined) return;
    if (keep) this.#tree.partials.set(key, { path, bytes: joinParts(file) });
    else this.#tree.partials.delete(key);
  }

  #needWritable(path: string): void {
    if (!this.#writable) throw new AppError('permission-denied', 'read-only', { path });
  }
}

function joinParts(file: OpenFile): Uint8Array {
  if (file.parts.length === 1 && file.parts[0] !== undefined) return file.parts[0];
  return Buffer.concat(file.parts, file.length);
}
