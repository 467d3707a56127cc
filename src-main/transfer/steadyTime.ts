/** Seconds: what is said to take longer is more likely a beginning that has hardly moved. */
const longest = 30 * 24 * 3600;
/** Milliseconds for which the last word holds when there is no estimate any more. */
const patience = 5000;
/** How quickly what is said follows a change, in milliseconds: within limits, a part of the time that is left. */
const following = { least: 2000, most: 20_000, share: 0.15 } as const;
/** Estimates that are so many times more or less than what was said, for so many milliseconds, are the truth by now. */
const other = { times: 1.6, lasting: 2500 } as const;

/**
 * Time left as a person can read it: it counts down, follows a lasting change soon, and does not jump about with every
 * estimate. Times are milliseconds by any steady clock.
 */
export class SteadyTime {
  readonly #firstLook: number;
  #began: number | undefined;
  #end: number | undefined;
  #last = 0;
  #said: number | undefined;
  #otherSince: number | undefined;

  /** `firstLook`: milliseconds for which estimates are gathered before anything is said. */
  constructor(firstLook = 1000) {
    this.#firstLook = firstLook;
  }

  /** Takes the present estimate, in seconds, and returns what to say, in seconds; undefined: nothing can be said. */
  estimate(seconds: number | undefined, now: number): number | undefined {
    if (seconds === undefined || seconds > longest) {
      if (now - this.#last > patience) this.reset();
      return this.#said;
    }
    this.#began ??= now;
    const target = now + seconds * 1000;
    this.#end = this.#end === undefined ? target : this.#end + (target - this.#end) * this.#weight(target, now);
    this.#last = now;
    if (now - this.#began < this.#firstLook) return undefined;
    return this.#say(Math.max((this.#end - now) / 1000, 0));
  }

  /** What comes has nothing to do with what was. */
  reset(): void {
    this.#began = undefined;
    this.#end = undefined;
    this.#said = undefined;
    this.#otherSince = undefined;
  }

  /** How much a new estimate counts: all, when there is nothing to follow yet or estimates have been others for long. */
  #weight(target: number, now: number): number {
    const before = Math.max((this.#end ?? now) - now, 0);
    const left = target - now;
    if (left <= other.times * before && before <= other.times * left) this.#otherSince = undefined;
    else this.#otherSince ??= now;
    if (now - (this.#began ?? now) < this.#firstLook || now - (this.#otherSince ?? now) >= other.lasting) return 1;
    const inertia = Math.min(Math.max(before * following.share, following.least), following.most);
    return 1 - Math.exp((this.#last - now) / inertia);
  }

  /** Rounded the more the longer it is; it rises only when it is well too low. */
  #say(seconds: number): number {
    const step = stepOf(seconds);
    const rounded = Math.ceil(seconds / step) * step;
    const said = this.#said ?? Number.POSITIVE_INFINITY;
    if (rounded < said || rounded > said + Math.max(2 * stepOf(said), said / 8)) this.#said = rounded;
    return this.#said ?? rounded;
  }
}

function stepOf(seconds: number): number {
  if (seconds <= 60) return 1;
  if (seconds <= 300) return 5;
  if (seconds <= 1200) return 15;
  return seconds <= 3600 ? 60 : 300;
}
