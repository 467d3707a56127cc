import { AppError } from '../../../src-shared/errors.ts';
import { formatMegabytes } from '../../protocol/classic/wording.ts';
import type { WriteExisting } from '../lane.ts';
import type { ClassicConnection } from './connection.ts';
import { beginUpload, listNames, nameTaken, removeName, sizeIfThere } from './operations.ts';

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
 * @throws AppError `integrity-mismatch`
 */
export async function checkUploaded(again: () => Promise<ClassicConnection>, name: string, size: number): Promise<void> {
  let found: { readonly listed: boolean; readonly rounded: number | undefined };
  try {
    const connection = await again();
    found = { listed: (await listNames(connection)).includes(name), rounded: await sizeIfThere(connection, name) };
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
}

/** Takes away the beginning of a file whose upload was stopped: the server keeps it under the name. As far as it still answers. */
export async function removeCut(again: () => Promise<ClassicConnection>, name: string): Promise<void> {
  try {
    await removeName(await again(), name);
  } catch {
    // The error of the upload has said that the server may keep it.
  }
}
