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
export function restoreTime(root: Root, { path, modified }: DirectoryTime): void {
  try {
    setAttributes(root, path, { modified });
  } catch {
    // The files stand, and their times are right.
  }
}
