import { eventLoop } from './eventLoop.ts';
import { fairness } from './fairness.ts';
import { latency } from './latency.ts';
import { listing } from './listing.ts';
import { memory } from './memory.ts';
import { bigFile, link, lossyLink, mixedFiles, smallFiles } from './transfers.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [
  bigFile,
  smallFiles,
  listing,
  link,
  lossyLink,
  memory,
  latency,
  mixedFiles,
  eventLoop,
  fairness,
];
