const bucketLength = 250;
const bucketCount = 16;

/** Bytes a second over the last four seconds: steady enough to read, quick enough to be true. Times are milliseconds. */
export class RateMeter {
  readonly #buckets = new Float64Array(bucketCount);
  readonly #start: number;
  #latest: number;

  constructor(now: number) {
    this.#start = now;
    this.#latest = Math.floor(now / bucketLength);
  }

  add(bytes: number, now: number): void {
    this.#advance(now);
    const at = this.#latest % bucketCount;
    this.#buckets[at] = (this.#buckets[at] ?? 0) + bytes;
  }

  rate(now: number): number {
    this.#advance(now);
    let sum = 0;
    for (const bytes of this.#buckets) sum += bytes;
    const windowStart = Math.max(this.#start, (this.#latest - bucketCount + 1) * bucketLength);
    // A first instant is no measure of speed: one bucket is the least that counts.
    const seconds = Math.max(now - windowStart, bucketLength) / 1000;
    return sum / seconds;
  }

  #advance(now: number): void {
    const bucket = Math.floor(now / bucketLength);
    const from = Math.max(this.#latest + 1, bucket - bucketCount + 1);
    for (let at = from; at <= bucket; at++) this.#buckets[at % bucketCount] = 0;
    this.#latest = Math.max(this.#latest, bucket);
  }
}

/** Seconds until `bytes` have moved at `rate`; undefined while there is no telling. */
export function secondsLeft(bytes: number, rate: number): number | undefined {
  if (bytes <= 0) return 0;
  return rate > 0 ? bytes / rate : undefined;
}
