import type { Target, Verdict, WorkloadResult } from '../model.ts';
import { fastest, median, ratios } from '../statistics.ts';
import { targets } from '../targets.mjs';

/** The targets of a workload, each with what was measured. */
export function verdictsOf(workload: string, result: WorkloadResult): Verdict[] {
  return targets
    .filter((target) => target.workload === workload)
    .flatMap((target) => target.in.map((where) => verdict(target, where, result)));
}

function verdict(target: Target, where: string, result: WorkloadResult): Verdict {
  const value = target.peers === undefined ? figure(result, where) : ratio(result, where, target.peers);
  const { about, atMost, atLeast, unit = '' } = target;
  const suffix = unit === '' ? '' : ` ${unit}`;
  const limit = atMost === undefined ? `≥ ${atLeast}${suffix}` : `≤ ${atMost}${suffix}`;
  const met = atMost === undefined ? value >= (atLeast ?? 0) : value <= atMost;
  const known = Number.isFinite(value);
  return {
    about: target.peers === undefined ? about : `Ferry ÷ ${about}`,
    in: where,
    limit,
    measured: known ? value : null,
    met: known ? met : null,
  };
}

function figure(result: WorkloadResult, id: string): number {
  return result.figures.find((figure) => figure.id === id)?.value ?? Number.NaN;
}

function ratio(result: WorkloadResult, id: string, peers: readonly string[]): number {
  const rows = result.series.find((series) => series.id === id)?.rows ?? [];
  const ferry = rows.find((row) => row.peer === 'ferry')?.seconds ?? [];
  const others = rows.filter((row) => peers.includes(row.peer)).map((row) => row.seconds);
  return median(ratios(ferry, fastest(others)));
}
