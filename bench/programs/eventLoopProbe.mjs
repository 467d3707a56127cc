import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';

/**
 * Loaded before a program (`node --import`): measures how late its event loop is and writes that when the program ends, a file for each
 * thread. What comes before the first connection is made, the program's own loading, is left out; SIGUSR2 forgets what was measured so far.
 */
const resolution = 10;
const file = process.env['FERRY_BENCH_PROBE'];
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  const dialling = 'net.client.socket';
  const reset = () => {
    unsubscribe(dialling, reset);
    histogram.reset();
  };
  subscribe(dialling, reset);
  if (threadId === 0) process.on('SIGUSR2', () => histogram.reset());
  process.on('exit', () => {
    const late = (/** @type {number} */ nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
    const delays = {
      samples: histogram.count,
      p50: late(histogram.percentile(50)),
      p99: late(histogram.percentile(99)),
      max: late(histogram.max),
    };
    writeFileSync(`${file}.${threadId}`, JSON.stringify(delays));
  });
}
