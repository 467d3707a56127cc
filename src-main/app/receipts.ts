import { Buffer } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import type { Params, Result } from '../../src-shared/ipc/contract.ts';
import { type EndpointId, localEndpoint } from '../../src-shared/model/location.ts';
import { encodeName, hasRawBytes } from '../../src-shared/model/nameBytes.ts';
import { checkName } from '../../src-shared/model/path.ts';
import { nameFrom, sharedFolder, type Sum, sumLine } from '../../src-shared/model/sha256Sums.ts';
import { toLocalPath, windowsNameProblem } from '../filesystem/local/platformPath.ts';
import { writeFileAtomically } from '../storage/atomicFile.ts';
import { errno, storageError } from '../storage/storageError.ts';

/** Where there are verified files, and how many. */
export function receiptPlaces(sums: readonly Sum[]): Result<'transfer.receiptPlaces'> {
  const byEndpoint = new Map<EndpointId, Sum[]>();
  for (const sum of sums) {
    const known = byEndpoint.get(sum.to.endpoint);
    if (known === undefined) byEndpoint.set(sum.to.endpoint, [sum]);
    else known.push(sum);
  }
  const places = [...byEndpoint].map(([endpoint, own]) => ({ endpoint, folder: sharedFolder(own), count: own.length }));
  return { places };
}

/**
 * Writes the receipts of one endpoint into a new file. Files of this computer are named from the folder it is in, or by their whole
 * path; those of a server from the innermost folder that holds them all.
 * @throws AppError `already-exists` when there is such a file and it shall not be replaced, `not-found` for nothing to write or a
 * missing folder, `not-a-directory`, `name-invalid`, `permission-denied`, `no-space`
 */
export async function saveReceipts(
  sums: readonly Sum[],
  { endpoint, folder, name, replace }: Params<'transfer.saveReceipts'>,
): Promise<Result<'transfer.saveReceipts'>> {
  if (!isAbsolute(folder)) throw new AppError('name-invalid', 'the folder must be a whole path', { path: folder });
  const problem = process.platform === 'win32' ? windowsNameProblem(checkName(name)) : undefined;
  if (problem !== undefined) throw new AppError('name-invalid', problem, { path: name });
  const path = join(folder, checkName(name));
  const own = sums.filter(({ to }) => to.endpoint === endpoint);
  if (own.length === 0) throw new AppError('not-found', 'there is no verified receipt', { path: name });
  await checkFolder(folder);
  const from = endpoint === localEndpoint ? toLocalPath(folder) : sharedFolder(own);
  const lines = own.map(({ to, sha256 }) => sumLine(sha256, nameFrom(from, to.path) ?? wholePath(to.path)));
  // A name that is not text stands in the file as the bytes it is.
  const contents = lines.some(hasRawBytes) ? Buffer.concat(lines.map(encodeName)) : lines.join('');
  await writeFileAtomically(path, contents, { mode: 0o666, replace });
  return { path: toLocalPath(path), count: own.length };
}

/** `C:/Users/x` on Windows. */
function wholePath(path: string): string {
  return process.platform === 'win32' ? path.slice(1) : path;
}

async function checkFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    throw errno(error) === 'ENOENT'
      ? new AppError('not-found', 'there is no such folder', { path: folder })
      : storageError(error, folder);
  }
  throw new AppError('not-a-directory', 'not a folder', { path: folder });
}
