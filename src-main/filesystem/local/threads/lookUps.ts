import type { Entry } from '../../../../src-shared/model/entry.ts';
import { entryFromFigures } from '../entry.ts';
import { fromErrno } from '../errno.ts';
import { childOf } from '../lookAt.ts';
import type { DirectoryAccess, Root } from '../root.ts';
import type { DiskThreads } from './diskThreads.ts';

/** The entries of one directory that disk threads look up, batch by batch. */
export class LookUps {
  readonly #threads: DiskThreads;
  readonly #root: Root;
  readonly #directory: DirectoryAccess;
  #underWay = 0;
  #found: Entry[] = [];
  #problem: Error | undefined;
  #wake: (() => void) | undefined;

  /** `directory` stays good until `end` resolves. */
  constructor(threads: DiskThreads, root: Root, directory: DirectoryAccess) {
    this.#threads = threads;
    this.#root = root;
    this.#directory = directory;
  }

  /** False when the threads have enough to do, or can't do it: these names are the caller's. */
  offer(names: readonly string[]): boolean {
    const paths: string[] = [];
    for (const name of names) {
      const path = childOf(this.#directory, name);
      if (typeof path !== 'string') return false; // not UTF-8, or not to be named
      paths.push(path);
    }
    const taken = this.#threads.lookUp(paths, ({ figures }, problem) => {
      this.#underWay -= 1;
      this.#problem ??= problem;
      if (figures !== undefined && this.#problem === undefined) this.#take(names, paths, figures);
      this.#wake?.();
    });
    if (taken) this.#underWay += 1;
    return taken;
  }

  #take(names: readonly string[], paths: readonly string[], figures: Float64Array): void {
    for (const [index, name] of names.entries()) {
      const mode = figures[index * 3] ?? Number.NaN;
      if (Number.isNaN(mode)) continue; // it went away meanwhile
      const [size = 0, modified = 0] = figures.subarray(index * 3 + 1, index * 3 + 3);
      this.#found.push(entryFromFigures(this.#root, name, paths[index] ?? '', { mode, size, modified }));
    }
  }

  /** What has been found since the last call. @throws AppError */
  found(): Entry[] {
    if (this.#problem !== undefined) throw fromErrno(this.#problem, '');
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Resolves when nothing is under way. */
  async end(): Promise<void> {
    while (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
