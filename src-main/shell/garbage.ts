import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of a generation from which on V8 is not to let it grow as it likes. */
const limits = { young: 8 * 1024 * 1024, old: 48 * 1024 * 1024 };
/** Milliseconds. */
const interval = 50;

/**
 * How much garbage may wait where very much is allocated and soon garbage again, as with thousands of files (docs/decisions/memory.md): V8
 * gives its young generation up to 128 MB, and lets the old one grow to a multiple of what is alive. `--max-semi-space-size` does the same
 * for the young one for who starts Node himself, and `resourceLimits` for a worker thread.
 */
export function limitGarbage(): void {
  let isYoungLimited = false;
  const timer = setInterval(() => {
    const spaces = getHeapSpaceStatistics();
    const sizeOf = (name: string): number => spaces.find(({ space_name }) => space_name === name)?.space_size ?? 0;
    if (!isYoungLimited && sizeOf('new_space') >= limits.young) {
      setFlagsFromString('--semi-space-growth-factor=1');
      isYoungLimited = true;
    }
    if (sizeOf('old_space') < limits.old) return;
    setFlagsFromString('--heap-growing-percent=50');
    clearInterval(timer);
  }, interval);
  timer.unref();
}
