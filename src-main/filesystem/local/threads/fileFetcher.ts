import { Buffer } from 'node:buffer';
import { baseName, checkPath, parentPath } from '../../../../src-shared/model/path.ts';
import type { ReadRequest } from '../../lane.ts';
import { readFlags } from '../openSource.ts';
import type { PlatformPath } from '../platformPath.ts';
import { memoryOf } from '../../blocks.ts';
import { batchBytes, batchMemory } from '../contentMemory.ts';
import type { HeldDirectory, Root } from '../root.ts';
import type { DiskThread, DiskThreads } from './diskThreads.ts';
import type { ThreadReply } from './messages.ts';
import { fetchedFigures, hashBytes } from './smallFiles.ts';

/** So many must wait before they are worth a message. */
const fewest = 32;
const filesOfBatch = 128;
const batchesAhead = 2;

/** A file that was read whole and stood still meanwhile. */
export interface Fetched {
  readonly bytes: Uint8Array;
  readonly sha256: Uint8Array;
  readonly mode: number;
  readonly modified: number;
  /** The memory serves again. */
  readonly release: () => void;
}

interface Batch {
  readonly requests: readonly ReadRequest[];
  readonly reply: Promise<ThreadReply>;
  next: number;
  at: number;
  /** Files whose bytes are still used. */
  used: number;
}

/** Has a disk thread read small files a little before their turn, many at a time. */
export class FileFetcher {
  readonly #root: Root;
  readonly #threads: DiskThreads;
  readonly #memory = batchMemory();
  readonly #batches: Batch[] = [];
  /** Bytes of a file, on the average. */
  #expected = 16 * 1024;

  constructor(root: Root, threads: DiskThreads) {
    this.#root = root;
    this.#threads = threads;
  }

  /** Begins with what waits from `next` on, as far as it is not begun. */
  ahead(waiting: readonly ReadRequest[], next: number): void {
    while (this.#batches.length < batchesAhead) {
      const begun = this.#batches.reduce((sum, batch) => sum + batch.requests.length - batch.next, 0);
      const from = next + begun;
      if (waiting.length - from < fewest) return;
      const thread = this.#threads.forSmallFiles();
      if (thread === undefined || !this.#begin(thread, waiting, from)) return;
    }
  }

  #begin(thread: DiskThread, waiting: readonly ReadRequest[], from: number): boolean {
    const directories = new Map<string, HeldDirectory>();
    const paths: PlatformPath[] = [];
    const most = Math.min(filesOfBatch, Math.max(1, Math.floor(batchBytes / 2 / this.#expected)));
    for (let index = from; index < waiting.length && paths.length < most; index += 1) {
      const request = waiting[index];
      if (request === undefined || request.resume !== undefined || request.basis !== undefined) break;
      const path = this.#pathOf(request.path, directories);
      if (path === undefined) break;
      paths.push(path);
    }
    const letGo = (): void => {
      for (const directory of directories.values()) directory.close();
    };
    if (paths.length === 0) {
      letGo();
      return false;
    }
    const reply = new Promise<ThreadReply>((resolve) => {
      const memory = memoryOf(this.#memory.take());
      const answered = (answer: ThreadReply): void => {
        letGo();
        resolve(answer);
      };
      thread.ask({ kind: 'fetch', paths, flags: readFlags(this.#root), memory }, answered, [memory]);
    });
    this.#batches.push({ requests: waiting.slice(from, from + paths.length), reply, next: 0, at: 0, used: paths.length });
    return true;
  }

  /** Undefined for one that is wrong: whoever reads it in its turn says how. */
  #pathOf(path: string, directories: Map<string, HeldDirectory>): PlatformPath | undefined {
    try {
      checkPath(path);
      if (path === '/') return undefined;
      const parent = parentPath(path);
      const directory = directories.get(parent) ?? this.#root.hold(parent);
      if (directory === undefined) return undefined;
      directories.set(parent, directory);
      return directory.child(baseName(path));
    } catch {
      return undefined;
    }
  }

  /** The contents of the request whose turn it is; undefined when the caller is to read it. */
  async take(request: ReadRequest): Promise<Fetched | undefined> {
    const [batch] = this.#batches;
    if (batch === undefined || batch.requests[batch.next] !== request) return undefined;
    const { figures, hashes, memory } = await batch.reply;
    const index = batch.next;
    batch.next += 1;
    if (batch.next === batch.requests.length) this.#batches.shift();
    const release = (): void => {
      batch.used -= 1;
      if (batch.used === 0 && memory !== undefined) this.#memory.giveBack(Buffer.from(memory));
    };
    const [mode = Number.NaN, size = 0, modified = Number.NaN] = figures?.subarray(index * fetchedFigures) ?? [];
    if (memory === undefined || Number.isNaN(mode)) {
      release();
      return undefined;
    }
    const bytes = new Uint8Array(memory, batch.at, size);
    batch.at += size;
    this.#expected += (size - this.#expected) / 16;
    const sha256 = hashes?.subarray(index * hashBytes, (index + 1) * hashBytes) ?? new Uint8Array();
    return { bytes, sha256, mode, modified, release };
  }
}
