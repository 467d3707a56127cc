import { baseName, parentPath } from '../../../../src-shared/model/path.ts';
import type { HeldDirectory, Root } from '../root.ts';
import { problemOf } from './contentWorker.ts';
import type { DiskThread } from './diskThreads.ts';
import type { Placing } from './messages.ts';

/** Fewer are placed sooner than asked for. */
export const placedOnThreadFrom = 32;

/** A file under its temporary name. */
interface Unplaced {
  readonly path: string;
  readonly key: string;
  readonly replace: boolean;
}

/** Resolves to what went wrong, file by file (undefined: nothing); undefined where directories can't be held, and nothing was done. Errors are errno's or AppError. */
export async function placeOnThread(
  thread: DiskThread,
  root: Root,
  files: readonly Unplaced[],
): Promise<readonly unknown[] | undefined> {
  const directories = new Map<string, HeldDirectory>();
  const problems: unknown[] = files.map(() => undefined);
  const asked: number[] = [];
  const placings: Placing[] = [];
  try {
    for (const [index, { path, key, replace }] of files.entries()) {
      try {
        const parent = parentPath(path);
        const directory = directories.get(parent) ?? root.hold(parent);
        if (directory === undefined) return undefined;
        directories.set(parent, directory);
        placings.push({ from: directory.temporary(key), to: directory.child(baseName(path)), replace });
        asked.push(index);
      } catch (error) {
        problems[index] = error;
      }
    }
    const answers = await ask(thread, placings);
    for (const [at, index] of asked.entries()) problems[index] = answers(at);
    return problems;
  } finally {
    for (const directory of directories.values()) directory.close();
  }
}

function ask(thread: DiskThread, files: readonly Placing[]): Promise<(index: number) => Error | undefined> {
  return new Promise((resolve) => {
    thread.ask({ kind: 'place', files }, ({ problems }, broken) => {
      resolve((index) => broken ?? problemOf({ problem: problems?.[index] }));
    });
  });
}
