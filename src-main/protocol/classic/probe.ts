import { randomInt } from 'node:crypto';
import { sizeReply } from './wording.ts';

/**
 * Neither a listing nor a download says where it ends, and both may hold the very text that comes behind them. A probe settles
 * it: `size` of a path that is the shared folder itself, written in a way nobody can foresee (`././/./`…). The answer repeats
 * the path, so it stands in no file; it has slashes, so it stands in no listing.
 *
 * The blank before it makes a probe harmless when the server reads it in one piece with the command before: it is then one more
 * word, which `ls` and `connme` ignore.
 */
export interface Probe {
  readonly command: Uint8Array;
  /** The longest answer in bytes. */
  readonly length: number;
  /** Where the answer begins if `tail` ends with it, else -1. */
  find(tail: string): number;
}

export function createProbe(random: number = randomInt(2 ** 32)): Probe {
  let path = '.';
  for (let bit = 0; bit < 32; bit++) path += (random >>> bit) & 1 ? '//.' : '/.';
  const prefix = sizeReply(path, 0).slice(0, -'0.00 MB'.length);
  return {
    command: Buffer.from(` size ${path}`),
    length: prefix.length + 16,
    find(tail) {
      if (!tail.endsWith(' MB')) return -1;
      const at = tail.lastIndexOf(prefix);
      return at >= 0 && /^\d{1,9}\.\d\d MB$/.test(tail.slice(at + prefix.length)) ? at : -1;
    },
  };
}
