import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DirectoryTime } from '../lane.ts';
import { Slice } from '../../loop/slice.ts';
import { setAttributes } from './operations.ts';
import type { Root } from './root.ts';

/** After what has changed the directories. */
export async function restoreTimes(root: Root, lists: ReadonlySet<readonly DirectoryTime[]>): Promise<void> {
  const times = new Map<string, number>();
  for (const list of lists) for (const { path, modified } of list) times.set(path, modified);
  const slice = new Slice();
  for (const [path, modified] of times) {
    restoreTime(root, { path, modified });
    await slice.rest();
  }
}

/** One that is gone, or belongs to somebody else, keeps the time that it has. */
function restoreTime(root: Root, { path, modified }: DirectoryTime): void {
  try {
    setAttributes(root, path, { modified });
  } catch {
    // The files stand, and their times are right.
  }
}

/**
 * Directories that have come to stand; they are told when those that they lie in have their times again. Of a turn all together: many may have been
 * made in one directory.
 */
export class MadeDirectories {
  readonly #root: Root;
  readonly #told: (ticket: number) => void;
  #made: { readonly ticket: number; readonly times: readonly DirectoryTime[] }[] = [];
  #ending: Promise<void> | undefined;

  constructor(root: Root, told: (ticket: number) => void) {
    this.#root = root;
    this.#told = told;
  }

  add(ticket: number, times: readonly DirectoryTime[]): void {
    if (times.length === 0) return this.#told(ticket);
    this.#made.push({ ticket, times });
    this.#ending ??= this.#end();
  }

  /** Resolves when all have been told. */
  async finish(): Promise<void> {
    await this.#ending;
  }

  async #end(): Promise<void> {
    await nextTurn();
    const slice = new Slice();
    while (this.#made.length > 0) {
      const made = this.#made;
      this.#made = [];
      await restoreTimes(this.#root, new Set(made.map(({ times }) => times)));
      for (const { ticket } of made) {
        this.#told(ticket);
        await slice.rest();
      }
    }
    this.#ending = undefined;
  }
}
