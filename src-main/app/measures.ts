import { AppError } from '../../src-shared/errors.ts';
import type { Measure } from '../../src-shared/ipc/contract.ts';
import type { Location } from '../../src-shared/model/location.ts';
import { checkPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { walk } from '../transfer/walk.ts';

/** Sizes of folders with everything in them, by the caller's number. */
export class Measures {
  readonly #fileSystem: (location: Location) => FileSystem;
  readonly #open = new Map<number, AbortController>();

  constructor(fileSystem: (location: Location) => FileSystem) {
    this.#fileSystem = fileSystem;
  }

  /** The given entries and all below them; links are counted and not followed. @throws AppError, `cancelled` when it was stopped */
  async measure(number: number, locations: readonly Location[]): Promise<Measure> {
    this.stop(number);
    const abort = new AbortController();
    this.#open.set(number, abort);
    const sum = { files: 0, folders: 0, bytes: 0, unreadable: 0 };
    try {
      for (const location of locations) await this.#add(sum, location, abort.signal);
      return sum;
    } finally {
      if (this.#open.get(number) === abort) this.#open.delete(number);
    }
  }

  stop(number: number): void {
    this.#open.get(number)?.abort(new AppError('cancelled', 'the measuring was ended'));
    this.#open.delete(number);
  }

  stopAll(): void {
    for (const number of [...this.#open.keys()]) this.stop(number);
  }

  async #add(sum: { -readonly [K in keyof Measure]: number }, location: Location, signal: AbortSignal): Promise<void> {
    const fileSystem = this.#fileSystem(location);
    const path = checkPath(location.path);
    const count = ({ kind, size }: { readonly kind: string; readonly size: number }): void => {
      if (kind === 'directory') sum.folders++;
      else sum.files++;
      sum.bytes += size;
    };
    signal.throwIfAborted();
    const entry = await fileSystem.stat(path, { signal });
    count(entry);
    if (entry.kind !== 'directory') return;
    const pages = walk(fileSystem, path, signal);
    for await (const { entries, error } of pages) {
      signal.throwIfAborted();
      if (error !== undefined) sum.unreadable++;
      for (const inner of entries) count(inner);
    }
  }
}
