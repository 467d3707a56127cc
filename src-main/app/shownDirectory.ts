import { AppError } from '../../src-shared/errors.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';

/** Milliseconds: from a change in a quiet directory to the word of it, and at least between two words. */
const firstDelay = 50;
const shortestInterval = 500;
/** A directory that takes long to list is listed the more seldom: at most a fifth of the time goes there. */
const restPerListing = 4;
const longestInterval = 60_000;
/** Between two looks for a directory that is not there. */
const absencePause = 2000;

export interface ShownDirectoryOptions {
  readonly path: string;
  /** @throws AppError when there is none at the moment */
  readonly fileSystem: () => FileSystem;
  readonly tell: () => void;
}

/** One directory while it is shown: it is watched where that is possible, and its changes are told at a bearable rate. */
export class ShownDirectory {
  readonly #options: ShownDirectoryOptions;
  readonly #abort = new AbortController();
  /** What is watched, or can't be. */
  #watched: FileSystem | undefined;
  #changed = false;
  #listings = 0;
  #interval = shortestInterval;
  /** The end of the last word or listing, by performance.now(). */
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #absent = false;
  #return: NodeJS.Timeout | undefined;

  constructor(options: ShownDirectoryOptions) {
    this.#options = options;
    this.watch();
  }

  /** Does nothing while a watch stands, or where there is no file system now. */
  watch(): void {
    if (this.#abort.signal.aborted) return;
    const fileSystem = this.#fileSystem();
    if (fileSystem === undefined || fileSystem === this.#watched || !fileSystem.features.watch) return;
    this.#watched = fileSystem;
    void this.#follow(fileSystem);
  }

  /** Where nothing can be watched, changes of our own are told, and others are seen by a refresh. */
  async #follow(fileSystem: FileSystem): Promise<void> {
    const { path } = this.#options;
    let reason: AppError | undefined;
    try {
      const watch = await fileSystem.watch(path, () => this.note(), { signal: this.#abort.signal });
      if (this.#absent) this.note();
      this.#absent = false;
      reason = await watch.ended;
      this.#absent = reason === undefined;
    } catch (error) {
      reason = error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
      this.#absent ||= reason.code === 'not-found';
    }
    // What can be listed again later can be watched again then.
    if (reason?.code !== 'unsupported' && this.#watched === fileSystem) this.#watched = undefined;
    if (this.#absent) this.#lookAgain();
  }

  #lookAgain(): void {
    clearTimeout(this.#return);
    if (!this.#abort.signal.aborted) this.#return = setTimeout(() => this.watch(), absencePause).unref();
  }

  note(): void {
    this.#changed = true;
    this.#schedule();
  }

  listing(): () => void {
    const started = performance.now();
    this.#listings++;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return () => {
      this.#listings--;
      this.#last = performance.now();
      this.#interval = Math.min(Math.max((this.#last - started) * restPerListing, shortestInterval), longestInterval);
      this.watch();
      this.#schedule();
    };
  }

  #schedule(): void {
    if (!this.#changed || this.#listings > 0 || this.#abort.signal.aborted) return;
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(firstDelay, this.#last + this.#interval - performance.now()));
  }

  #tell(): void {
    this.#timer = undefined;
    this.#changed = false;
    this.#last = performance.now();
    // While a session is away nothing can be listed; when it is back, everything is.
    if (this.#fileSystem() !== undefined) this.#options.tell();
  }

  #fileSystem(): FileSystem | undefined {
    try {
      return this.#options.fileSystem();
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#return);
  }
}
