import type { Hash } from 'node:crypto';

/** Zeros for whoever needs real ones where a hole was told. Shared: nobody may write to them. */
export const zeros: Uint8Array = new Uint8Array(256 * 1024);

/** Adds `length` zeros to a hash. */
export function hashZeros(hash: Hash, length: number): void {
  for (let left = length; left > 0; left -= zeros.length) hash.update(left < zeros.length ? zeros.subarray(0, left) : zeros);
}
