import { type Stripe, toldBytes } from './stripe.ts';

/** Milliseconds in which a rate is measured, at the least. */
const interval = 50;
/** Bytes that a new connection has on its way at once, about what TCP begins with. */
const first = 16 * 1024;
/** Times what a connection carries in a round trip that may be outstanding on it: more would stay in the system's buffers, which take megabytes. */
const gain = 2;
/** Rather than a connection that takes so many times as long as another, that other one is waited for. */
const worthWaiting = 3;
/** Milliseconds after which one of which nothing was heard is tried again as if it were new. */
const forgiven = 1_000;

interface Path {
  readonly stripe: Stripe;
  /** Bytes that were sent on it and have not come. */
  outstanding: number;
  /** Bytes a millisecond that come. */
  rate: number;
  since: number;
  came: number;
}

/**
 * Which connection the next contents of a lane take: the one they are likely to be over soonest, by what is on its way there and how fast
 * that comes. What waits behind a loss on one connection holds up all that comes later in the file, so no more is given to one than it
 * carries, and a connection that fills the link alone carries nearly everything.
 */
export class StripePaths {
  readonly #paths: Path[] = [];
  readonly #roundTrip: number;
  readonly #now: () => number;

  /** `roundTrip`: milliseconds. */
  constructor(roundTrip: number, now: () => number = () => performance.now()) {
    this.#roundTrip = Math.max(1, roundTrip);
    this.#now = now;
  }

  get congested(): boolean {
    return this.#paths.length > 0 && this.#paths.every(({ stripe }) => stripe.channel.connection.congested);
  }

  get #newRate(): number {
    return first / this.#roundTrip;
  }

  /** `rate`: bytes a millisecond, where it is known. */
  add(stripe: Stripe, rate = this.#newRate): void {
    this.#paths.push({ stripe, outstanding: 0, rate: Math.max(rate, this.#newRate), since: this.#now(), came: 0 });
  }

  /** Where the next `size` bytes go, which are then sent there; undefined: it is better to wait until something has come. */
  take(size: number): Stripe | undefined {
    const now = this.#now();
    let best: Path | undefined;
    let soonest = Number.POSITIVE_INFINITY;
    let soonestOfAll = Number.POSITIVE_INFINITY;
    for (const path of this.#paths) {
      if (now - path.since > forgiven) path.rate = Math.max(path.rate, this.#newRate);
      const due = (path.outstanding + size) / path.rate;
      soonestOfAll = Math.min(soonestOfAll, due);
      if (path.outstanding >= this.#mostOutstanding(path) || due >= soonest) continue;
      soonest = due;
      best = path;
    }
    if (best === undefined || soonest > worthWaiting * soonestOfAll) return undefined;
    if (best.outstanding < toldBytes) {
      best.since = now;
      best.came = 0;
    }
    best.outstanding += size;
    return best.stripe;
  }

  /** Not less than is told at a time: what has come and is not told yet could hold it up for good. */
  #mostOutstanding(path: Path): number {
    return Math.max(toldBytes, first + gain * path.rate * this.#roundTrip);
  }

  /** So many bytes have come on a stripe. */
  came(number: number, bytes: number): void {
    const path = this.#paths.find(({ stripe }) => stripe.number === number);
    if (path === undefined) return;
    path.outstanding = Math.max(0, path.outstanding - bytes);
    path.came += bytes;
    const now = this.#now();
    const passed = now - path.since;
    if (passed < interval) return;
    const rate = path.came / passed;
    path.rate = rate > path.rate ? rate : (path.rate + rate) / 2;
    path.since = now;
    path.came = 0;
  }
}
