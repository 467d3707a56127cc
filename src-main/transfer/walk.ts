import { errorTraits } from '../../src-shared/errors.ts';
import { joinPath, nameProblem } from '../../src-shared/model/path.ts';
import type { FileSystem, WalkPage } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';

/** Everything below a directory, as FileSystem.walk tells it, also of a file system that has no walk of its own. @throws AppError */
export function walk(source: FileSystem, start: string, signal: AbortSignal): AsyncIterable<WalkPage> {
  return source.features.walk ? source.walk(start, { signal }) : walkByListing(source, start, signal);
}

async function* walkByListing(source: FileSystem, start: string, signal: AbortSignal): AsyncGenerator<WalkPage> {
  const waiting = [''];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    try {
      for await (const { entries } of source.list(directory === '' ? start : joinPath(start, directory), { signal })) {
        yield { directory, entries };
        for (const { kind, name } of entries) {
          if (kind === 'directory' && nameProblem(name) === undefined) {
            waiting.push(directory === '' ? name : `${directory}/${name}`);
          }
        }
      }
    } catch (error) {
      const problem = asAppError(error);
      if (signal.aborted || directory === '' || errorTraits(problem.code).session === 'ends') throw error;
      yield { directory, entries: [], error: problem };
    }
  }
}
