import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../src-shared/errors.ts';

/** The version in package.json, which lies two folders above the bundles in the repository and in the packaged app. @throws AppError */
export function productVersion(bundle: string): string {
  const manifest: unknown = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', bundle)), 'utf8'));
  const version: unknown = Reflect.get(Object(manifest), 'version');
  if (typeof version !== 'string') throw new AppError('internal', 'package.json names no version');
  return version;
}
