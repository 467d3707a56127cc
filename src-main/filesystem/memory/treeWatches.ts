import { AppError } from '../../../src-shared/errors.ts';
import { isWithin } from '../../../src-shared/model/path.ts';
import type { Watch } from '../fileSystem.ts';

class TreeWatch implements Watch {
  readonly ended: Promise<AppError | undefined>;
  readonly changed: () => void;
  readonly path: string;
  readonly #finished: () => void;
  #resolveEnded: (reason: AppError | undefined) => void = () => {};

  constructor(path: string, changed: () => void, finished: () => void) {
    this.path = path;
    this.changed = changed;
    this.#finished = finished;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  close(): void {
    this.end(new AppError('cancelled', 'the watch was ended', { path: this.path }));
  }

  end(reason: AppError | undefined): void {
    this.#finished();
    this.#resolveEnded(reason);
  }
}

/** What happens within so many milliseconds is told once. */
const pause = 200;

/** Who watches the directories of a tree. */
export class TreeWatches {
  readonly #watches = new Set<TreeWatch>();
  readonly #changed = new Set<TreeWatch>();
  readonly #gone = new Set<TreeWatch>();

  add(path: string, changed: () => void): TreeWatch {
    const watch: TreeWatch = new TreeWatch(path, changed, () => this.#watches.delete(watch));
    this.#watches.add(watch);
    return watch;
  }

  /** Entries of the directory came, went or changed. */
  changed(directory: string): void {
    for (const watch of this.#watches) if (watch.path === directory) this.#note(this.#changed, watch);
  }

  /** Nothing is left of what was under this path. */
  gone(path: string): void {
    for (const watch of this.#watches) if (isWithin(watch.path, path)) this.#note(this.#gone, watch);
  }

  #note(noted: Set<TreeWatch>, watch: TreeWatch): void {
    if (this.#changed.size + this.#gone.size === 0) setTimeout(() => this.#tell(), pause).unref();
    noted.add(watch);
  }

  #tell(): void {
    const gone = [...this.#gone];
    const changed = new Set([...this.#changed, ...gone]);
    this.#changed.clear();
    this.#gone.clear();
    for (const watch of changed) if (this.#watches.has(watch)) watch.changed();
    for (const watch of gone) watch.end(undefined);
  }
}
