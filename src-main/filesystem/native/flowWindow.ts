import { limits } from '../../protocol/limits.ts';

/** How many bytes of a lane a receiver wants to be on their way. */
export interface FlowWindow {
  readonly size: number;
  /** So many bytes have come. */
  received(bytes: number): void;
}

/** Milliseconds: a link that answers sooner is filled by the fixed window, and a queue on it is soon empty. */
const nearby = 2;
const first = limits.leastWindow;
const largest = 32 * 1024 * 1024;
/**
 * Times what the link carries in a round trip. More than 1, or a rate that was held back would never be found out to be higher; what is
 * over waits in the link's queue, and everybody's packets behind it.
 */
const gain = 1.5;
/** Intervals that are remembered. */
const remembered = 5;
/** Milliseconds. */
const shortestInterval = 20;

/** Whether round trips count. `roundTrip`: milliseconds. */
export function isFar(roundTrip: number): boolean {
  return roundTrip > nearby;
}

/** What a lane begins with. `roundTrip`: milliseconds. */
export function firstWindow(roundTrip: number): number {
  return isFar(roundTrip) ? first : limits.window;
}

/** Follows bandwidth x delay over a link with a round trip that counts; else it is fixed. */
export function flowWindow(roundTrip: number, now: () => number = () => performance.now()): FlowWindow {
  return isFar(roundTrip) ? new MeasuredWindow(roundTrip, now) : fixedWindow(limits.window);
}

export function fixedWindow(size: number): FlowWindow {
  return { size, received() {} };
}

/**
 * The rate is the median of the last intervals of a round trip: what was lost and comes again brings all that waited behind it with it,
 * which looks like a rate that the link does not have.
 */
class MeasuredWindow implements FlowWindow {
  size = first;
  readonly #roundTrip: number;
  readonly #interval: number;
  readonly #now: () => number;
  #since: number;
  #bytes = 0;
  readonly #rates: number[] = [];

  constructor(roundTrip: number, now: () => number) {
    this.#roundTrip = roundTrip;
    this.#interval = Math.max(roundTrip, shortestInterval);
    this.#now = now;
    this.#since = now();
  }

  received(bytes: number): void {
    const now = this.#now();
    const passed = now - this.#since;
    this.#bytes += bytes;
    if (passed < this.#interval) return;
    // Where nothing came for long nothing was sent: that tells nothing of the link.
    if (passed < 3 * this.#interval) this.#add(this.#bytes / passed);
    this.#since = now;
    this.#bytes = 0;
  }

  #add(rate: number): void {
    this.#rates.push(rate);
    if (this.#rates.length > remembered) this.#rates.shift();
    const middle = this.#rates.toSorted((a, b) => a - b)[Math.floor(this.#rates.length / 2)] ?? 0;
    this.size = Math.min(largest, Math.max(first, Math.round(middle * this.#roundTrip * gain)));
  }
}
