import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes. */
const largest = 8 * 1024 * 1024;
/** Milliseconds. */
const interval = 50;

/**
 * Keeps V8 from giving its young generation up to 128 MB, which it does where very much is allocated and soon garbage again, as with
 * thousands of files (docs/decisions/memory.md). `--max-semi-space-size` does the same for who starts Node himself, and
 * `resourceLimits` for a worker thread.
 */
export function limitYoungGeneration(): void {
  const timer = setInterval(() => {
    const size = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
    if (size < largest) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, interval);
  timer.unref();
}
