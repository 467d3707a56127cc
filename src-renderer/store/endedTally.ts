import type { Events } from '../../src-shared/ipc/contract.ts';
import type { Words } from '../text/text.ts';
import { visibleName } from '../text/visibleName.ts';

/** What has ended since the queue last began to work, so that a folder of files is said once and not file by file. */
export interface EndedTally {
  readonly copied: number;
  readonly failed: number;
  /** Ended in ways that were not told row by row: copied, skipped or cancelled. */
  readonly unknown: number;
  readonly lastCopied: string;
  readonly lastFailed: string;
}

export const emptyTally: EndedTally = { copied: 0, failed: 0, unknown: 0, lastCopied: '', lastFailed: '' };

export function addEnded(tally: EndedTally, { count, failed, rows }: Events['transfers.ended']): EndedTally {
  const copied = rows.filter((row) => row.state === 'done');
  const told = rows.filter((row) => row.state !== 'failed').length;
  return {
    copied: tally.copied + copied.length,
    failed: tally.failed + failed,
    unknown: tally.unknown + Math.max(0, count - failed - told),
    lastCopied: copied.at(-1)?.name ?? tally.lastCopied,
    lastFailed: rows.findLast((row) => row.state === 'failed')?.name ?? tally.lastFailed,
  };
}

/** The sentence for the status bar; undefined when there is nothing worth saying (what was skipped or cancelled was asked for). */
export function tallySentence(tally: EndedTally, { text, format }: Words): string | undefined {
  const { copied, failed, unknown } = tally;
  const finished = copied + unknown;
  if (failed > 0) {
    if (finished > 0) return text.status.finishedAndFailed(format.count(finished), format.count(failed));
    return failed === 1 && tally.lastFailed !== ''
      ? text.status.failed(visibleName(tally.lastFailed))
      : text.status.failedMany(failed, format.count(failed));
  }
  if (unknown > 0) return text.status.finishedMany(format.count(finished));
  if (copied === 1) return text.status.copied(visibleName(tally.lastCopied));
  return copied > 1 ? text.status.copiedMany(format.count(copied)) : undefined;
}
