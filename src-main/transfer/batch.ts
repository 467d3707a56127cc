import { AppError } from '../../src-shared/errors.ts';
import type { Location } from '../../src-shared/model/location.ts';
import type { ExistingPolicy, Transfer } from '../../src-shared/model/transfer.ts';

export interface BatchCounts {
  done: number;
  skipped: number;
  failed: number;
  cancelled: number;
}

export interface BatchResult {
  readonly counts: Readonly<BatchCounts>;
  /** Bytes of the files that are done. */
  readonly bytes: number;
}

/** One request of the user: what the caller of `enqueue` gets to hold. */
export interface Batch {
  readonly id: number;
  /** Resolves once, when every transfer of the batch has ended and the times of its directories are set. Never rejects. */
  readonly ended: Promise<BatchResult>;
}

/** The queue's own record of a batch. */
export class BatchRecord implements Batch {
  readonly id: number;
  readonly to: Location;
  /** An answer for the whole batch changes it. */
  existing: ExistingPolicy;
  readonly onEnded: ((transfer: Transfer) => void) | undefined;
  readonly counts: BatchCounts = { done: 0, skipped: 0, failed: 0, cancelled: 0 };
  bytes = 0;
  planning = true;
  /** Transfers not yet ended. */
  open = 0;
  /** Directories at the target and the times they shall have in the end, parents before children. */
  readonly directoryTimes: { readonly path: string; readonly modified: number }[] = [];
  readonly abort = new AbortController();
  readonly ended: Promise<BatchResult>;
  #finished = false;
  #resolve: (result: BatchResult) => void = () => {};

  constructor(id: number, to: Location, existing: ExistingPolicy, onEnded: ((transfer: Transfer) => void) | undefined) {
    this.id = id;
    this.to = to;
    this.existing = existing;
    this.onEnded = onEnded;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** True once: everything has ended, and `finish` is due. */
  takeFinished(): boolean {
    if (this.#finished || this.planning || this.open > 0) return false;
    this.#finished = true;
    return true;
  }

  finish(): void {
    this.#resolve({ counts: { ...this.counts }, bytes: this.bytes });
  }

  cancelPlanning(): void {
    this.abort.abort(new AppError('cancelled', 'the batch was cancelled'));
  }
}
