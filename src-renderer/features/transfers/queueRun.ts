import type { Events } from '../../../src-shared/ipc/contract.ts';
import { isIdle, type TransferSummary } from '../../../src-shared/model/transfer.ts';
import { addEnded, type EndedTally, emptyTally } from '../../store/endedTally.ts';

export interface FinishedRun {
  readonly tally: EndedTally;
  readonly milliseconds: number;
}

/** The work of the queue from the first transfer to the end, over short gaps in between. Times are milliseconds. */
export class QueueRun {
  #begun: number | undefined;
  #idleSince: number | undefined;
  #tally = emptyTally;

  /** Returns whether nothing is left to do. */
  changed(summary: TransferSummary, now: number): boolean {
    const idle = isIdle(summary);
    if (idle) this.#idleSince ??= now;
    else {
      this.#begun ??= now;
      this.#idleSince = undefined;
    }
    return idle;
  }

  ended(ended: Events['transfers.ended']): void {
    this.#tally = addEnded(this.#tally, ended);
  }

  /** The run, once, when it is over. */
  takeFinished(): FinishedRun | undefined {
    if (this.#begun === undefined || this.#idleSince === undefined) return undefined;
    const run = { tally: this.#tally, milliseconds: this.#idleSince - this.#begun };
    this.#begun = undefined;
    this.#tally = emptyTally;
    return run;
  }
}
