import { afterEach, expect, it, vi } from 'vitest';
import { onEndSignals } from './endSignals.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = signals.map((signal) => process.listeners(signal));

afterEach(() => {
  vi.restoreAllMocks();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (before[index]?.includes(listener) !== true) process.off(signal, listener);
    }
  }
});

it('takes a signal that comes twice at once for one, and a later one for another', () => {
  let now = 10_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const heard: string[] = [];
  onEndSignals(
    () => heard.push('first'),
    () => heard.push('again'),
  );
  process.emit('SIGINT');
  now += 1;
  process.emit('SIGINT');
  process.emit('SIGTERM');
  expect(heard).toEqual(['first']);
  now += 500;
  process.emit('SIGINT');
  expect(heard).toEqual(['first', 'again']);
});
