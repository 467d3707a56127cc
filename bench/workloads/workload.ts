import type { Bench } from '../bench.ts';
import type { Medium, WorkloadResult } from '../model.ts';

export interface Workload {
  /** As `--only`, the results' file names and the targets say it. */
  readonly name: string;
  readonly title: string;
  readonly media: readonly Medium[];
  run(bench: Bench): Promise<WorkloadResult>;
}
