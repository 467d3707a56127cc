import type { Events } from '../../src-shared/ipc/contract.ts';
import type { Words } from '../text/text.ts';
import { visibleName } from '../text/visibleName.ts';

/** What has ended since the queue last began to work, so that a folder of files is said once and not file by file. */
export interface EndedTally {
  readonly copied: number;
  readonly failed: number;
  readonly skipped: number;
  /** Ended in ways that were not told row by row: copied, skipped or cancelled. */
  readonly unknown: number;
  readonly lastCopied: string;
  readonly lastFailed: string;
  readonly lastSkipped: string;
}

export const emptyTally: EndedTally = {
  copied: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  lastCopied: '',
  lastFailed: '',
  lastSkipped: '',
};

export function addEnded(tally: EndedTally, { count, failed, rows }: Events['transfers.ended']): EndedTally {
  const copied = rows.filter((row) => row.state === 'done');
  const skipped = rows.filter((row) => row.state === 'skipped');
  const told = rows.filter((row) => row.state !== 'failed').length;
  return {
    copied: tally.copied + copied.length,
    failed: tally.failed + failed,
    skipped: tally.skipped + skipped.length,
    unknown: tally.unknown + Math.max(0, count - failed - told),
    lastCopied: copied.at(-1)?.name ?? tally.lastCopied,
    lastFailed: rows.findLast((row) => row.state === 'failed')?.name ?? tally.lastFailed,
    lastSkipped: skipped.at(-1)?.name ?? tally.lastSkipped,
  };
}

/** What came to its end without a failure. What was skipped is not told apart where not every row was told. */
export function finishedOf({ copied, skipped, unknown }: EndedTally): number {
  return unknown > 0 ? copied + skipped + unknown : copied;
}

/**
 * The sentence for the status bar; undefined when there is nothing worth saying (what was cancelled was asked for). What is
 * the same on both sides is skipped without a question, so that a skip, when nothing else happened, has to be said.
 */
export function tallySentence(tally: EndedTally, { text, format }: Words): string | undefined {
  const { copied, failed, unknown } = tally;
  const finished = finishedOf(tally);
  if (failed > 0) {
    if (finished > 0) return text.status.finishedAndFailed(format.count(finished), format.count(failed));
    return failed === 1 && tally.lastFailed !== ''
      ? text.status.failed(visibleName(tally.lastFailed))
      : text.status.failedMany(failed, format.count(failed));
  }
  if (unknown > 0) return text.status.finishedMany(finished, format.count(finished));
  if (copied === 1) return text.status.copied(visibleName(tally.lastCopied));
  if (copied > 1) return text.status.copiedMany(format.count(copied));
  if (tally.skipped === 0) return undefined;
  return tally.skipped === 1
    ? text.status.skipped(visibleName(tally.lastSkipped))
    : text.status.skippedMany(format.count(tally.skipped));
}
