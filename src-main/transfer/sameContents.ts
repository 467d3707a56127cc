import { Buffer } from 'node:buffer';
import { AppError } from '../../src-shared/errors.ts';
import type { FileSystem, OperationOptions } from '../filesystem/fileSystem.ts';
import type { FileAttributes, ReadSink, ResumePoint } from '../filesystem/lane.ts';

export interface Side {
  readonly fileSystem: FileSystem;
  readonly path: string;
}

/**
 * Whether two files of `size` bytes hold the same. `near` is hashed where it is, or read whole where that can't be; of `far` no byte
 * travels when they are the same: it is asked whether it begins with contents of this hash.
 * @throws AppError when one of them can't be read
 */
export async function haveSameContents(near: Side, far: Side, size: number, options: OperationOptions = {}): Promise<boolean> {
  return (await beginsWith(near, far, size, options)) === size;
}

/** Whether `whole` begins with all of `beginning`, a file of `size` bytes, and goes on. @throws AppError as above */
export async function isBeginning(beginning: Side, whole: Side, size: number, options: OperationOptions = {}): Promise<boolean> {
  const length = await beginsWith(beginning, whole, size, options);
  return length !== undefined && length > size;
}

/** The size of `far` when it begins with what `near` holds, which must be `size` bytes. */
async function beginsWith(near: Side, far: Side, size: number, options: OperationOptions): Promise<number | undefined> {
  if (size === 0) return (await far.fileSystem.stat(far.path, options)).size;
  const sha256 = await hashOf(near, size, options);
  if (sha256 === undefined) return undefined;
  const { attributes, offset } = await look(far, { size, blockSize: size, prefixes: [sha256] }, options);
  return offset === size ? attributes.size : undefined;
}

async function hashOf({ fileSystem, path }: Side, size: number, options: OperationOptions): Promise<Uint8Array | undefined> {
  if (fileSystem.features.hash) {
    const hash = await fileSystem.hash(path, options);
    return hash.size === size ? Buffer.from(hash.sha256, 'hex') : undefined;
  }
  return await read<Uint8Array | undefined>(fileSystem, path, { resume: undefined, ...options }, (settle) => ({
    opened(_, attributes) {
      if (attributes.size !== size) settle(undefined);
    },
    ended: (_, sha256) => settle(sha256),
  }));
}

function look(
  { fileSystem, path }: Side,
  resume: ResumePoint,
  options: OperationOptions,
): Promise<{ attributes: FileAttributes; offset: number }> {
  return read<{ attributes: FileAttributes; offset: number }>(fileSystem, path, { resume, ...options }, (settle) => ({
    opened: (_, attributes, offset) => settle({ attributes, offset }),
    ended: () => {},
  }));
}

async function read<T>(
  fileSystem: FileSystem,
  path: string,
  { resume, signal }: OperationOptions & { readonly resume: ResumePoint | undefined },
  hear: (settle: (value: T) => void) => Pick<ReadSink, 'opened' | 'ended'>,
): Promise<T> {
  const outcome: { settle: (value: T) => void; fail: (error: AppError) => void } = { settle: () => {}, fail: () => {} };
  const answer = new Promise<T>((resolve, reject) => {
    outcome.settle = resolve;
    outcome.fail = reject;
  });
  const lane = fileSystem.openReadLane({
    ...hear(outcome.settle),
    data: (_, _bytes, release) => release?.(),
    hole: () => {},
    reuse: () => {},
    failed: (_, error) => outcome.fail(error),
    broken: outcome.fail,
  });
  const stop = (): void => outcome.fail(new AppError('cancelled', 'cancelled', { path }));
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    lane.request({ ticket: 1, path, resume });
    return await answer;
  } finally {
    signal?.removeEventListener('abort', stop);
    void lane.close();
  }
}
