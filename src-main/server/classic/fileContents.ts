import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { kept, type ReadLane } from '../../filesystem/lane.ts';
import { zeros } from '../../filesystem/zeros.ts';

const highWater = 1024 * 1024;

/** One file, opened for reading: its contents can be pulled. */
export interface FileContents {
  readonly size: number;
  /** The next piece; undefined at the end. @throws AppError when the file can't be read on */
  next(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** @throws AppError when the file can't be opened */
export async function openContents(fileSystem: FileSystem, path: string): Promise<FileContents> {
  const pieces: Uint8Array[] = [];
  let buffered = 0;
  let ended = false;
  let error: AppError | undefined;
  let size: number | undefined;
  let wake: () => void = () => undefined;
  const fail = (reason: AppError): void => {
    error ??= reason;
    wake();
  };
  const lane: ReadLane = fileSystem.openReadLane({
    opened: (_, attributes) => {
      size = attributes.size;
      wake();
    },
    data: (_, bytes, release) => {
      pieces.push(kept(bytes, release));
      buffered += bytes.length;
      if (buffered > highWater) lane.pause();
      wake();
    },
    hole: (_, length) => {
      for (let left = length; left > 0; left -= zeros.length) pieces.push(zeros.subarray(0, left));
      buffered += length;
      if (buffered > highWater) lane.pause();
      wake();
    },
    reuse: () => {},
    ended: () => {
      ended = true;
      wake();
    },
    failed: (_, reason) => fail(reason),
    broken: fail,
  });
  const change = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  lane.request({ ticket: 1, path });
  while (size === undefined && error === undefined) await change();
  if (size === undefined) {
    await lane.close();
    throw error ?? new AppError('internal', 'the file was not opened', { path });
  }
  return {
    size,
    async next() {
      while (pieces.length === 0 && !ended && error === undefined) await change();
      if (error !== undefined) throw error;
      const piece = pieces.shift();
      buffered -= piece?.length ?? 0;
      if (buffered <= highWater / 2) lane.resume();
      return piece;
    },
    close: () => lane.close(),
  };
}
