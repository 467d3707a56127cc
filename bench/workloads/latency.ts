import type { Bench } from '../bench.ts';
import { programPath } from '../host/compile.ts';
import { sleep } from '../host/processes.ts';
import type { Site } from '../host/site.ts';
import type { Direction, Figure, Payload } from '../model.ts';
import { ferry } from '../peers/ferry.ts';
import { startFerry } from '../servers/ferry.ts';
import { percentile } from '../statistics.ts';
import { runTransfer } from './transfer.ts';
import type { Workload } from './workload.ts';

interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
}

const pause = 20;
const idleMs = 3_000;

/** Lists a small folder on a session of its own, before and during transfers. */
async function watch(
  bench: Bench,
  site: Site,
  payload: Payload,
  direction: Direction,
): Promise<{ idle: number[]; busy: number[] }> {
  const folder = bench.payloads.visitedFolder();
  const server = await site.server(startFerry);
  const samples: Sample[] = [];
  const url = server.url(`/source/${folder.name}`);
  const watcher = site.startClient([process.execPath, programPath('watchLatency.ts'), url, String(pause)], {
    name: 'watch-latency',
    onLine: (line) => {
      const [at = 0, milliseconds = 0, entries] = line.split(' ').map(Number);
      if (entries === folder.sizes.size) samples.push({ at, milliseconds });
    },
  });
  const busyTimes: { from: number; to: number }[] = [];
  try {
    while (samples.length === 0) {
      await Promise.race([
        sleep(50),
        watcher.ended.then((problem) => Promise.reject(new Error(`the listings ended: ${problem}`))),
      ]);
    }
    await sleep(Math.min(idleMs, bench.options.scale === 'tiny' ? 500 : idleMs));
    const idleUntil = Date.now();
    for (let round = 1; round <= bench.options.rounds; round += 1) {
      let from = 0;
      const settle = async (): Promise<void> => {
        from = Date.now();
      };
      const seconds = await runTransfer(ferry, { direction, payload, site }, { settle });
      busyTimes.push({ from, to: from + seconds * 1000 });
      bench.say(`  ${round}/${bench.options.rounds} ${direction} ${seconds.toFixed(3)} s`);
    }
    const during = (sample: Sample): boolean => busyTimes.some(({ from, to }) => sample.at >= from && sample.at <= to);
    return {
      idle: samples
        .slice(1)
        .filter(({ at }) => at < idleUntil)
        .map(({ milliseconds }) => milliseconds),
      busy: samples.filter(during).map(({ milliseconds }) => milliseconds),
    };
  } finally {
    await watcher.stop();
  }
}

function figuresOf(
  where: string,
  { idle, busy }: { idle: readonly number[]; busy: readonly number[] },
  roundTrip: number,
): Figure[] {
  const unit = 'ms';
  return [
    { id: `idle p50, ${where}`, value: percentile(idle, 50), unit, note: `${idle.length} listings` },
    { id: `idle p99, ${where}`, value: percentile(idle, 99), unit },
    { id: `p50, ${where}`, value: percentile(busy, 50), unit, note: `${busy.length} listings` },
    { id: `p99, ${where}`, value: percentile(busy, 99), unit },
    {
      id: `p99 over the round trip, ${where}`,
      value: percentile(busy, 99) - roundTrip,
      unit,
      note: `round trip ${roundTrip} ms`,
    },
  ];
}

export const latency: Workload = {
  name: 'w6',
  title: "A listing's latency while W1 runs",
  media: ['memory'],
  async run(bench) {
    const figures: Figure[] = [];
    const places = [
      { name: 'loopback', roundTrip: 0, site: async () => bench.site, payload: bench.payloads.bigFile() },
      { name: 'link', roundTrip: 50, site: () => bench.linkSite(), payload: bench.payloads.linkFile() },
    ];
    for (const { name, roundTrip, site, payload } of places) {
      for (const direction of ['down', 'up'] as const) {
        bench.say(`latency, ${name} ${direction}`);
        try {
          figures.push(...figuresOf(`${name} ${direction}`, await watch(bench, await site(), payload, direction), roundTrip));
        } catch (error) {
          bench.say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return { series: [], figures, tables: [] };
  },
};
