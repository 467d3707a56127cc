import { AppError } from '../../../src-shared/errors.ts';
import { formatMegabytes } from '../../protocol/classic/wording.ts';
import type { WriteExisting } from '../lane.ts';
import type { ClassicConnection } from './connection.ts';
import { beginUpload, download, listNames, nameTaken, removeName, sizeIfThere } from './operations.ts';

/** Looks whether the name is taken, and asks the server to take the contents. False: the file is to be skipped. */
export async function prepareUpload(connection: ClassicConnection, name: string, existing: WriteExisting): Promise<boolean> {
  if (existing !== 'overwrite' && (await nameTaken(connection, name))) {
    if (existing === 'skip') return false;
    if (existing === 'fail') throw new AppError('already-exists', 'the server has a file of this name');
    throw new AppError('unsupported', 'the classic protocol does not tell which file is newer');
  }
  await beginUpload(connection, name);
  return true;
}

/**
 * Looks whether a sent file is there with the size it must have. A server that is gone can't be asked, and that is no failure of
 * the upload: the original always dies behind one.
 * With `countBytes` the file is read back: a server may have taken a `byebye` at its end for the command.
 * @throws AppError `integrity-mismatch`
 */
export async function checkUploaded(
  again: () => Promise<ClassicConnection>,
  name: string,
  size: number,
  countBytes: boolean,
): Promise<void> {
  let found: { readonly listed: boolean; readonly rounded: number | undefined; readonly counted: number };
  try {
    const connection = await again();
    const listed = (await listNames(connection)).includes(name);
    const rounded = await sizeIfThere(connection, name);
    found = { listed, rounded, counted: listed && countBytes ? await download(connection, name, {}) : size };
  } catch {
    return;
  }
  if (!found.listed || found.rounded === undefined) {
    throw new AppError('integrity-mismatch', 'the file was sent, but the server does not have it');
  }
  if (formatMegabytes(found.rounded) !== formatMegabytes(size)) {
    throw new AppError(
      'integrity-mismatch',
      `the server has ${formatMegabytes(found.rounded)} MB of ${formatMegabytes(size)} MB`,
    );
  }
  if (found.counted !== size) {
    throw new AppError(
      'integrity-mismatch',
      'the server took the end of the file, “byebye”, for a command: it is not whole there',
    );
  }
}

/** Takes away the beginning of a file whose upload was stopped: the server keeps it under the name. As far as it still answers. */
export async function removeCut(again: () => Promise<ClassicConnection>, name: string): Promise<void> {
  try {
    await removeName(await again(), name);
  } catch {
    // The error of the upload has said that the server may keep it.
  }
}
