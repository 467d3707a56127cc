import { parseArgs } from 'node:util';
import type { Medium } from './model.ts';

export type Scale = 'full' | 'quick' | 'tiny';

export interface Options {
  readonly scale: Scale;
  readonly rounds: number;
  readonly medium: Medium;
  /** Names of workloads; empty: all. */
  readonly workloads: readonly string[];
  /** Parts of peers' names; empty: all. */
  readonly peers: readonly string[];
  /** Seconds to wait, at most, for the machine to be quiet before a run. */
  readonly quietWait: number;
}

export const usage = `npm run bench -- [OPTION…]
  --quick          less of everything: small files and folders, 3 rounds
  --tiny           next to nothing, 1 round: whether everything works
  --only NAME      a workload (w1 … w7, lossy, loop, fair) or part of a peer's name; may be given several times
  --rounds N       rounds of each comparison (5; quick 3; tiny 1)
  --disk           the comparisons of w1, w2 and w7, on disk instead of in memory
  --quiet-wait S   seconds to wait, at most, for a quiet machine before each run (5; tiny 0)
npm run bench -- growth [--quick] [--tiny]    how time and memory grow with the number and the size of files
npm run bench -- ui                           the interface`;

const roundsOf: Readonly<Record<Scale, number>> = { full: 5, quick: 3, tiny: 1 };

/** @throws Error for an argument that is not known */
export function parseOptions(args: readonly string[], workloadNames: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      tiny: { type: 'boolean', default: false },
      disk: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      'quiet-wait': { type: 'string' },
    },
  });
  const scale: Scale = values.tiny ? 'tiny' : values.quick ? 'quick' : 'full';
  const only = values.only.flatMap((text) => text.split(',')).map((text) => text.trim().toLowerCase());
  return {
    scale,
    rounds: wholeNumber('--rounds', values.rounds, roundsOf[scale], 1),
    medium: values.disk ? 'disk' : 'memory',
    workloads: only.filter((name) => workloadNames.includes(name)),
    peers: only.filter((name) => !workloadNames.includes(name)),
    quietWait: wholeNumber('--quiet-wait', values['quiet-wait'], scale === 'tiny' ? 0 : 5, 0),
  };
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} takes a whole number from ${least}`);
  return value;
}
