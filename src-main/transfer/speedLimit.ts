/** What was not used is good for so long afterwards, in milliseconds: timers are late on a busy computer. */
const savedFor = 250;
/** Whoever is let go on gets so long, in milliseconds, to take something before the next one is let go on, too. */
const turn = 1;

/**
 * Bytes a second for all who share it. Bytes are paid for after they were taken: who takes more than there is waits until the debt is
 * paid, first come first served, so that the sum holds however many there are and however large their pieces.
 */
export class SpeedLimit {
  readonly #now: () => number;
  #rate: number | undefined;
  /** Bytes that may be taken at once; negative: a debt. */
  #level = 0;
  #settled = 0;
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /** `now`: milliseconds by any steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Bytes a second; undefined: no limit. */
  get rate(): number | undefined {
    return this.#rate;
  }

  set rate(rate: number | undefined) {
    this.#settle();
    this.#rate = rate;
    this.#settled = this.#now();
    if (rate === undefined) this.#level = 0;
    this.#schedule(0);
  }

  /** False: no more, please, until `goOn` is called. */
  take(bytes: number, goOn: () => void): boolean {
    if (this.#rate === undefined) return true;
    this.#settle();
    this.#level -= bytes;
    if (this.#level >= 0) return true;
    this.#waiting.add(goOn);
    if (this.#timer === undefined) this.#schedule();
    return false;
  }

  forget(goOn: () => void): void {
    this.#waiting.delete(goOn);
  }

  #settle(): void {
    if (this.#rate === undefined) return;
    const now = this.#now();
    const perMillisecond = this.#rate / 1000;
    this.#level = Math.min(this.#level + (now - this.#settled) * perMillisecond, savedFor * perMillisecond);
    this.#settled = now;
  }

  #schedule(wait = this.#debtTime()): void {
    clearTimeout(this.#timer);
    this.#timer = this.#waiting.size === 0 ? undefined : setTimeout(() => this.#letGo(), wait);
  }

  #debtTime(): number {
    return this.#rate === undefined || this.#level >= 0 ? 0 : Math.ceil((-this.#level / this.#rate) * 1000);
  }

  #letGo(): void {
    this.#timer = undefined;
    this.#settle();
    if (this.#rate !== undefined && this.#level < 0) return this.#schedule();
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    this.#schedule(turn);
    first();
  }
}
