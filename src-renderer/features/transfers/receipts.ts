import { toErrorRecord } from '../../../src-shared/errors.ts';
import { hasRawBytes } from '../../../src-shared/model/nameBytes.ts';
import { nameFrom, sharedFolder, sumLine, sumsOf } from '../../../src-shared/model/sha256Sums.ts';
import type { Transfer } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { putText } from '../../store/putText.ts';
import { announce, currentWords, showDialog } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';

const window = 500;

/**
 * The verified receipts as `sha256sum -c` reads them, with names relative to the innermost folder that holds every file. A name
 * that is not text can't be put into the clipboard and is left out.
 */
export function sha256Sums(transfers: readonly Transfer[]): { readonly text: string; readonly count: number } {
  const sums = sumsOf(transfers).filter(({ to }) => !hasRawBytes(to.path));
  const shared = sharedFolder(sums);
  const lines = sums.map(({ to, sha256 }) => sumLine(sha256, nameFrom(shared, to.path) ?? to.path));
  return { text: lines.join(''), count: lines.length };
}

/** Asks where to write the receipts of everything in the Done tab. */
export async function openSaveReceipts(): Promise<void> {
  const words = currentWords();
  try {
    const { places } = await request('transfer.receiptPlaces', {});
    if (places.length === 0) announce(words.text.status.noReceipts);
    else showDialog({ kind: 'save-receipts', places });
  } catch (error) {
    announce(errorSentence(words, toErrorRecord(error)), true);
  }
}

/** Puts the receipts of everything in the Done tab into the clipboard. */
export async function copyReceipts(): Promise<void> {
  const words = currentWords();
  try {
    const rows: Transfer[] = [];
    for (let total = 1; rows.length < total; ) {
      const page = await request('transfer.rows', { group: 'done', start: rows.length, count: window });
      rows.push(...page.rows);
      total = page.rows.length === 0 ? 0 : page.total;
    }
    const { text, count } = sha256Sums(rows);
    if (count === 0) return announce(words.text.status.noReceipts);
    await putText(text, words.text.status.receiptsCopied(count, words.format.count(count)));
  } catch (error) {
    announce(errorSentence(words, toErrorRecord(error)), true);
  }
}
