import type { AppError } from '../../src-shared/errors.ts';
import type { CopyTask } from './copyLane.ts';

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
