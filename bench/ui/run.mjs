import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { cleanUp, cleanUpOnSignals } from '../host/cleanup.ts';
import { isolateMounts } from '../host/isolation.ts';
import { describeMachine } from '../host/machine.ts';
import { untilQuiet } from '../host/quiet.ts';
import { createArea, createScratch } from '../host/scratch.ts';
import { currentCommit, storeResult } from '../report/results.ts';
import { asText } from '../report/tables.ts';
import { measureInterface, parts } from './interface.ts';
import { measurementsTable, workload, writeInterfaceSection } from './report.ts';
import { chromiumVersion } from './program.ts';

/** @param {string} line */
const say = (line) => void process.stderr.write(`${line}\n`);

/**
 * `npm run bench -- ui`: the interface as it ships, in Chromium.
 *   --quick          a tenth of everything, 2 rounds; the figures stay out of docs/performance.md
 *   --rounds N       5
 *   --only PART      start, listing, moving, queue, million; may be given several times
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runInterface(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const only = values.only.flatMap((text) => text.split(','));
  const unknown = only.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: ${parts.join(', ')}.`);
  const chosen = parts.filter((part) => only.length === 0 || only.includes(part));
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
  const shrink = values.quick ? 10 : 1;

  if (process.platform !== 'linux') throw new Error('The benchmarks run on Linux only.');
  await isolateMounts();
  cleanUpOnSignals();
  try {
    const scratch = createScratch();
    const share = createArea('memory', scratch).source;
    await untilQuiet(5);
    const [load = 0] = loadavg();
    if (load > cpus().length / 2) say(`Others are at work here (load ${load.toFixed(1)}): the figures will be too high.`);
    const options = { rounds, parts: chosen, listed: 100_000 / shrink, million: 1_000_000 / shrink, moved: 10_000 / shrink };
    const measurements = await measureInterface({ scratch, share }, options, say);
    const machine = describeMachine();
    const table = measurementsTable(measurements.all, shrink === 1);
    const scale = values.quick ? 'quick' : 'full';
    storeResult({
      workload,
      title: 'The interface',
      date: new Date().toISOString(),
      commit: currentCommit(),
      medium: 'memory',
      scale,
      rounds,
      complete: chosen.length === parts.length,
      machine: { ...machine, peers: { chromium: await chromiumVersion() } },
      series: [],
      figures: [],
      tables: [table],
      verdicts: [],
    });
    process.stdout.write(`${asText(table)}\n`);
    if (scale === 'full' && chosen.length === parts.length) writeInterfaceSection();
    return 0;
  } finally {
    await cleanUp();
  }
}
