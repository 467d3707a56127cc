import { describe, expect, it } from 'vitest';
import type { Stripe } from './stripe.ts';
import { StripePaths } from './stripePaths.ts';

const KiB = 1024;
const roundTrip = 50;
const piece = 32 * KiB;

/** Connections that each carry so many bytes a millisecond, and have them arrive half a round trip later; told another half later. */
class Links {
  now = 0;
  readonly paths = new StripePaths(roundTrip, () => this.now);
  readonly sent = new Map<number, number>();
  readonly #rates = new Map<number, number>();
  readonly #free = new Map<number, number>();
  #under: { readonly number: number; readonly size: number; readonly told: number }[] = [];

  add(number: number, rate: number, known?: number): void {
    this.#rates.set(number, rate);
    this.paths.add({ number } as Stripe, known);
  }

  setRate(number: number, rate: number): void {
    this.#rates.set(number, rate);
  }

  /** Milliseconds pass; all that may be is sent, but no more than `window` at a time. */
  run(milliseconds: number, window = 2048 * KiB): void {
    for (const end = this.now + milliseconds; this.now < end; this.now += 1) {
      for (const { number, size } of this.#under.filter(({ told }) => told <= this.now)) this.paths.came(number, size);
      this.#under = this.#under.filter(({ told }) => told > this.now);
      while (this.#under.reduce((sum, { size }) => sum + size, 0) < window) {
        const stripe = this.paths.take(piece);
        if (stripe === undefined) break;
        const { number } = stripe;
        const over = Math.max(this.now, this.#free.get(number) ?? 0) + piece / (this.#rates.get(number) ?? 1);
        this.#free.set(number, over);
        this.#under.push({ number, size: piece, told: over + roundTrip });
        this.sent.set(number, (this.sent.get(number) ?? 0) + piece);
      }
    }
  }

  /** When the last of what was given to it will be over, from now on. */
  backlog(number: number): number {
    return Math.max(0, (this.#free.get(number) ?? 0) - this.now);
  }
}

describe('contents over several connections', () => {
  it('stay on the one that fills the link', () => {
    const links = new Links();
    links.add(1, 25 * KiB, 25 * KiB);
    for (const number of [2, 3, 4]) links.add(number, 25 * KiB);
    links.run(2000, 1600 * KiB);
    const [own = 0, ...others] = [1, 2, 3, 4].map((number) => links.sent.get(number) ?? 0);
    for (const other of others) expect(other).toBeLessThan(own / 20);
  });

  it('take all of them when each carries little, new ones too', () => {
    const links = new Links();
    links.add(1, 2 * KiB, 2 * KiB);
    for (const number of [2, 3, 4]) links.add(number, 2 * KiB);
    links.run(4000);
    const sent = [1, 2, 3, 4].map((number) => links.sent.get(number) ?? 0);
    for (const bytes of sent) expect(bytes).toBeGreaterThan(0.6 * 4000 * 2 * KiB);
  });

  it('are not piled up where they come slowly', () => {
    const links = new Links();
    for (const number of [1, 2]) links.add(number, 8 * KiB, 8 * KiB);
    links.run(1000);
    links.setRate(2, KiB / 2);
    links.run(3000);
    expect(links.backlog(2)).toBeLessThan(300);
    const before = links.sent.get(1) ?? 0;
    links.run(1000);
    expect((links.sent.get(1) ?? 0) - before).toBeGreaterThan(0.8 * 1000 * 8 * KiB);
  });

  it('try one again that was slow', () => {
    const links = new Links();
    for (const number of [1, 2]) links.add(number, 8 * KiB, 8 * KiB);
    links.setRate(2, KiB / 8);
    links.run(8000);
    links.setRate(2, 8 * KiB);
    const before = links.sent.get(2) ?? 0;
    links.run(4000);
    expect((links.sent.get(2) ?? 0) - before).toBeGreaterThan(0.5 * 4000 * 8 * KiB);
  });

  it('never wait for what has come and is not told yet', () => {
    const paths = new StripePaths(20, () => now);
    let now = 0;
    paths.add({ number: 1 } as Stripe);
    // A slow link: a piece takes 150 ms, and pieces are told when 32 KiB of them have come.
    for (let pieces = 0, untold = 0; pieces < 1_000; pieces += 1) {
      const size = 30_000 - (pieces % 7) * 1_000;
      expect(paths.take(size), `piece ${pieces}`).toBeDefined();
      now += size / 200;
      untold += size;
      if (untold < 32 * KiB) continue;
      paths.came(1, untold);
      untold = 0;
    }
  });
});
