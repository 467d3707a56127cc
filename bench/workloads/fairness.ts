import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { emptyFolder } from '../host/scratch.ts';
import { lastLines } from '../host/processes.ts';
import type { Site } from '../host/site.ts';
import type { Direction, Figure, Payload } from '../model.ts';
import { comparePayload } from '../payloads/compare.ts';
import { ferryCommand, startFerry } from '../servers/ferry.ts';
import { median } from '../statistics.ts';
import type { Workload } from './workload.ts';

/** A client that moves a payload into a folder of its own. */
interface Mover {
  readonly name: string;
  readonly payload: Payload;
}

/** Lets the clients loose together on one server. @returns each one's seconds @throws Error when one fails or contents differ */
async function moveTogether(site: Site, direction: Direction, movers: readonly Mover[]): Promise<number[]> {
  const server = await site.server(startFerry);
  const area = direction === 'down' ? site.area.down : site.area.up;
  emptyFolder(area);
  for (const { name } of movers) emptyFolder(join(area, name));
  try {
    const seconds = await Promise.all(
      movers.map(async ({ name, payload }) => {
        const there = direction === 'down' ? server.url(`/source/${payload.name}`) : join(site.area.source, payload.name);
        const here = direction === 'down' ? `${join(area, name)}/` : server.url(`/up/${name}/`);
        const command = [direction === 'down' ? 'get' : 'put', there, here, '--user-data', site.path(`ferry-${name}`)];
        const started = performance.now();
        const problem = await site.startClient([...ferryCommand(), ...command], { name: `fair-${name}` }).ended;
        if (problem !== undefined) throw new Error(`${name}: ${problem}: ${lastLines(site.path(`fair-${name}.log`))}`);
        return (performance.now() - started) / 1000;
      }),
    );
    for (const { name, payload } of movers) comparePayload(payload, join(area, name));
    return seconds;
  } finally {
    emptyFolder(area);
  }
}

interface Case {
  readonly id: string;
  readonly rounds: number;
  readonly once: () => Promise<number>;
}

function casesOf(bench: Bench, where: string, site: Site, direction: Direction, big: Payload): Case[] {
  const { rounds } = bench.options;
  const one = { name: 'one', payload: big };
  const twoBig: Case = {
    id: `two alike, slower ÷ faster, ${where} ${direction}`,
    rounds,
    once: async () => {
      const seconds = await moveTogether(site, direction, [one, { name: 'other', payload: big }]);
      return Math.max(...seconds) / Math.min(...seconds);
    },
  };
  if (where !== 'loopback') return [twoBig];
  const few = { name: 'few', payload: bench.payloads.smallFiles() };
  const beside: Case = {
    id: `small files beside a big one ÷ alone, ${where} ${direction}`,
    rounds,
    once: async () => {
      const [alone = Number.NaN] = await moveTogether(site, direction, [few]);
      const [shared = Number.NaN] = await moveTogether(site, direction, [few, one]);
      return shared / alone;
    },
  };
  return [twoBig, beside];
}

export const fairness: Workload = {
  name: 'fair',
  title: 'How transfers of several clients share a server',
  media: ['memory'],
  async run(bench) {
    const places = [
      { where: 'loopback', site: async () => bench.site, big: bench.payloads.bigFile() },
      { where: 'link', site: () => bench.linkSite(), big: bench.payloads.linkFile() },
    ];
    const figures: Figure[] = [];
    for (const { where, site, big } of places) {
      for (const direction of ['down', 'up'] as const) {
        try {
          for (const { id, rounds, once } of casesOf(bench, where, await site(), direction, big)) {
            const values: number[] = [];
            for (let round = 1; round <= rounds; round += 1) {
              await bench.quiet();
              values.push(await once());
              bench.say(`  ${round}/${rounds} ${id}: ${(values.at(-1) ?? Number.NaN).toFixed(2)}`);
            }
            figures.push({ id, value: median(values), unit: '×' });
          }
        } catch (error) {
          bench.say(`  ${where} ${direction} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return { series: [], figures, tables: [] };
  },
};
