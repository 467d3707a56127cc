/** @returns NaN for no values */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Linear between the two nearest values. @returns NaN for no values */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = ((sorted.length - 1) * percent) / 100;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function measured(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

/** Of each round in which both were measured. */
export function ratios(ours: readonly (number | null)[], theirs: readonly (number | null)[]): number[] {
  return ours.flatMap((mine, round) => {
    const other = theirs[round];
    return mine !== null && other !== null && other !== undefined && other > 0 ? [mine / other] : [];
  });
}

/** The fastest of several peers in each round; null where none was measured. */
export function fastest(rows: readonly (readonly (number | null)[])[]): (number | null)[] {
  const rounds = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: rounds }, (_, round) => {
    const present = measured(rows.map((row) => row[round] ?? null));
    return present.length === 0 ? null : Math.min(...present);
  });
}
