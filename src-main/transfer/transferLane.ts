import type { AppError } from '../../src-shared/errors.ts';
import type { Receipt } from '../../src-shared/model/transfer.ts';
import type { FileAttributes, WriteExisting } from '../filesystem/lane.ts';

/** What a lane has to know of a transfer. */
export interface CopyTask {
  readonly kind: 'file' | 'directory';
  readonly sourcePath: string;
  readonly targetPath: string;
  readonly existing: WriteExisting;
  /** Bytes, as far as they are known before the file is opened. */
  readonly size: number;
  /** Names the partial file, for a transfer that can go on after an interruption. */
  readonly key: string | undefined;
  /** There may be a partial file from an earlier attempt: ask for it. */
  readonly mayResume: boolean;
  /** Goes on behind what stands under the target's name, and only when that is the beginning of the source. */
  readonly adopts: boolean;
  /** Only what the file that stands at the target has not shall travel. */
  readonly delta: boolean;
  /** By their paths, the times that directories at the target shall have; those that it lies in are told with it. */
  readonly directoryTimes: ReadonlyMap<string, number>;
  /** The source shall not stay. Within one file system that is a rename; else it is removed later, when the receipt is there. */
  readonly move: boolean;
  /** An earlier attempt may have ended well and could not tell. */
  readonly unconfirmed: boolean;
}

export type CopyEnd =
  /** Without a receipt: what was moved within one file system, where nothing was copied. */
  | { readonly end: 'done'; readonly receipt: Receipt | undefined }
  | { readonly end: 'skipped' }
  | {
      readonly end: 'failed';
      readonly error: AppError;
      readonly side: 'source' | 'target';
      /** All bytes were given before: the target may have the file although it could not say so. */
      readonly unconfirmed: boolean;
    };

export interface CopyListener<T extends CopyTask> {
  /** The source was opened; `offset` bytes are at the target already. */
  started(task: T, attributes: FileAttributes, offset: number): void;
  acknowledged(task: T, bytes: number): void;
  /** Called once for each task; there is room for another. */
  ended(task: T, end: CopyEnd): void;
  /** The lane is of no use any more; every task has ended before this. Not called by close(). */
  broken(error: AppError): void;
}

/** What carries tasks from one end to the other; how it ends is told to its listener. */
export interface TransferLane<T extends CopyTask> {
  readonly hasRoom: boolean;
  /** Tasks that have not ended. */
  readonly count: number;
  /** Bytes on their way: how busy the lane is. */
  readonly bytes: number;
  add(task: T): void;
  /** Lets go of a task; with `keep`, what has arrived stays where it can. */
  cancel(task: T, keep: boolean): void;
  /** Ends every task, with `reason` where the target can't have all of it. */
  close(reason?: AppError): Promise<void>;
}
