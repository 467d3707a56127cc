import { isAbsolute } from 'node:path';
import { shell } from 'electron';
import type { EntryFailure } from '../../../src-shared/ipc/contract.ts';

/** Moves entries to the trash of macOS or Windows, one after the other, since Windows may ask about each. */
export async function moveToTrash(paths: readonly string[]): Promise<{ failures: EntryFailure[] }> {
  const failures: EntryFailure[] = [];
  for (const path of paths) {
    try {
      if (!isAbsolute(path)) throw new Error('the path is not absolute');
      await shell.trashItem(path);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ path, error: { code: 'unsupported', message, path } });
    }
  }
  return { failures };
}
