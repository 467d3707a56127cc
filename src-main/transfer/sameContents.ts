import { Buffer } from 'node:buffer';
import type { AppError } from '../../src-shared/errors.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
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
export async function haveSameContents(near: Side, far: Side, size: number): Promise<boolean> {
  if (size === 0) return true;
  const sha256 = await hashOf(near, size);
  if (sha256 === undefined) return false;
  const { attributes, offset } = await look(far, { size, blockSize: size, prefixes: [sha256] });
  return attributes.size === size && offset === size;
}

async function hashOf({ fileSystem, path }: Side, size: number): Promise<Uint8Array | undefined> {
  if (fileSystem.features.hash) {
    const hash = await fileSystem.hash(path);
    return hash.size === size ? Buffer.from(hash.sha256, 'hex') : undefined;
  }
  return await read<Uint8Array | undefined>(fileSystem, path, undefined, (settle) => ({
    opened(_, attributes) {
      if (attributes.size !== size) settle(undefined);
    },
    ended: (_, sha256) => settle(sha256),
  }));
}

function look({ fileSystem, path }: Side, resume: ResumePoint): Promise<{ attributes: FileAttributes; offset: number }> {
  return read<{ attributes: FileAttributes; offset: number }>(fileSystem, path, resume, (settle) => ({
    opened: (_, attributes, offset) => settle({ attributes, offset }),
    ended: () => {},
  }));
}

async function read<T>(
  fileSystem: FileSystem,
  path: string,
  resume: ResumePoint | undefined,
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
    failed: (_, error) => outcome.fail(error),
    broken: outcome.fail,
  });
  try {
    lane.request({ ticket: 1, path, resume });
    return await answer;
  } finally {
    void lane.close();
  }
}
