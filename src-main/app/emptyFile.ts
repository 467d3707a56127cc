import { createHash } from 'node:crypto';
import { AppError } from '../../src-shared/errors.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';

const ticket = 1;
const hashOfNothing = createHash('sha256').digest();

/** Makes a file with nothing in it, under the rules of a write lane. @throws AppError `already-exists` when the name is taken */
export async function writeEmptyFile(fileSystem: FileSystem, path: string): Promise<void> {
  const taken = (): AppError => new AppError('already-exists', 'the name is taken', { path });
  let close = async (): Promise<void> => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const lane = fileSystem.openWriteLane({
        acknowledged: () => {},
        committed: () => resolve(),
        skipped: () => reject(taken()),
        failed: (_ticket, error) => reject(error),
        drained: () => {},
        broken: reject,
      });
      close = () => lane.close();
      lane.open({ ticket, path, attributes: { size: 0, modified: Date.now() }, existing: 'fail' });
      lane.commit(ticket, hashOfNothing);
      lane.flush();
    });
  } finally {
    await close();
  }
}
