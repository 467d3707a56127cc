import { describe, expect, it } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { firstWindow, flowWindow } from './flowWindow.ts';

const MiB = 1024 * 1024;

/**
 * A link with a rate and a round trip: per millisecond it brings what its rate and the window allow. @returns the window in the end
 */
function transfer(roundTrip: number, rate: number, milliseconds: number, disturb = (_ms: number): number => 1): number {
  let clock = 0;
  const flow = flowWindow(roundTrip, () => clock);
  for (clock = 1; clock <= milliseconds; clock += 1) {
    const allowed = Math.min(rate, flow.size / roundTrip);
    flow.received(allowed * disturb(clock));
  }
  return flow.size;
}

describe('the window of a lane', () => {
  it('is fixed where the other side is near', () => {
    expect([firstWindow(0), firstWindow(1.9)]).toEqual([limits.window, limits.window]);
    expect(transfer(1, 1e6, 1000)).toBe(limits.window);
  });

  it('begins small over a distance, and comes to a quarter more than the link holds', () => {
    expect(firstWindow(50)).toBe(2 * MiB);
    const rate = 25_000; // 200 Mbit/s in bytes a millisecond
    expect(transfer(50, rate, 5_000) / (rate * 50)).toBeCloseTo(1.25, 1);
    const fast = 125_000; // 1 Gbit/s over 100 ms holds more than the fixed window
    expect(transfer(100, fast, 10_000) / (fast * 100)).toBeCloseTo(1.25, 1);
  });

  it('never falls below 1 MiB, nor rises above 32', () => {
    expect(transfer(50, 10, 5_000)).toBe(MiB);
    expect(transfer(300, 1e6, 60_000)).toBe(32 * MiB);
  });

  it('does not take what arrives all at once behind a gap for a rate', () => {
    const rate = 25_000;
    const gap = (ms: number): number => (ms % 1000 < 60 ? 0 : ms % 1000 === 60 ? 60 : 1);
    expect(transfer(50, rate, 10_000, gap) / (rate * 50)).toBeCloseTo(1.25, 1);
  });

  it('stays through a pause in which TCP looks for the round trip', () => {
    const rate = 125_000;
    const pause = (ms: number): number => (ms % 10_000 < 250 ? 0.01 : 1);
    expect(transfer(50, rate, 10_250, pause) / (rate * 50)).toBeCloseTo(1.25, 1);
  });

  it('follows a link that becomes slower', () => {
    const rate = 125_000;
    let clock = 0;
    const flow = flowWindow(50, () => clock);
    for (clock = 1; clock <= 5_000; clock += 1) flow.received(Math.min(rate, flow.size / 50));
    for (; clock <= 30_000; clock += 1) flow.received(rate / 2);
    expect(flow.size / (rate * 50)).toBeCloseTo(0.625, 1);
  });

  it('keeps what it knows while nothing is sent', () => {
    let clock = 0;
    const flow = flowWindow(50, () => clock);
    for (clock = 1; clock <= 4_000; clock += 1) flow.received(Math.min(25_000, flow.size / 50));
    const before = flow.size;
    clock += 60_000;
    flow.received(10);
    expect(flow.size).toBe(before);
  });
});
