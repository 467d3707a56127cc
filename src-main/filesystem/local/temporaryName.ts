import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { nameToBytes } from '../../protocol/bytes.ts';

/**
 * Temporary files stand beside their target under a short name of their own, hidden from every listing and refused in every
 * request: `.ferry-` + 32 hexadecimal digits + `.part`. The digits come from a transfer's key when it can be resumed, else
 * they are a number that no other writer uses.
 */
const pattern = ignoresCase() ? /^\.ferry-[0-9a-f]{32}\.part$/i : /^\.ferry-[0-9a-f]{32}\.part$/;
const prefix = ignoresCase() ? /\/\.ferry-/i : /\/\.ferry-/;

/** Where another case names the same file. */
function ignoresCase(): boolean {
  return process.platform === 'win32' || process.platform === 'darwin';
}

export function temporaryName(key: string): string {
  return `.ferry-${key}.part`;
}

export function isTemporaryName(name: string): boolean {
  return name.length === 44 && pattern.test(name);
}

/** The key in a temporary file's name. */
export function temporaryKey(name: string): string {
  return name.slice('.ferry-'.length, -'.part'.length).toLowerCase();
}

/** @throws AppError `name-invalid` when a component is a temporary name */
export function refuseTemporary(path: string): void {
  if (prefix.test(path) && path.split('/').some(isTemporaryName)) {
    throw new AppError('name-invalid', 'this name is kept for unfinished transfers', { path });
  }
}

/** What a resumable file is kept under: its transfer's key serves for this name only, and is not to be seen in the name. */
export function resumableKey(key: string, path: string): string {
  return createHash('sha256')
    .update(`${key}/`)
    .update(nameToBytes(baseName(path)))
    .digest('hex')
    .slice(0, 32);
}

/** Keys for files that are not resumed: one prefix a writer, then a count. */
export class TemporaryKeys {
  readonly prefix = randomBytes(8).toString('hex');
  #count = 0;

  next(): string {
    this.#count += 1;
    return this.prefix + this.#count.toString(16).padStart(16, '0');
  }
}
