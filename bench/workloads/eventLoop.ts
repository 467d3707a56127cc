import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bench } from '../bench.ts';
import { programPath } from '../host/compile.ts';
import { watchStolen } from '../host/quiet.ts';
import { emptyFolder } from '../host/scratch.ts';
import type { Site } from '../host/site.ts';
import type { Figure } from '../model.ts';
import { median } from '../statistics.ts';
import { compareListing, comparePayload } from '../payloads/compare.ts';
import { ferryCommand, type FerryServer, startFerryWith } from '../servers/ferry.ts';
import type { Workload } from './workload.ts';

/** Share of a run's time, and how often a run is done at most. */
const stolenAllowed = 0.005;
const mostTries = 4;

interface Delays {
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Ends {
  readonly client: Delays;
  readonly server: Delays;
}

interface Work {
  readonly name: string;
  readonly command: (site: Site, server: FerryServer) => readonly string[];
  readonly check: (site: Site, output: string) => void;
}

/** The shipped command line on both sides, with nothing but a probe loaded before it. */
async function measure(site: Site, { command, check }: Work): Promise<Ends> {
  const probe = ['--import', programPath('eventLoopProbe.mjs')];
  const files = { client: site.path('delay-client'), server: site.path('delay-server') };
  for (const folder of [site.area.down, site.area.up]) emptyFolder(folder);
  const server = await startFerryWith(site, probe, { FERRY_BENCH_PROBE: files.server });
  try {
    process.kill(server.process.pid, 'SIGUSR2');
    const { output } = await site.run(
      [...ferryCommand(probe), ...command(site, server), '--user-data', site.path('ferry-client')],
      {
        environment: { FERRY_BENCH_PROBE: files.client },
        limitSeconds: 300,
      },
    );
    check(site, output);
  } finally {
    await server.process.stop();
    for (const folder of [site.area.down, site.area.up]) emptyFolder(folder);
  }
  return { client: readWorst(files.client), server: readWorst(files.server) };
}

/** What the host takes shows as a delay of 20 to 30 ms, whoever runs: a run in which it did is done again, and of several the one that lost least counts. */
async function measureUndisturbed(bench: Bench, work: Work): Promise<Ends> {
  const tries: { stolen: number; delays: Ends }[] = [];
  do {
    await bench.quiet();
    const stolen = watchStolen();
    const delays = await measure(bench.site, work);
    tries.push({ stolen: stolen(), delays });
    tries.sort((one, other) => one.stolen - other.stolen);
  } while ((tries[0]?.stolen ?? 0) > stolenAllowed && tries.length < mostTries);
  const [least] = tries;
  if (least === undefined) throw new Error('nothing was measured');
  if (tries.length > 1)
    bench.say(`  ${work.name}: ${tries.length} runs, ${(least.stolen * 100).toFixed(1)} % stolen in the one that counts`);
  return least.delays;
}

/** Of the program's threads, the one whose loop was latest. */
function readWorst(file: string): Delays {
  const folder = dirname(file);
  const paths = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path.startsWith(`${file}.`));
  const delays = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Delays);
  for (const path of paths) rmSync(path);
  const [worst] = delays.sort((a, b) => b.p99 - a.p99);
  if (worst === undefined) throw new Error('the probe wrote nothing');
  return worst;
}

function workOf({ payloads }: Bench): Work[] {
  const folder = payloads.listedFolder();
  const moved = [payloads.bigFile(), payloads.smallFiles(), payloads.mixedFiles()];
  return [
    ...moved.flatMap((payload): Work[] => [
      {
        name: `${payload.name.replace('.bin', '')} down`,
        command: (site, server) => ['get', server.url(`/source/${payload.name}`), `${site.area.down}/`],
        check: (site) => comparePayload(payload, site.area.down),
      },
      {
        name: `${payload.name.replace('.bin', '')} up`,
        command: (site, server) => ['put', join(site.area.source, payload.name), server.url('/up/')],
        check: (site) => comparePayload(payload, site.area.up),
      },
    ]),
    {
      name: 'w3 list',
      command: (_, server) => ['ls', '--long', server.url(`/source/${folder.name}`)],
      check: (_, output) => compareListing(folder, output),
    },
  ];
}

export const eventLoop: Workload = {
  name: 'loop',
  title: 'How late the event loops are',
  media: ['memory'],
  async run(bench) {
    const measured = workOf(bench).map((work) => ({ work, server: [] as Delays[], client: [] as Delays[] }));
    for (let round = 1; round <= bench.options.rounds; round += 1) {
      for (const { work, server, client } of measured) {
        try {
          const delays = await measureUndisturbed(bench, work);
          server.push(delays.server);
          client.push(delays.client);
          const told = sides.map((side) => `${side} p99 ${delays[side].p99.toFixed(1)} ms`);
          bench.say(`  ${round}/${bench.options.rounds} ${work.name}: ${told.join(', ')}`);
        } catch (error) {
          bench.say(`  ${work.name} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    const rows = measured.flatMap((one) => sides.map((side) => [one.work.name, side, ...summary(one[side])]));
    const figures: Figure[] = sides.map((side) => {
      const medians = measured.map((one) => median(one[side].map(({ p99 }) => p99)));
      return { id: `${side} p99`, value: Math.max(...medians), unit: 'ms' };
    });
    const columns = ['workload', 'side', 'p50 ms', 'p99 ms', 'p99, least–most', 'max ms', 'samples a round'];
    return { series: [], figures, tables: [{ title: 'Event loop delay, medians of the rounds', columns, rows }] };
  },
};

const sides = ['server', 'client'] as const;

function summary(delays: readonly Delays[]): string[] {
  const all = (key: keyof Delays): number[] => delays.map((one) => one[key]);
  const p99 = all('p99');
  const range = `${Math.min(...p99).toFixed(1)}–${Math.max(...p99).toFixed(1)}`;
  return [
    median(all('p50')).toFixed(1),
    median(p99).toFixed(1),
    range,
    Math.max(...all('max')).toFixed(1),
    median(all('samples')).toFixed(0),
  ];
}
