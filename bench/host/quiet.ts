import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from './processes.ts';

interface CpuTimes {
  readonly idle: number;
  readonly stolen: number;
  readonly all: number;
}

function cpuTimes(): CpuTimes {
  const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, waiting = 0, , , stolen = 0] = times;
  return { idle: idle + waiting, stolen, all: times.reduce((sum, time) => sum + time, 0) };
}

/** Measures what share of the machine's time its host gives to others, from now on, while a program wants to run here. */
export function watchStolen(): () => number {
  const before = cpuTimes();
  return () => {
    const after = cpuTimes();
    return (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
  };
}

/** Waits until little else is running, at most so many seconds. */
export async function untilQuiet(seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const before = cpuTimes();
    await sleep(250);
    const after = cpuTimes();
    if (1 - (after.idle - before.idle) / (after.all - before.all) < 0.12) return;
  }
}

/**
 * Writes as many bytes as will be written, and removes them. A virtual machine may have given free memory back to its host: the first peer
 * of a round would pay for getting it again.
 */
export function warmMemory(folder: string, bytes: number): void {
  const path = join(folder, '.warm');
  const piece = Buffer.alloc(4 << 20);
  const file = openSync(path, 'w');
  for (let at = 0; at < bytes; at += piece.length) writeSync(file, piece);
  closeSync(file);
  rmSync(path);
}
