import type { ExistingPolicy } from '../../src-shared/model/transfer.ts';
import { encodeName, shortenName } from '../../src-shared/model/nameBytes.ts';
import { splitExtension } from '../../src-shared/model/path.ts';
import type { WriteExisting } from '../filesystem/lane.ts';

/** What the receiver does by itself. From the others it hears that the name is taken, and both sides are looked at. */
export function writeExisting(policy: ExistingPolicy): WriteExisting {
  return policy === 'overwrite' || policy === 'newer' || policy === 'skip' ? policy : 'fail';
}

const longestName = 255;

/** The name for the n-th copy: `report (2).txt`, with the stem shortened where 255 bytes would not do. */
export function numberedName(name: string, number: number): string {
  if (number < 2) return name;
  const [stem, extension] = splitExtension(name);
  const suffix = ` (${number})${extension}`;
  const room = longestName - encodeName(suffix).length;
  // An extension that leaves no room for a stem is part of the stem.
  if (room < 1) return `${shortenName(name, longestName - ` (${number})`.length)} (${number})`;
  return shortenName(stem, room) + suffix;
}
