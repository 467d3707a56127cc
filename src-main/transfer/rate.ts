import { TimeBuckets } from './timeBuckets.ts';

const bucketLength = 250;
const bucketCount = 16;
/** A shorter one is only the gap between two files. */
const shortestRest = 500;

/**
 * Bytes a second over the last four seconds, or since they began to move: steady enough to read, quick enough to be true. Times are
 * milliseconds.
 */
export class RateMeter {
  #buckets: TimeBuckets;
  #start: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(now: number) {
    this.#start = now;
    this.#buckets = new TimeBuckets(bucketLength, bucketCount, now);
  }

  add(bytes: number, now: number): void {
    // Time in which nothing was to be moved says nothing of how fast it goes.
    if (now - this.#last > bucketLength * bucketCount) this.#start = now;
    this.#last = now;
    this.#buckets.add(bytes, now);
  }

  /** Nothing was to be moved for some time, which says nothing of how fast it goes. */
  restart(now: number): void {
    if (now - this.#last < shortestRest) return;
    this.#start = now;
    this.#buckets = new TimeBuckets(bucketLength, bucketCount, now);
  }

  rate(now: number): number {
    const windowStart = Math.max(this.#start, this.#buckets.start(now));
    // A first instant is no measure of speed: one bucket is the least that counts.
    const seconds = Math.max(now - windowStart, bucketLength) / 1000;
    return this.#buckets.total(now) / seconds;
  }
}

/** Seconds until `bytes` have moved at `rate`; undefined while there is no telling. */
export function secondsLeft(bytes: number, rate: number): number | undefined {
  if (bytes <= 0) return 0;
  return rate > 0 ? bytes / rate : undefined;
}
