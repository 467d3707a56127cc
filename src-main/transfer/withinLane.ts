import { AppError, errorTraits } from '../../src-shared/errors.ts';
import { parentPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import type { CopyEnd, CopyListener, CopyTask, TransferLane } from './transferLane.ts';

/** Fewer than a connection takes, so that there is room for other questions. */
const mostInFlight = 24;

/** Whether a file system does by itself all that transfers within it need. */
export function worksWithin({ features }: FileSystem): boolean {
  return features.copy && features.rename;
}

/**
 * Carries tasks within one file system, which copies and renames where the files are: no contents pass through here. A move is a
 * rename, in one step and without a receipt; a file that moves to another volume is copied.
 */
export class WithinLane<T extends CopyTask> implements TransferLane<T> {
  readonly bytes = 0;
  readonly #fileSystem: FileSystem;
  readonly #listener: Omit<CopyListener<T>, 'broken'>;
  readonly #running = new Map<T, AbortController>();
  #closed = false;

  constructor(fileSystem: FileSystem, listener: Omit<CopyListener<T>, 'broken'>) {
    this.#fileSystem = fileSystem;
    this.#listener = listener;
  }

  get hasRoom(): boolean {
    return !this.#closed && this.#running.size < mostInFlight;
  }

  get count(): number {
    return this.#running.size;
  }

  add(task: T): void {
    const controller = new AbortController();
    this.#running.set(task, controller);
    void this.#run(task, controller.signal);
  }

  /** A rename that is on its way, and a copy that only waits for the disk, end as they end. */
  cancel(task: T): void {
    this.#running.get(task)?.abort();
  }

  close(reason = new AppError('cancelled', 'the lane was closed')): Promise<void> {
    this.#closed = true;
    for (const [task, controller] of this.#running) {
      controller.abort();
      this.#end(task, failed(reason, task.targetPath, true));
    }
    return Promise.resolve();
  }

  async #run(task: T, signal: AbortSignal): Promise<void> {
    this.#listener.started(task, { size: task.size, modified: Number.NaN }, 0);
    try {
      this.#end(task, await this.#carryOut(task, signal));
    } catch (cause) {
      const error = asAppError(cause);
      this.#end(task, failed(error, task.targetPath, errorTraits(error.code).session === 'ends'));
    }
  }

  #end(task: T, end: CopyEnd): void {
    if (this.#running.delete(task)) this.#listener.ended(task, end);
  }

  async #carryOut(task: T, signal: AbortSignal): Promise<CopyEnd> {
    if (task.move) return await this.#move(task, signal);
    const { targetPath } = task;
    if (task.kind === 'directory') {
      await this.#fileSystem.makeDirectory(targetPath, { parents: true, signal });
      return { end: 'done', receipt: undefined };
    }
    return await this.#copy(task, signal);
  }

  async #copy(task: T, signal: AbortSignal): Promise<CopyEnd> {
    const { sourcePath, targetPath, existing } = task;
    const progress = (bytes: number): void => {
      if (this.#running.has(task)) this.#listener.acknowledged(task, bytes);
    };
    const receipt = await this.#fileSystem.copy(sourcePath, targetPath, { existing, progress, signal });
    return receipt === undefined ? { end: 'skipped' } : { end: 'done', receipt };
  }

  async #move(task: T, signal: AbortSignal): Promise<CopyEnd> {
    const { sourcePath, targetPath, existing } = task;
    if (existing === 'newer' && !(await this.#isNewer(sourcePath, targetPath))) return { end: 'skipped' };
    const overwrite = task.kind === 'file' && (existing === 'overwrite' || existing === 'newer');
    try {
      await this.#rename(task, overwrite);
    } catch (cause) {
      const error = asAppError(cause);
      if (error.code === 'already-exists' && existing === 'skip' && task.kind === 'file') return { end: 'skipped' };
      if (error.code === 'unsupported' && task.kind === 'file') return await this.#copyAcross(task, signal, error);
      // An earlier attempt that could not tell its end may have moved it.
      if (error.code !== 'not-found' || !task.unconfirmed || !(await this.#exists(targetPath))) throw error;
    }
    return { end: 'done', receipt: undefined };
  }

  /** To another volume nothing is renamed. The receipt of the copy tells the listener that the source is still there. */
  async #copyAcross(task: T, signal: AbortSignal, reason: AppError): Promise<CopyEnd> {
    const { kind, size, modified } = await this.#fileSystem.stat(task.sourcePath, { signal });
    if (kind !== 'file') throw reason;
    if (this.#running.has(task)) this.#listener.started(task, { size, modified }, 0);
    return await this.#copy(task, signal);
  }

  /** Makes the target's directory when that is what is missing. */
  async #rename({ sourcePath, targetPath }: T, overwrite: boolean): Promise<void> {
    try {
      await this.#fileSystem.rename(sourcePath, targetPath, { overwrite });
    } catch (cause) {
      const error = asAppError(cause);
      if (error.code !== 'not-found' || (await this.#exists(parentPath(targetPath)))) throw error;
      if (!(await this.#exists(sourcePath))) throw error;
      await this.#fileSystem.makeDirectory(parentPath(targetPath), { parents: true });
      await this.#fileSystem.rename(sourcePath, targetPath, { overwrite });
    }
  }

  async #exists(path: string): Promise<boolean> {
    try {
      await this.#fileSystem.stat(path);
      return true;
    } catch (error) {
      if (asAppError(error).code === 'not-found') return false;
      throw error;
    }
  }

  /** A free name counts as older than everything. Times that differ by less than two microseconds are the same. */
  async #isNewer(sourcePath: string, targetPath: string): Promise<boolean> {
    if (!(await this.#exists(targetPath))) return true;
    const [source, target] = await Promise.all([this.#fileSystem.stat(sourcePath), this.#fileSystem.stat(targetPath)]);
    return source.modified - target.modified > 0.002;
  }
}

/** Only a taken name is the target's; in one file system the two sides fail alike. */
function failed(error: AppError, targetPath: string, unconfirmed: boolean): CopyEnd {
  const isTaken = error.code === 'already-exists' || (error.code === 'is-a-directory' && error.path === targetPath);
  return { end: 'failed', error, side: isTaken ? 'target' : 'source', unconfirmed };
}
