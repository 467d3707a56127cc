import { expect, it } from 'vitest';
import { packEntries, unpackEntries } from '../../src-shared/model/entryColumns.ts';
import { readListingMessage } from './listingMessage.ts';

/** The form that src-main/shell/browser/listingMessage.ts describes, by hand. */
function message(head: string, columns: readonly Uint8Array[]): ArrayBuffer {
  const text = new TextEncoder().encode(head);
  const length = Math.ceil((4 + text.length) / 8) * 8 - 4;
  const whole = new Uint8Array(4 + length + columns.reduce((sum, { length: bytes }) => sum + bytes, 0)).fill(0x20);
  new DataView(whole.buffer).setUint32(0, length, true);
  whole.set(text, 4);
  let at = 4 + length;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return whole.buffer;
}

it('reads a page of a listing, with names that are no UTF-8 and unknown dates', () => {
  const entries = packEntries([
    { name: 'bytes \udcff', kind: 'file', size: 2 ** 40, modified: Number.NaN, mode: 0o644 },
    { name: 'ссылка', kind: 'symlink', size: 0, modified: 1.5, target: '/x', targetKind: 'directory' },
    { name: 'c', kind: 'directory', size: 0, modified: 0 },
  ]);
  const { count, names, targets, sizes, modified, modes, kinds } = entries;
  const head = JSON.stringify({ listing: 7, total: 3, count, names, targets });
  const columns = [sizes, modified, modes, kinds].map((column) => new Uint8Array(column.buffer));
  const read = readListingMessage(message(head, columns));
  expect(read.payload).toMatchObject({ listing: 7, total: 3 });
  expect(unpackEntries(read.payload.entries)).toEqual(unpackEntries(entries));
});
