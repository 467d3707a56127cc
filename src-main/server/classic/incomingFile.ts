import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import type { WriteExisting } from '../../filesystem/lane.ts';

const ticket = 1;

/** One file that is being received. Nothing of it shows before `commit`. */
export interface IncomingFile {
  /** Resolves when more may be given. @throws AppError when the file can't be written on */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the file stands under its name. @throws AppError */
  commit(): Promise<void>;
  discard(): Promise<void>;
}

export function openIncomingFile(fileSystem: FileSystem, path: string, existing: WriteExisting): IncomingFile {
  let error: AppError | undefined;
  let committed = false;
  let wake: () => void = () => undefined;
  const fail = (reason: AppError): void => {
    error ??= reason;
    wake();
  };
  const lane = fileSystem.openWriteLane({
    acknowledged: () => undefined,
    committed: () => {
      committed = true;
      wake();
    },
    skipped: () => fail(new AppError('already-exists', 'the name is taken', { path })),
    failed: (_, reason) => fail(reason),
    drained: () => wake(),
    broken: fail,
  });
  const change = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  // Nobody tells the size of a classic upload before its end.
  lane.open({ ticket, path, attributes: { size: 0, modified: Number.NaN, exact: false }, existing });
  return {
    async write(bytes) {
      if (error === undefined) lane.write(ticket, bytes);
      while (error === undefined && lane.congested) await change();
      if (error !== undefined) throw error;
    },
    async commit() {
      if (error === undefined) {
        lane.commit(ticket, undefined);
        lane.flush();
      }
      while (error === undefined && !committed) await change();
      await lane.close();
      if (!committed && error !== undefined) throw error;
    },
    async discard() {
      lane.abort(ticket, false);
      await lane.close();
    },
  };
}
