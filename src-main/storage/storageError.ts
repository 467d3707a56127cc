import { AppError, type ErrorCode } from '../../src-shared/errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  ENOTDIR: 'not-a-directory',
  EISDIR: 'is-a-directory',
};

/** What went wrong with a file of the application's own. */
export function storageError(error: unknown, path: string): AppError {
  const code = codes[errno(error) ?? ''] ?? 'internal';
  const message = error instanceof Error ? error.message : String(error);
  return new AppError(code, message, { path, cause: error });
}

/** The system's name of an error, as `ENOENT`. */
export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
