import { toErrorRecord } from '../../../src-shared/errors.ts';
import { hasRawBytes } from '../../../src-shared/model/nameBytes.ts';
import { parentPath, splitPath } from '../../../src-shared/model/path.ts';
import type { Transfer } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { announce, currentWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';

const window = 500;

/**
 * The verified receipts as `sha256sum -c` reads them, with names relative to the innermost folder that holds every file. A name
 * that is not text can't be written there and is left out.
 */
export function sha256Sums(transfers: readonly Transfer[]): { readonly text: string; readonly count: number } {
  const verified = transfers.filter(({ receipt, to }) => receipt?.verified === true && !hasRawBytes(to.path));
  const folders = verified.map(({ to }) => splitPath(parentPath(to.path)));
  const shared = folders.reduce((common, folder) => {
    const end = common.findIndex((part, at) => folder[at] !== part);
    return end < 0 ? common : common.slice(0, end);
  }, folders[0] ?? []);
  const lines = verified.map(({ receipt, to }) => {
    const name = splitPath(to.path).slice(shared.length).join('/');
    const escaped = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
    return `${escaped === name ? '' : '\\'}${receipt?.sha256 ?? ''}  ${escaped}\n`;
  });
  return { text: lines.join(''), count: lines.length };
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
    await navigator.clipboard.writeText(text);
    announce(words.text.status.receiptsCopied(count, words.format.count(count)));
  } catch (error) {
    const failure = toErrorRecord(error);
    announce(failure.code === 'internal' ? words.text.status.notCopied : errorSentence(words, failure), true);
  }
}
