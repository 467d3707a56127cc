import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import type { EndpointId, Location } from '../../src-shared/model/location.ts';
import type { DeltaPolicy, ExistingPolicy, Transfer } from '../../src-shared/model/transfer.ts';
import type { BatchPreflight } from './preflight.ts';

export interface EnqueueRequest {
  /** Files and directories; directories are copied with everything in them. */
  readonly from: readonly Location[];
  /** By their paths, those of `from` that have been looked at right now; they are not looked at again. */
  readonly known?: ReadonlyMap<string, Entry> | undefined;
  /** The directory they go to. It is made when it is missing. */
  readonly to: Location;
  readonly existing: ExistingPolicy;
  /**
   * The entries shall not stay where they were. Within one endpoint they are renamed; between two, a source goes when the receipt of
   * its copy is verified and it is still what was copied, and directories go when they are empty in the end. What the policy skips stays.
   */
  readonly move?: boolean | undefined;
  /** `auto` by default. */
  readonly delta?: DeltaPolicy | undefined;
  /** Another name at the target, when `from` is one entry. */
  readonly name?: string | undefined;
  /** Called with each transfer of the batch as it ends: done with its receipt, skipped, failed with its error, or cancelled. */
  readonly onEnded?: ((transfer: Transfer) => void) | undefined;
}

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
  /** What is copied shall not stay where it was. */
  readonly move: boolean;
  readonly delta: DeltaPolicy;
  planning = true;
  /** What has to be asked before some of its transfers begin. */
  preflight: BatchPreflight | undefined;
  /** Transfers not yet ended. */
  open = 0;
  /** Directories at the target and the times they shall have in the end, parents before children. */
  readonly directoryTimes = new Map<string, number>();
  /** All that has come to stand in them gave them their times back. */
  givesTimes = true;
  /** Of a move: directories that go when they are empty in the end, parents before children. */
  readonly sourceDirectories: { readonly endpoint: EndpointId; readonly path: string }[] = [];
  /** Of these, the empty ones that are not at the target. */
  readonly keptDirectories = new Set<string>();
  /** Not everything in them is known: none of them goes. */
  keepDirectories = false;
  readonly abort = new AbortController();
  readonly ended: Promise<BatchResult>;
  #finished = false;
  #resolve: (result: BatchResult) => void = () => {};

  constructor(id: number, request: Pick<EnqueueRequest, 'to' | 'existing' | 'move' | 'delta' | 'onEnded'>) {
    this.id = id;
    this.to = request.to;
    this.existing = request.existing;
    this.move = request.move === true;
    this.delta = request.delta ?? 'auto';
    this.onEnded = request.onEnded;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  /** True once: everything has ended, and `finish` is due. */
  takeFinished(): boolean {
    if (this.#finished || this.planning || this.open > 0 || (this.preflight?.held ?? 0) > 0) return false;
    this.#finished = true;
    return true;
  }

  /** Something has happened in its directories, or was to, that did not give them their times. */
  get lacksTimes(): boolean {
    const { skipped, failed, cancelled } = this.counts;
    return this.directoryTimes.size > 0 && !(this.givesTimes && skipped + failed + cancelled === 0);
  }

  finish(): void {
    this.#resolve({ counts: { ...this.counts }, bytes: this.bytes });
  }

  cancelPlanning(): void {
    this.abort.abort(new AppError('cancelled', 'the batch was cancelled'));
  }
}
