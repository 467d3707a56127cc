import { Buffer } from 'node:buffer';
import { win32 } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { encodeName, hasRawBytes, isEncodable } from '../../../src-shared/model/nameBytes.ts';

/** What Node's file calls take: text, or bytes for a name that is not UTF-8 (Unix only). */
export type PlatformPath = string | Buffer;

const windows = process.platform === 'win32';

/** The path in the form of src-shared/model/path.ts of an absolute path as this platform writes it: `C:\a` is `/C:/a`. */
export function toLocalPath(platformPath: string): string {
  if (!windows) return trim(platformPath);
  const normal = win32.normalize(platformPath).replaceAll('\\', '/');
  return trim(normal.startsWith('/') ? normal : `/${normal}`);
}

function trim(path: string): string {
  const short = path.replace(/\/+$/, '').replace(/\/{2,}/g, '/');
  return short === '' ? '/' : short;
}

/** The inverse. @throws AppError `name-invalid` for a path that this platform can't have */
export function toPlatformPath(path: string): PlatformPath {
  if (!isEncodable(path)) throw new AppError('name-invalid', 'the name is not well-formed text', { path });
  if (windows) return toWindowsPath(path);
  return hasRawBytes(path) ? Buffer.from(encodeName(path)) : path;
}

/** The same for showing and for programs that take text; raw bytes come out as U+FFFD. */
export function toPlatformText(path: string): string {
  const platform = toPlatformPath(path);
  return typeof platform === 'string' ? platform : platform.toString('utf8');
}

function toWindowsPath(path: string): string {
  if (hasRawBytes(path)) throw new AppError('name-invalid', 'the name is not well-formed text', { path });
  for (const part of path.split('/').slice(2)) {
    const problem = windowsNameProblem(part);
    if (problem !== undefined) throw new AppError('name-invalid', problem, { path });
  }
  const rest = path.slice(1).replaceAll('/', '\\');
  return /^[A-Za-z]:$/.test(rest) ? `${rest}\\` : rest;
}

/** Why Windows can't have, or would change, this name. */
export function windowsNameProblem(name: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are the characters Windows forbids
  if (/[<>:"|?*\\\u0000-\u001f]/.test(name)) return 'the name has a character that Windows does not allow';
  if (/[. ]$/.test(name)) return 'Windows does not allow a name that ends with a dot or a space';
  if (/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i.test(name)) return 'the name is reserved on Windows';
  return undefined;
}
