import { parentPath } from '../../src-shared/model/path.ts';
import type { EndpointId } from '../../src-shared/model/location.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { type DirectoryTime, directoryTimesLimits, type WriteLane } from '../filesystem/lane.ts';
import type { Resolve } from './route.ts';

/** More than a server takes at a time: what a round trip costs is paid once for each of its fill. */
const atOnce = 512;

/**
 * Gives directories the times of their sources, when nothing more is written into them. As far as it goes: a directory that can't be set
 * keeps the time of its last change.
 */
export async function setDirectoryTimes(
  resolve: Resolve,
  endpoint: EndpointId,
  times: ReadonlyMap<string, number>,
): Promise<void> {
  try {
    const target = await resolve(endpoint);
    if (target === undefined || !target.features.attributes) return;
    const known = [...times].filter(([, modified]) => !Number.isNaN(modified));
    for (let end = known.length; end > 0; end -= atOnce) {
      const some = known.slice(Math.max(end - atOnce, 0), end);
      await Promise.allSettled(some.map(([path, modified]) => target.setAttributes(path, { modified })));
    }
  } catch {
    // The session is gone: the files are there, and their times are right.
  }
}

/** Tells a write lane the times of directories: of the one that is gone into, and of those above it. */
export class ToldTimes {
  readonly #lane: Pick<WriteLane, 'directoryTimes'>;
  #last: { readonly directory: string; readonly times: ReadonlyMap<string, number> } | undefined;

  constructor(lane: Pick<WriteLane, 'directoryTimes'>) {
    this.#lane = lane;
  }

  /** What follows goes into `directory`. */
  tell(directory: string, times: ReadonlyMap<string, number>): void {
    if (this.#last?.directory === directory && this.#last.times === times) return;
    const above = timesAbove(directory, times);
    if (above.length > 0 || this.#last !== undefined) this.#lane.directoryTimes(above);
    this.#last = above.length > 0 ? { directory, times } : undefined;
  }
}

/** The times of a directory and of those above it, as far as they are known one behind the other. */
function timesAbove(directory: string, times: ReadonlyMap<string, number>): DirectoryTime[] {
  const above: DirectoryTime[] = [];
  for (let path = directory; above.length < directoryTimesLimits.count; path = parentPath(path)) {
    const modified = times.get(path);
    if (modified === undefined) break;
    if (!Number.isNaN(modified) && path.length <= directoryTimesLimits.path) above.push({ path, modified });
    if (path === '/') break;
  }
  return above;
}

/** Whether all directories below `to` that a lane changes for `path` get their times from it. */
export function givesTimes(target: FileSystem, to: string, path: string): boolean {
  const { count, path: longest } = directoryTimesLimits;
  return target.features.directoryTimes && path.length <= longest && slashesIn(path, to.length) <= count;
}

function slashesIn(path: string, from: number): number {
  let slashes = 0;
  for (let at = path.indexOf('/', from); at >= 0; at = path.indexOf('/', at + 1)) slashes += 1;
  return slashes;
}
