import { Buffer } from 'node:buffer';
import type { Events } from '../../../src-shared/ipc/contract.ts';

/**
 * A page of a listing as a binary message, which the page reads without taking it apart:
 *
 *   u32   bytes of the text that follows, such that what is behind it begins at a multiple of eight
 *   text  JSON, with blanks behind it: {"listing":1,"total":3,"count":3,"names":"…","targets":[[0,"…"]]}
 *   then  `count` times f64 size, f64 modified, u16 mode and u8 kind, column by column (see EntryColumns)
 *
 * Numbers are little-endian: both ends are programs on one computer, and none that runs either is anything else.
 */
export function listingMessage({ listing, total, entries }: Events['listing.page']): Uint8Array {
  const { count, names, targets, sizes, modified, modes, kinds } = entries;
  const text = Buffer.from(JSON.stringify({ listing, total, count, names, targets }), 'utf8');
  const length = Math.ceil((4 + text.length) / 8) * 8 - 4;
  const head = Buffer.alloc(4 + length, ' ');
  head.writeUInt32LE(length);
  text.copy(head, 4);
  return Buffer.concat([head, bytesOf(sizes), bytesOf(modified), bytesOf(modes), bytesOf(kinds)]);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
