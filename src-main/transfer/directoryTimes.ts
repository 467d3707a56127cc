import type { EndpointId } from '../../src-shared/model/location.ts';
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
  times: readonly { readonly path: string; readonly modified: number }[],
): Promise<void> {
  try {
    const target = await resolve(endpoint);
    if (target === undefined || !target.features.attributes) return;
    for (let end = times.length; end > 0; end -= atOnce) {
      const some = times.slice(Math.max(end - atOnce, 0), end).filter(({ modified }) => !Number.isNaN(modified));
      await Promise.allSettled(some.map(({ path, modified }) => target.setAttributes(path, { modified })));
    }
  } catch {
    // The session is gone: the files are there, and their times are right.
  }
}
