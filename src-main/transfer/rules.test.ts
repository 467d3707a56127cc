import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src-shared/errors.ts';
import { encodeName, isEncodable } from '../../src-shared/model/nameBytes.ts';
import { existingPolicies, transferStates } from '../../src-shared/model/transfer.ts';
import { numberedName, writeExisting } from './conflict.ts';
import { RateMeter, secondsLeft } from './rate.ts';
import { decideRetry } from './retry.ts';
import { groupOf, isEnded, mayFollow } from './state.ts';

describe('states', () => {
  it('only a failed or cancelled transfer comes back from its end, and only to the queue', () => {
    for (const state of transferStates.filter(isEnded)) {
      const next = transferStates.filter((other) => mayFollow(state, other));
      expect(next).toEqual(state === 'failed' || state === 'cancelled' ? ['queued'] : []);
    }
  });

  it('each state is shown somewhere, and each that is not an end can be cancelled', () => {
    for (const state of transferStates) {
      expect(['queued', 'running', 'failed', 'done']).toContain(groupOf(state));
      if (!isEnded(state)) expect(mayFollow(state, 'cancelled')).toBe(true);
    }
  });
});

describe('retry', () => {
  it('waits for links, restarts once, and leaves the rest to the user', () => {
    const fresh = { tries: 0, restarted: false };
    expect(decideRetry('connection-lost', fresh, 5)).toBe('later');
    expect(decideRetry('busy', { tries: 4, restarted: false }, 5)).toBe('later');
    expect(decideRetry('timeout', { tries: 5, restarted: false }, 5)).toBe('no');
    expect(decideRetry('integrity-mismatch', fresh, 5)).toBe('restart');
    expect(decideRetry('source-changed', { tries: 0, restarted: true }, 5)).toBe('no');
    const never = errorCodes.filter((code) => decideRetry(code, fresh, 5) === 'no');
    expect(never).toContain('not-found');
    expect(never).toContain('no-space');
    expect(never).toContain('auth-failed');
    expect(never).toContain('identity-changed');
  });
});

describe('taken names', () => {
  it('the receiver decides what it can decide', () => {
    expect(existingPolicies.map(writeExisting)).toEqual(['fail', 'overwrite', 'newer', 'fail', 'fail', 'fail', 'skip']);
  });

  it.each([
    ['report.txt', 2, 'report (2).txt'],
    ['archive.tar.gz', 3, 'archive.tar (3).gz'],
    ['.hidden', 2, '.hidden (2)'],
    ['name', 10, 'name (10)'],
    ['name', 1, 'name'],
  ])('%s, %i: %s', (name, number, expected) => {
    expect(numberedName(name, number)).toBe(expected);
  });

  it('stay within 255 bytes, with whole characters', () => {
    for (const name of [
      `${'x'.repeat(251)}.txt`,
      `${'é'.repeat(125)}.txt`,
      `${'😀'.repeat(62)}.txt`,
      `a.${'y'.repeat(253)}`,
      'z'.repeat(255),
    ]) {
      const numbered = numberedName(name, 9999);
      expect(encodeName(numbered).length).toBeLessThanOrEqual(255);
      expect(numbered).toContain(' (9999)');
      expect(isEncodable(numbered)).toBe(true);
    }
  });
});

describe('rate', () => {
  it('is that of the last seconds', () => {
    const meter = new RateMeter(0);
    for (let now = 0; now < 10_000; now += 100) meter.add(1000, now);
    expect(meter.rate(10_000)).toBeCloseTo(10_000, -3);
    for (let now = 10_000; now < 20_000; now += 100) meter.add(100, now);
    expect(meter.rate(20_000)).toBeCloseTo(1000, -2);
    expect(meter.rate(30_000)).toBe(0);
  });

  it('is true from the beginning, and does not jump at the first bytes', () => {
    const meter = new RateMeter(5_000_000);
    meter.add(1000, 5_000_001);
    expect(meter.rate(5_000_001)).toBeLessThanOrEqual(4000);
    for (let now = 100; now <= 1000; now += 100) meter.add(1000, 5_000_000 + now);
    expect(meter.rate(5_001_000)).toBeGreaterThan(8000);
    expect(meter.rate(5_001_000)).toBeLessThan(13_000);
  });

  it('does not count the time in which nothing was to be moved', () => {
    const meter = new RateMeter(0);
    for (const begin of [60_000, 120_000]) {
      for (let now = 0; now <= 1000; now += 100) meter.add(1000, begin + now);
      expect(meter.rate(begin + 1000)).toBeGreaterThan(8000);
      expect(meter.rate(begin + 1000)).toBeLessThan(13_000);
    }
  });

  it('begins anew after a short rest, and not in the gap between two files', () => {
    const meter = new RateMeter(0);
    for (let now = 0; now <= 1000; now += 100) meter.add(10_000, now);
    meter.restart(1200);
    expect(meter.rate(1200)).toBeGreaterThan(80_000);
    meter.restart(3500);
    expect(meter.rate(3500)).toBe(0);
    for (let now = 3600; now <= 4500; now += 100) meter.add(1000, now);
    expect(meter.rate(4500)).toBeCloseTo(10_000, -3);
  });

  it('tells the time left when there is a rate', () => {
    expect(secondsLeft(1000, 100)).toBe(10);
    expect(secondsLeft(1000, 0)).toBeUndefined();
    expect(secondsLeft(0, 0)).toBe(0);
  });
});
