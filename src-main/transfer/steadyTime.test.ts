import { describe, expect, it } from 'vitest';
import { SteadyTime } from './steadyTime.ts';
import { TimeBuckets } from './timeBuckets.ts';

describe('time left', () => {
  it('says nothing at first, then counts down to nothing', () => {
    const time = new SteadyTime();
    expect(time.estimate(30, 0)).toBeUndefined();
    expect(time.estimate(29, 900)).toBeUndefined();
    const said = Array.from({ length: 28 }, (_, at) => time.estimate(28 - at, 2000 + at * 1000) ?? Number.NaN);
    expect(said[0]).toBe(28);
    expect(said).toEqual(said.toSorted((a, b) => b - a));
    expect(said.at(-1)).toBeLessThanOrEqual(2);
    expect(time.estimate(0, 30_000)).toBe(0);
  });

  it('does not jump about with estimates that do', () => {
    const time = new SteadyTime();
    const said: number[] = [];
    // Twenty minutes of a link whose rate is off by up to 40 percent either way, ten times a second.
    for (let now = 0; now < 1_000_000; now += 100) {
      const left = (1_200_000 - now) / 1000;
      const noise = 1 + 0.4 * Math.sin(now / 777) * Math.cos(now / 3100);
      const seconds = time.estimate(left * noise, now);
      if (seconds !== undefined) said.push(seconds);
    }
    const rises = said.filter((seconds, at) => at > 0 && seconds > (said[at - 1] ?? 0)).length;
    expect(rises).toBeLessThan(20);
    expect(Math.abs((said.at(-1) ?? 0) - 200)).toBeLessThan(40);
  });

  it('follows a lasting change within seconds', () => {
    const time = new SteadyTime();
    for (let now = 0; now <= 10_000; now += 500) time.estimate(60, now);
    let said: number | undefined = 0;
    for (let now = 10_500; now <= 14_000; now += 500) said = time.estimate(600, now);
    expect(said).toBeGreaterThan(540);
  });

  it('forgets soon that the beginning was slow', () => {
    const time = new SteadyTime();
    for (let now = 0; now <= 1000; now += 100) time.estimate(100_000, now);
    let said: number | undefined = 0;
    for (let now = 1100; now <= 5000; now += 100) said = time.estimate(50, now);
    expect(said).toBeLessThan(60);
  });

  it('says nothing of what would take months', () => {
    const time = new SteadyTime(3000);
    for (let now = 0; now <= 6000; now += 500) expect(time.estimate(1e9, now)).toBeUndefined();
    for (let now = 6500; now < 9500; now += 500) expect(time.estimate(100, now)).toBeUndefined();
    expect(time.estimate(100, 9500)).toBe(100);
  });

  it('keeps its word over a short silence, and takes it back after a long one', () => {
    const time = new SteadyTime();
    for (let now = 0; now <= 5000; now += 500) time.estimate(50, now);
    expect(time.estimate(undefined, 7000)).toBeGreaterThan(40);
    expect(time.estimate(undefined, 11_000)).toBeUndefined();
  });
});

describe('time buckets', () => {
  it('hold the last stretches, the present one last', () => {
    const buckets = new TimeBuckets(1000, 4, 10_000);
    buckets.add(1, 10_100);
    buckets.add(2, 11_000);
    buckets.add(3, 11_900);
    buckets.add(4, 13_000);
    expect(buckets.values(13_500)).toEqual([1, 5, 0, 4]);
    expect(buckets.values(14_000)).toEqual([5, 0, 4, 0]);
    expect(buckets.total(14_000)).toBe(9);
    expect(buckets.values(60_000)).toEqual([0, 0, 0, 0]);
  });
});
