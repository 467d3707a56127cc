import { AppError } from '../../src-shared/errors.ts';
import type { DragReadiness } from '../../src-shared/ipc/contract.ts';
import { type Location, localEndpoint } from '../../src-shared/model/location.ts';
import { baseName, checkPath } from '../../src-shared/model/path.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { toPlatformPath } from '../filesystem/local/platformPath.ts';
import { isSmall, type Staged, type Staging, stagedPath } from './staging.ts';

/** Entries of this computer that are dragged to other programs at a time: each is a path in what these are handed. */
export const mostDragged = 10_000;

interface Drag {
  readonly abort: AbortController;
  /** As the platform writes them; undefined until they are ready. */
  paths?: readonly string[];
  staged?: Staged;
}

/** Drags to other programs, by the caller's number: what they would be handed, from the beginning of the drag until it is. */
export class DragOut {
  readonly #fileSystem: (location: Location) => FileSystem;
  readonly #staging: Staging;
  readonly #drags = new Map<number, Drag>();

  constructor(fileSystem: (location: Location) => FileSystem, staging: Staging) {
    this.#fileSystem = fileSystem;
    this.#staging = staging;
  }

  /**
   * Makes entries of one endpoint ready. `too-large`: more than is staged, or handed over, at a time; `incomplete`: not all of it
   * could be staged. @throws AppError `name-invalid` for a name that is not text, `not-found`, `invalid-request` for several
   * endpoints, `cancelled` when it was forgotten
   */
  async prepare(number: number, locations: readonly Location[]): Promise<DragReadiness> {
    this.forget(number);
    const drag: Drag = { abort: new AbortController() };
    this.#drags.set(number, drag);
    try {
      const [first] = locations;
      if (first === undefined || locations.some(({ endpoint }) => endpoint !== first.endpoint)) {
        throw new AppError('invalid-request', 'a drag is of entries of one endpoint');
      }
      const readiness = await (first.endpoint === localEndpoint
        ? this.#find(drag, locations)
        : this.#stage(drag, first, locations));
      drag.abort.signal.throwIfAborted();
      if (readiness.state === 'ready') drag.paths = readiness.paths;
      return readiness;
    } finally {
      if (drag.paths === undefined && this.#drags.get(number) === drag) this.#drags.delete(number);
    }
  }

  /** What is ready, once: the drag is the desktop's then. @throws AppError `not-found` */
  take(number: number): readonly string[] {
    const paths = this.#drags.get(number)?.paths;
    if (paths === undefined) throw new AppError('not-found', 'there is no such drag');
    this.#drags.delete(number);
    return paths;
  }

  /** The drag came to nothing, or ended inside the window. What was staged for it goes. */
  forget(number: number): void {
    const drag = this.#drags.get(number);
    this.#drags.delete(number);
    drag?.abort.abort(new AppError('cancelled', 'the drag has ended'));
    if (drag?.paths !== undefined && drag.staged !== undefined) void this.#staging.remove(drag.staged);
  }

  async close(): Promise<void> {
    for (const number of [...this.#drags.keys()]) this.forget(number);
    await this.#staging.close();
  }

  async #find({ abort }: Drag, locations: readonly Location[]): Promise<DragReadiness> {
    if (locations.length > mostDragged) return { state: 'too-large' };
    const paths = locations.map(({ path }) => platformText(checkPath(path)));
    await Promise.all(locations.map((location) => this.#fileSystem(location).stat(location.path, { signal: abort.signal })));
    return { state: 'ready', paths };
  }

  async #stage(drag: Drag, first: Location, locations: readonly Location[]): Promise<DragReadiness> {
    const { signal } = drag.abort;
    const staged = this.#staging.next();
    drag.staged = staged;
    const paths = locations.map(({ path }) => platformText(stagedPath(staged, baseName(checkPath(path)))));
    const fileSystem = this.#fileSystem(first);
    const from = locations.map(({ path }) => path);
    if (!(await isSmall(fileSystem, from, signal))) return { state: 'too-large' };
    return (await this.#staging.copy(locations, staged, signal)) ? { state: 'ready', paths } : { state: 'incomplete' };
  }
}

/** @throws AppError `name-invalid` for what can't be told to another program as text */
function platformText(path: string): string {
  const platform = toPlatformPath(path);
  if (typeof platform === 'string') return platform;
  throw new AppError('name-invalid', 'the name is not text, so that another program could not be told of it', { path });
}
