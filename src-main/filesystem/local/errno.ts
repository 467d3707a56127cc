import { AppError, type ErrorCode } from '../../../src-shared/errors.ts';

const codes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['not-found', 'no such file or directory'],
  EEXIST: ['already-exists', 'the name is taken'],
  ENOTDIR: ['not-a-directory', 'not a directory'],
  EISDIR: ['is-a-directory', 'is a directory'],
  ENOTEMPTY: ['directory-not-empty', 'the directory is not empty'],
  EACCES: ['permission-denied', 'permission denied'],
  EPERM: ['permission-denied', 'the operation is not permitted'],
  EROFS: ['permission-denied', 'the file system is read-only'],
  EBUSY: ['busy', 'the file is in use'],
  ETXTBSY: ['busy', 'the file is in use'],
  EMFILE: ['busy', 'too many files are open'],
  ENFILE: ['busy', 'too many files are open'],
  ENAMETOOLONG: ['name-invalid', 'the name is too long'],
  EILSEQ: ['name-invalid', 'the file system can not hold this name'],
  EINVAL: ['invalid-request', 'the file system refused the request'],
  ENOSPC: ['no-space', 'no space left on the device'],
  EDQUOT: ['no-space', 'the disk quota is used up'],
  EFBIG: ['no-space', 'the file is larger than the file system allows'],
  ELOOP: ['not-a-file', 'a symbolic link is not followed here'],
  ENXIO: ['not-a-file', 'not a regular file'],
  EXDEV: ['unsupported', 'the target lies on another volume'],
  ENOSYS: ['unsupported', 'the file system can not do this'],
  ENOTSUP: ['unsupported', 'the file system can not do this'],
  EOPNOTSUPP: ['unsupported', 'the file system can not do this'],
};

/** What a failed file call means; `path` is the path as its file system names it. An AppError passes unchanged. */
export function fromErrno(error: unknown, path?: string): AppError {
  if (error instanceof AppError) return error;
  const errno = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const [code, message] = codes[errno] ?? ['internal', error instanceof Error ? error.message : String(error)];
  return new AppError(code, message, { path, cause: error });
}

export function isErrno(error: unknown, ...wanted: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && wanted.includes(error.code);
}
