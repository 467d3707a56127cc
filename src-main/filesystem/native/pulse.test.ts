import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { Pulse } from './pulse.ts';

let received = 0;
let sent = 0;
let waiting = false;
const ask = vi.fn();
const dead = vi.fn();
let pulse: Pulse;

beforeEach(() => {
  vi.useFakeTimers();
  received = 0;
  sent = 0;
  waiting = false;
  ask.mockReset().mockImplementation(() => {
    sent += 12;
  });
  dead.mockReset();
  pulse = new Pulse({ received: () => received, sent: () => sent, waiting: () => waiting, ask, dead });
});

afterEach(() => {
  pulse.stop();
  vi.useRealTimers();
});

it('asks a server that owes something and is silent, and gives it up when it does not answer', () => {
  waiting = true;
  vi.advanceTimersByTime(limits.silence / 4);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([1, 0]);
  vi.advanceTimersByTime((limits.silence * 3) / 4);
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([1, 1]);
});

it('waits for a long operation as long as the server answers', () => {
  waiting = true;
  ask.mockImplementation(() => {
    sent += 12;
    received += 12;
  });
  vi.advanceTimersByTime(10 * limits.silence);
  expect(dead).not.toHaveBeenCalled();
  expect(ask.mock.calls.length).toBeGreaterThan(10);
});

it('keeps an idle connection alive, well before the server would drop it', () => {
  ask.mockImplementation(() => {
    sent += 12;
    received += 12;
  });
  vi.advanceTimersByTime(limits.idle);
  expect(ask.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(dead).not.toHaveBeenCalled();
});

it('does not count the silence before it waited', () => {
  vi.advanceTimersByTime(limits.idle / 4 - 10_000);
  waiting = true;
  vi.advanceTimersByTime(limits.silence - 5_000);
  expect(dead).not.toHaveBeenCalled();
});

it('says something, too, when the server talks all the time', () => {
  ask.mockImplementation(() => {
    sent += 12;
  });
  for (let passed = 0; passed < limits.idle; passed += 1_000) {
    received += 1_000;
    vi.advanceTimersByTime(1_000);
  }
  expect(ask.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(dead).not.toHaveBeenCalled();
});
