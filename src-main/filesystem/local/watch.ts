import { type FSWatcher, watch } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import type { Watch } from '../fileSystem.ts';
import { fromErrno, isErrno } from './errno.ts';
import type { Root } from './root.ts';

/** Between the first sign of a change and the word of it; what else happens meanwhile is told with it. Milliseconds. */
const pause = 200;

export interface LocalWatchOptions {
  readonly root: Root;
  readonly path: string;
  readonly changed: () => void;
  readonly signal: AbortSignal | undefined;
  /** It has ended, for whatever reason. */
  readonly finished: () => void;
}

/**
 * The system's watch of one directory. At the first sign it is taken down, and set up again after a pause: a flood of changes costs no
 * more than one, and a directory that is there no longer, or another one under the same name, is noticed on the way.
 */
export class LocalWatch implements Watch {
  readonly ended: Promise<AppError | undefined>;
  readonly #options: LocalWatchOptions;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #open = true;
  #failed = false;
  #resolveEnded: (reason: AppError | undefined) => void = () => {};

  /** @throws AppError or errno: nothing is watched then */
  constructor(options: LocalWatchOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#set();
    options.signal?.addEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => this.close();

  close(): void {
    this.#finish(new AppError('cancelled', 'the watch was ended', { path: this.#options.path }));
  }

  #set(): void {
    const { root, path } = this.#options;
    try {
      this.#watcher = watch(root.directory(path).self, { persistent: false });
    } catch (error) {
      throw isOutOfWatches(error) ? new AppError('unsupported', 'no more can be watched', { path, cause: error }) : error;
    }
    this.#watcher.once('change', () => {
      this.#failed = false;
      this.#noticed();
    });
    this.#watcher.on('error', (error) => this.#broke(error));
  }

  /** As when a watched directory is removed on Windows; twice in a row it is no sign of a change. */
  #broke(error: Error): void {
    if (this.#failed) this.#finish(new AppError('unsupported', 'the watch failed', { path: this.#options.path, cause: error }));
    this.#failed = true;
    this.#noticed();
  }

  #noticed(): void {
    if (this.#timer !== undefined || !this.#open) return;
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#timer = setTimeout(() => this.#setAgain(), pause);
    this.#timer.unref();
  }

  /** First watched, then told: nothing falls between. */
  #setAgain(): void {
    const { root, path, changed } = this.#options;
    this.#timer = undefined;
    root.forget(path);
    let failure: AppError | undefined;
    try {
      this.#set();
    } catch (error) {
      failure = fromErrno(error, path);
    }
    changed();
    if (failure !== undefined) this.#finish(isGone(failure) ? undefined : failure);
  }

  #finish(reason: AppError | undefined): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    this.#watcher?.close();
    this.#options.signal?.removeEventListener('abort', this.#aborted);
    this.#options.finished();
    this.#resolveEnded(reason);
  }
}

/** The system's limits of watches and of those who watch. */
function isOutOfWatches(error: unknown): boolean {
  return isErrno(error, 'ENOSPC', 'EMFILE', 'ENFILE', 'ENOSYS', 'ENOMEM');
}

function isGone({ code }: AppError): boolean {
  return code === 'not-found' || code === 'not-a-directory';
}
