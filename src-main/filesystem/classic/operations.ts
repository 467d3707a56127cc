import { AppError } from '../../../src-shared/errors.ts';
import { baseName, checkPath, parentPath } from '../../../src-shared/model/path.ts';
import { DownloadExchange } from '../../protocol/classic/download.ts';
import { exactly, ReplyExchange } from '../../protocol/classic/exchange.ts';
import { ListingExchange } from '../../protocol/classic/listing.ts';
import { classicNameProblem, encodeCommand } from '../../protocol/classic/names.ts';
import { createProbe } from '../../protocol/classic/probe.ts';
import { accepted, deletedReply, established, parseSizeReply } from '../../protocol/classic/wording.ts';
import type { ClassicConnection, ExchangeListener } from './connection.ts';

/**
 * The name a path stands for on a classic server, which knows one folder only.
 * @throws AppError `unsupported`, `name-invalid`: before a byte is sent
 */
export function classicName(path: string): string {
  checkPath(path);
  if (path === '/') throw new AppError('is-a-directory', 'this is the shared folder itself', { path });
  if (parentPath(path) !== '/') throw new AppError('unsupported', 'the classic protocol knows no folders', { path });
  const name = baseName(path);
  const problem = classicNameProblem(name);
  if (problem !== undefined) throw new AppError('name-invalid', problem, { path });
  return name;
}

export function hello(connection: ClassicConnection): Promise<true> {
  return connection.run(new ReplyExchange(Buffer.from('connme'), exactly(established)));
}

export function listNames(connection: ClassicConnection): Promise<string[]> {
  return connection.run(new ListingExchange(createProbe()));
}

/** Bytes, rounded to a hundredth of a megabyte. A folder has a size too. @throws AppError `not-found` */
export function roundedSize(connection: ClassicConnection, name: string): Promise<number> {
  return connection.run(new ReplyExchange(encodeCommand('size', name), (text) => parseSizeReply(name, text)));
}

export function removeName(connection: ClassicConnection, name: string): Promise<true> {
  return connection.run(new ReplyExchange(encodeCommand('rm', name), exactly(deletedReply(name))));
}

/** Resolves to the number of bytes. @throws AppError `not-found`, for a folder too */
export async function download(connection: ClassicConnection, name: string, listener: ExchangeListener): Promise<number> {
  await hello(connection);
  return await connection.run(new DownloadExchange(name, createProbe()), listener);
}

/** After it the server takes everything that is sent for contents. */
export function beginUpload(connection: ClassicConnection, name: string): Promise<true> {
  return connection.run(new ReplyExchange(encodeCommand('upload', name), exactly(accepted)));
}

/** Whether the name is taken, by the listing and by what the server finds under the name (which may differ in case). */
export async function nameTaken(connection: ClassicConnection, name: string): Promise<boolean> {
  if ((await listNames(connection)).includes(name)) return true;
  return (await sizeIfThere(connection, name)) !== undefined;
}

export async function sizeIfThere(connection: ClassicConnection, name: string): Promise<number | undefined> {
  try {
    return await roundedSize(connection, name);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** The same failure, about this path. */
export function about(path: string, error: unknown): AppError {
  if (!(error instanceof AppError)) return new AppError('internal', 'an unexpected failure', { path, cause: error });
  return new AppError(error.code, error.message, { path, cause: error.cause ?? error });
}
