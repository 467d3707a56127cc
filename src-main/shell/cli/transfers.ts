import { AppError, type ErrorRecord, fromErrorRecord } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import type { Conflict, DeltaPolicy, ExistingPolicy, Transfer } from '../../../src-shared/model/transfer.ts';
import { toPlatformText } from '../../filesystem/local/platformPath.ts';
import type { TransferQueue } from '../../transfer/queue.ts';
import type { AskConflict } from './conflictQuestion.ts';
import { errorLine, type Output } from './output.ts';
import { ProgressBar } from './progressBar.ts';
import type { Workspace } from './workspace.ts';

export interface TransferRequest {
  readonly from: readonly Location[];
  /** As in EnqueueRequest. */
  readonly known?: ReadonlyMap<string, Entry> | undefined;
  /** The directory. */
  readonly to: Location;
  readonly name: string | undefined;
  readonly existing: ExistingPolicy;
  readonly move?: boolean | undefined;
  readonly delta?: DeltaPolicy | undefined;
}

export interface TransferSurroundings {
  readonly workspace: Workspace;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Undefined where nobody can be asked: a taken name then fails its transfer. */
  readonly ask: AskConflict | undefined;
  /** Whether a person looks at standard error. */
  readonly showProgress: boolean;
}

/** What came of it. */
export interface TransferResult {
  readonly files: number;
  readonly bytes: number;
  readonly skipped: number;
  /** Files whose receipt says that the other side could not prove what it has. */
  readonly unverified: number;
  /** The last file's receipt, for a transfer of one file. */
  readonly last: Transfer | undefined;
}

const mostErrors = 20;

/**
 * Copies through the queue: receipts to the output as they come, failures as lines on standard error.
 * @throws AppError the only failure, or one that sums them up; `cancelled` when the signal was aborted
 */
export async function runTransfers(request: TransferRequest, surroundings: TransferSurroundings): Promise<TransferResult> {
  const { workspace, output, signal } = surroundings;
  const { queue } = workspace;
  const run = new Run(output);
  const cancel = (): void => queue.cancel('all');
  signal.addEventListener('abort', cancel);
  const answering = answerConflicts(queue, run, surroundings);
  workspace.onConflicts = answering.look;
  const batch = queue.enqueue({ ...request, onEnded: (transfer) => run.ended(transfer) });
  if (signal.aborted) cancel();
  const bar = surroundings.showProgress ? new ProgressBar(output.errors, () => readProgress(queue, run)) : undefined;
  answering.bar = bar;
  output.onBeforeError = () => bar?.clear();
  try {
    const { bytes } = await batch.ended;
    // A command that has failed leaves nothing.
    if (run.failedIds.length > 0 && request.to.endpoint === localEndpoint) await queue.discardPartials(run.failedIds);
    if (signal.aborted) throw new AppError('cancelled', 'cancelled');
    bar?.end();
    run.throwFailures();
    return { files: run.files, bytes, skipped: run.skipped, unverified: run.unverified, last: run.last };
  } finally {
    bar?.end();
    workspace.onConflicts = () => undefined;
    signal.removeEventListener('abort', cancel);
    await output.flush();
  }
}

class Run {
  readonly #output: Output;
  readonly #errors: ErrorRecord[] = [];
  readonly #passedOver: ErrorRecord[] = [];
  #cancelled = 0;
  readonly failedIds: number[] = [];
  readonly refused = new Set<number>();
  files = 0;
  skipped = 0;
  unverified = 0;
  filesEnded = 0;
  bytesDone = 0;
  last: Transfer | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  ended(transfer: Transfer): void {
    this.filesEnded += 1;
    if (transfer.state === 'done') this.bytesDone += transfer.size;
    switch (transfer.state) {
      case 'done':
        return this.#done(transfer);
      case 'skipped':
        this.skipped += 1;
        if (transfer.error !== undefined) this.#passedOver.push({ ...transfer.error, path: transfer.from.path });
        return;
      case 'cancelled':
        if (!this.refused.has(transfer.id)) {
          this.#cancelled += 1;
          return;
        }
        this.#fail(transfer, { code: 'already-exists', message: 'the name is taken; see --overwrite', path: transfer.to.path });
        return;
      default:
        this.failedIds.push(transfer.id);
        this.#fail(transfer, transfer.error ?? { code: 'internal', message: 'failed for no known reason' });
    }
  }

  /** One failure is thrown as it is; more are told one by one, and counted. */
  throwFailures(): void {
    // What was asked for by name and could not be copied at all is a failure.
    if (this.filesEnded === 1) this.#errors.push(...this.#passedOver.splice(0));
    for (const { message, path = '' } of this.#passedOver) this.#output.note(`skipped: ${message}: ${path}`);
    const [first] = this.#errors;
    if (first === undefined) {
      if (this.#cancelled === 0) return;
      throw new AppError('cancelled', `${this.#cancelled} files or folders were not copied`);
    }
    if (this.#errors.length === 1) throw fromErrorRecord(first);
    for (const error of this.#errors.slice(0, mostErrors)) this.#output.note(errorLine(error));
    const more = this.#errors.length > mostErrors ? `; the first ${mostErrors} are above` : '';
    throw new AppError(first.code, `${this.#errors.length} files or folders could not be copied${more}`);
  }

  #done(transfer: Transfer): void {
    const { receipt, to } = transfer;
    // It was to be moved, and its original is still there.
    if (transfer.error !== undefined) this.#fail(transfer, transfer.error);
    if (receipt === undefined) return;
    this.files += 1;
    if (!receipt.verified) this.unverified += 1;
    this.last = transfer;
    if (!this.#output.json) return;
    // Elsewhere than on Windows the path is the platform's own, and keeps names that are not UTF-8.
    const path = to.endpoint === localEndpoint && process.platform === 'win32' ? toPlatformText(to.path) : to.path;
    const { size, sha256, verified } = receipt;
    this.#output.value({ event: 'receipt', path, size, sha256, verified });
  }

  #fail(transfer: Transfer, error: ErrorRecord): void {
    this.#errors.push(error.path === undefined ? { ...error, path: transfer.from.path } : error);
  }
}

function answerConflicts(
  queue: TransferQueue,
  run: Run,
  { ask, signal }: TransferSurroundings,
): { readonly look: () => void; bar: ProgressBar | undefined } {
  const answered = new Set<number>();
  const answer = async (conflict: Conflict): Promise<void> => {
    if (ask === undefined) {
      run.refused.add(conflict.transfer);
      queue.answer(conflict.id, 'cancel', false);
      return;
    }
    answering.bar?.hold(true);
    const { answer, forBatch } = await ask(conflict, signal);
    answering.bar?.hold(false);
    queue.answer(conflict.id, answer, forBatch);
  };
  const answering: ReturnType<typeof answerConflicts> = {
    bar: undefined,
    look() {
      for (const conflict of queue.conflicts()) {
        if (answered.has(conflict.id)) continue;
        answered.add(conflict.id);
        answer(conflict).catch(() => queue.cancel('all'));
      }
    },
  };
  return answering;
}

function readProgress(queue: TransferQueue, run: Run): ReturnType<ConstructorParameters<typeof ProgressBar>[1]> {
  const { bytesTotal, bytesAcknowledged, rate, planning, counts } = queue.summary();
  const open = counts.queued + counts.running;
  // The queue's sums are of what has not ended.
  return {
    acknowledged: run.bytesDone + bytesAcknowledged,
    total: run.bytesDone + bytesTotal,
    rate,
    filesDone: run.filesEnded,
    files: run.filesEnded + open,
    planning,
  };
}
