import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../host/machine.ts';
import type { Medium, Verdict, WorkloadResult } from '../model.ts';
import type { Scale } from '../options.ts';

/** One file of `bench/results/`. */
export interface StoredResult extends WorkloadResult {
  readonly workload: string;
  readonly title: string;
  /** When it ended (ISO 8601). */
  readonly date: string;
  readonly commit: string;
  readonly medium: Medium;
  readonly scale: Scale;
  readonly rounds: number;
  /** False when only some peers ran. */
  readonly complete: boolean;
  readonly machine: Machine;
  readonly verdicts: readonly Verdict[];
}

const folder = fileURLToPath(new URL('../results', import.meta.url));

/** @returns the file's path. A second result of a day replaces the first. */
export function storeResult(result: StoredResult): string {
  mkdirSync(folder, { recursive: true });
  const { date, workload, medium, scale, complete } = result;
  const parts = [
    date.slice(0, 10),
    workload,
    medium === 'disk' ? 'disk' : '',
    scale === 'full' ? '' : scale,
    complete ? '' : 'part',
  ];
  const path = join(folder, `${parts.filter((part) => part !== '').join('-')}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

/** The newest full-size result of a workload, also one of some peers only. */
export function latestResult(workload: string, medium: Medium): StoredResult | undefined {
  let latest: StoredResult | undefined;
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined; // Nothing was measured yet.
  }
  for (const name of names.filter((name) => name.endsWith('.json'))) {
    const result = JSON.parse(readFileSync(join(folder, name), 'utf8')) as StoredResult;
    if (result.workload !== workload || result.medium !== medium || result.scale !== 'full') continue;
    if (latest === undefined || result.date > latest.date) latest = result;
  }
  return latest;
}

export function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
