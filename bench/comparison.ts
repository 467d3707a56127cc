import { relative } from 'node:path';
import type { Bench } from './bench.ts';
import { describeMachine, type Machine } from './host/machine.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { chosenPeers } from './peers/peers.ts';
import { currentCommit, storeResult, type StoredResult } from './report/results.ts';
import { writeSummary } from './report/summary.ts';
import { asText, figuresTable, problemLines, seriesTable, verdictsTable } from './report/tables.ts';
import { verdictsOf } from './report/verdicts.ts';
import { say, withSurroundings } from './surroundings.ts';
import { workloads } from './workloads/workloads.ts';
import type { Workload } from './workloads/workload.ts';

const names = workloads.map(({ name }) => name);

/** @returns the exit code: 1 when a workload could not be run */
export async function compare(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const options = parseOptions(args, names);
  const chosen = workloads.filter(({ name }) => options.workloads.length === 0 || options.workloads.includes(name));
  const peers = chosenPeers(options.peers);
  if (options.peers.length > 0 && peers.length === 1)
    throw new Error(`No workload and no peer is called ${options.peers.join(', ')}.`);
  return await withSurroundings(options, peers, async (surroundings) => {
    const machine = describeMachine();
    let failed = 0;
    const bench = surroundings.bench(options.medium);
    for (const workload of chosen.filter(({ media }) => media.includes(options.medium))) {
      if (!(await runWorkload(workload, bench, { options, machine }))) failed += 1;
    }
    await bench.stop();
    if (options.scale === 'full') say(`Summary: ${shown(writeSummary(names))}`);
    return failed === 0 ? 0 : 1;
  });
}

async function runWorkload(
  workload: Workload,
  bench: Bench,
  { options, machine }: { options: Options; machine: Machine },
): Promise<boolean> {
  const { name, title } = workload;
  const { medium } = bench.site.area;
  say(`\n${name}: ${title}${medium === 'disk' ? ', on disk' : ''}`);
  try {
    const result = await workload.run(bench);
    const verdicts = medium === 'disk' ? [] : verdictsOf(name, result);
    const { scale, rounds } = options;
    const complete = options.peers.length === 0;
    const date = new Date().toISOString();
    const stored: StoredResult = {
      workload: name,
      title,
      date,
      commit: currentCommit(),
      medium,
      scale,
      rounds,
      complete,
      machine,
      ...result,
      verdicts,
    };
    print(stored);
    say(`Results: ${shown(storeResult(stored))}`);
    return true;
  } catch (error) {
    say(`${name} could not be run: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function print({ workload, title, scale, medium, series, figures, tables, verdicts }: StoredResult): void {
  const about = [title, ...(scale === 'full' ? [] : [`${scale}: with less`]), ...(medium === 'disk' ? ['on disk'] : [])];
  const parts = [`\n${workload}: ${about.join(', ')}\n`, ...series.map((one) => asText(seriesTable(one)))];
  const problems = series.flatMap(problemLines);
  if (problems.length > 0) parts.push(`${problems.join('\n')}\n`);
  if (figures.length > 0) parts.push(asText(figuresTable(figures)));
  parts.push(...tables.map(asText));
  if (verdicts.length > 0) parts.push(asText(verdictsTable(verdicts)));
  process.stdout.write(`${parts.join('\n')}\n`);
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
