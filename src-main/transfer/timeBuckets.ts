/** Sums over the last stretches of time, each of the same length. Times are milliseconds. */
export class TimeBuckets {
  readonly #length: number;
  readonly #sums: Float64Array;
  #latest: number;

  constructor(length: number, count: number, now: number) {
    this.#length = length;
    this.#sums = new Float64Array(count);
    this.#latest = Math.floor(now / length);
  }

  add(amount: number, now: number): void {
    this.#advance(now);
    const at = this.#latest % this.#sums.length;
    this.#sums[at] = (this.#sums[at] ?? 0) + amount;
  }

  total(now: number): number {
    this.#advance(now);
    let sum = 0;
    for (const amount of this.#sums) sum += amount;
    return sum;
  }

  /** When the oldest of them began. */
  start(now: number): number {
    this.#advance(now);
    return (this.#latest - this.#sums.length + 1) * this.#length;
  }

  /** The sums, that of the present stretch last. */
  values(now: number): number[] {
    this.#advance(now);
    const next = (this.#latest + 1) % this.#sums.length;
    return [...this.#sums.subarray(next), ...this.#sums.subarray(0, next)];
  }

  #advance(now: number): void {
    const latest = Math.floor(now / this.#length);
    const count = this.#sums.length;
    const from = Math.max(this.#latest + 1, latest - count + 1);
    for (let at = from; at <= latest; at++) this.#sums[at % count] = 0;
    this.#latest = Math.max(this.#latest, latest);
  }
}
