import { Buffer } from 'node:buffer';
import { parentPath } from '../../../../src-shared/model/path.ts';
import { isErrno } from '../errno.ts';
import type { WrittenAttributes } from '../newFile.ts';
import { memoryOf } from '../../blocks.ts';
import { batchBytes, batchMemory } from '../contentMemory.ts';
import { ensureDirectory } from '../operations.ts';
import type { HeldDirectory, Root } from '../root.ts';
import type { TemporaryFile } from '../temporaryFile.ts';
import type { DiskThreads } from './diskThreads.ts';
import type { NewFile, ThreadReply } from './messages.ts';
import { hashBytes } from './smallFiles.ts';

/** A file that is larger is written where it came in. */
const largest = 256 * 1024;
const filesOfBatch = 128;
/** So many files of a lane are written where they came in before a thread is worth asking, and its start. */
const filesBefore = { asking: 8, starting: 100 };
/** What waits for the thread, in batches, before more is held back. */
const batchesWaiting = 4;

/** `sha256` undefined: it is not made, and the caller does it, who hears then what is wrong. */
export type Made = (sha256: Uint8Array | undefined) => void;

interface Order {
  readonly file: TemporaryFile;
  readonly target: NewFile;
  readonly made: Made;
}

/** Has small files that came whole made by a disk thread, many at a time. */
export class FileMaker {
  readonly #root: Root;
  readonly #threads: DiskThreads;
  readonly #progressed: () => void;
  readonly #memory = batchMemory();
  #seen = 0;
  #orders: Order[] = [];
  /** Their contents, one behind the other. */
  #contents: Buffer | undefined;
  #bytes = 0;
  #directories = new Map<string, HeldDirectory>();
  #scheduled = false;
  #underWay = 0;
  #idle: (() => void)[] = [];

  /** `progressed`: a batch has been answered. */
  constructor(root: Root, threads: DiskThreads, progressed: () => void) {
    this.#root = root;
    this.#threads = threads;
    this.#progressed = progressed;
  }

  get congested(): boolean {
    return this.#underWay >= batchesWaiting;
  }

  /** Whether something is not made yet. */
  get busy(): boolean {
    return this.#underWay > 0 || this.#orders.length > 0;
  }

  /**
   * False when the caller is to make the file: it has begun, is not small, or no thread is there. `attributes.mode`: the permission bits
   * that it shall have. @throws errno when its directory can't be had
   */
  offer(file: TemporaryFile, { modified, mode }: WrittenAttributes, made: Made): boolean {
    if (!file.isWhole || file.size > largest || !this.#isWorth()) return false;
    // First, because the directories that are held go with their batch and are closed with it.
    if (this.#bytes + file.size > batchBytes) this.flush();
    const directory = this.#directory(parentPath(file.path));
    if (directory === undefined) return false;
    const target = { path: directory.temporary(file.key), length: file.size, mode: file.mode, modified, finalMode: mode };
    this.#contents ??= this.#memory.take();
    file.moveTo(this.#contents.subarray(this.#bytes));
    this.#orders.push({ file, target, made });
    this.#bytes += file.size;
    if (this.#orders.length >= filesOfBatch) this.flush();
    else this.#flushSoon();
    return true;
  }

  #isWorth(): boolean {
    this.#seen += 1;
    const before = this.#threads.hasStarted ? filesBefore.asking : filesBefore.starting;
    return this.#seen > before && this.#threads.forSmallFiles() !== undefined;
  }

  #directory(path: string): HeldDirectory | undefined {
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    try {
      ensureDirectory(this.#root, path);
      const held = this.#root.hold(path);
      if (held !== undefined) this.#directories.set(path, held);
      return held;
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined; // it went away a moment ago: the caller makes it anew
      throw error;
    }
  }

  /** What comes within a turn goes together, and while the thread has enough to do, more does. */
  #flushSoon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#underWay === 0) this.flush();
    });
  }

  /** Nothing follows soon. */
  flush(): void {
    const orders = this.#orders;
    if (this.#contents === undefined) return;
    const memory = memoryOf(this.#contents);
    const directories = this.#directories;
    this.#orders = [];
    this.#contents = undefined;
    this.#bytes = 0;
    this.#directories = new Map();
    const thread = this.#threads.forSmallFiles();
    this.#underWay += 1;
    const answered = ({ hashes, problems, memory: back }: Pick<ThreadReply, 'hashes' | 'problems' | 'memory'>): void => {
      for (const directory of directories.values()) directory.close();
      let at = 0;
      for (const [index, { file, target, made }] of orders.entries()) {
        const isMade = problems?.[index] === undefined;
        const sha256 = isMade ? hashes?.slice(index * hashBytes, (index + 1) * hashBytes) : undefined;
        if (sha256 === undefined) file.takeBack(back === undefined ? undefined : new Uint8Array(back, at, target.length));
        else file.made();
        made(sha256);
        at += target.length;
      }
      if (back !== undefined) this.#memory.giveBack(Buffer.from(back));
      this.#underWay -= 1;
      if (this.#underWay === 0) this.flush();
      if (!this.busy) for (const resolve of this.#idle.splice(0)) resolve();
      this.#progressed();
    };
    if (thread === undefined) {
      queueMicrotask(() => answered({ memory }));
      return;
    }
    const files = orders.map(({ target }) => target);
    thread.ask({ kind: 'make', files, memory }, answered, [memory]);
  }

  /** Resolves when nothing is under way. */
  async finish(): Promise<void> {
    this.flush();
    while (this.busy) {
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
    }
  }
}
