/** Failed authentications are answered late, and later each time, by address. */

const firstDelayMs = 250;
const longestDelayMs = 8_000;
const forgottenAfterMs = 10 * 60_000;
const addressesKept = 10_000;

interface Failures {
  count: number;
  last: number;
}

export class Attempts {
  readonly #byAddress = new Map<string, Failures>();

  /** Counts a failure. Returns how long to wait before saying so, in milliseconds. */
  failed(address: string): number {
    const now = performance.now();
    const known = this.#byAddress.get(address);
    const count = known === undefined || now - known.last > forgottenAfterMs ? 1 : known.count + 1;
    this.#byAddress.delete(address);
    this.#byAddress.set(address, { count, last: now });
    for (const oldest of this.#byAddress.keys()) {
      if (this.#byAddress.size <= addressesKept) break;
      this.#byAddress.delete(oldest);
    }
    return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(count - 1, 10));
  }

  succeeded(address: string): void {
    this.#byAddress.delete(address);
  }
}
