import { limits } from '../../protocol/limits.ts';

/** How many bytes of a lane a receiver wants to be on their way. */
export interface FlowWindow {
  readonly size: number;
  /** Bytes that are granted at a time, at the least. */
  readonly step: number;
  /** So many bytes have come. */
  received(bytes: number): void;
}

/** Milliseconds: a link that answers sooner is filled by the fixed window, and a queue on it is soon empty. */
const nearby = 2;
const first = limits.leastWindow;
const smallest = 1024 * 1024;
const largest = 32 * 1024 * 1024;
/**
 * Times what the link carries in a round trip. More than 1, or a rate that was held back would never be found out to be higher; what is
 * over waits in the link's queue, and everybody's packets behind it.
 */
const gain = 1.25;
/** While TCP looks for the rate. Twice the rate would be the whole queue of many a link, and its end is dropped. */
const growingGain = 1.5;
/** A rate that is no higher by this than the highest, so many times one behind the other, is the link's. */
const growth = 1.25;
const steadyIntervals = 3;
/** Intervals that are remembered. */
const remembered = 5;
/** Milliseconds. */
const shortestInterval = 20;
/** Milliseconds in which the window would fall to nothing: BBR sends next to nothing for 200 ms, every ten seconds. */
const fall = 4000;

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
  return { size, step: size / 4, received() {} };
}

class MeasuredWindow implements FlowWindow {
  size = first;
  readonly #roundTrip: number;
  readonly #interval: number;
  readonly #now: () => number;
  #since: number;
  #bytes = 0;
  /** Bytes a millisecond. */
  readonly #rates: number[] = [];
  #highest = 0;
  /** Intervals without growth; beyond `steadyIntervals` the rate has been found once. */
  #steady = 0;

  constructor(roundTrip: number, now: () => number) {
    this.#roundTrip = roundTrip;
    this.#interval = Math.max(roundTrip, shortestInterval);
    this.#now = now;
    this.#since = now();
  }

  /** Finer than on a link nearby: what is granted at a time is sent in a burst, into the link's queue. */
  get step(): number {
    return this.size / 8;
  }

  received(bytes: number): void {
    const now = this.#now();
    const passed = now - this.#since;
    this.#bytes += bytes;
    if (passed < this.#interval) return;
    // Where nothing came for long nothing was sent: that tells nothing of the link.
    if (passed < 3 * this.#interval) this.#add(this.#bytes / passed, passed);
    this.#since = now;
    this.#bytes = 0;
  }

  #add(rate: number, passed: number): void {
    this.#rates.push(rate);
    if (this.#rates.length > remembered) this.#rates.shift();
    if (this.#steady < steadyIntervals) {
      this.#grow(rate);
      return;
    }
    const wanted = this.#wanted;
    this.size = wanted > this.size ? wanted : this.size - (this.size - wanted) * Math.min(1, passed / fall);
  }

  #grow(rate: number): void {
    if (rate >= this.#highest * growth) {
      this.#highest = rate;
      this.#steady = 0;
    } else this.#steady += 1;
    const found = this.#steady === steadyIntervals;
    this.size = found ? this.#wanted : this.#bounded(this.#highest * growingGain, first);
  }

  /**
   * By the median of the last intervals: what was lost and comes again brings all that waited behind it with it, which looks like a rate
   * that the link does not have.
   */
  get #wanted(): number {
    const middle = this.#rates.toSorted((a, b) => a - b)[Math.floor(this.#rates.length / 2)] ?? 0;
    return this.#bounded(middle * gain, smallest);
  }

  #bounded(rate: number, least: number): number {
    return Math.min(largest, Math.max(least, Math.round(rate * this.#roundTrip)));
  }
}
