import { Bench } from './bench.ts';
import { cleanUp, cleanUpOnSignals } from './host/cleanup.ts';
import { compilePrograms } from './host/compile.ts';
import { isolateMounts } from './host/isolation.ts';
import { ensureDebianPackages, ensureNpmPackages } from './host/packages.ts';
import { createArea, createScratch } from './host/scratch.ts';
import type { Medium, Peer } from './model.ts';
import type { Options } from './options.ts';

export interface Surroundings {
  /** Everything for one medium, once each. @throws Error when that medium can't be had */
  bench(medium: Medium): Bench;
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prepares the machine, does the work, and undoes everything however it ends. */
export async function withSurroundings<T>(
  options: Options,
  peers: readonly Peer[],
  work: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  if (process.platform !== 'linux') throw new Error('The benchmarks run on Linux only.');
  await isolateMounts();
  cleanUpOnSignals();
  try {
    ensureDebianPackages(say);
    const clients = ensureNpmPackages(say);
    const scratch = createScratch();
    const folders = { scratch, clients, compiled: compilePrograms(scratch, say) };
    return await work({ bench: (medium) => new Bench(createArea(medium, scratch), folders, { options, peers, say }) });
  } finally {
    await cleanUp();
  }
}
