import { readFileSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { programPath } from '../host/compile.ts';
import type { Figure, Peer } from '../model.ts';
import { compareListing } from '../payloads/compare.ts';
import { runRounds } from '../rounds.ts';
import { startFerry } from '../servers/ferry.ts';
import { median } from '../statistics.ts';
import type { Workload } from './workload.ts';

const limitSeconds = 120;

interface Pages {
  readonly connect: number;
  readonly firstPage: number;
  readonly complete: number;
  readonly entries: number;
}

async function runListing(bench: Bench, peer: Peer): Promise<number> {
  const folder = bench.payloads.listedFolder();
  const run = await peer.list?.({ folder, site: bench.site });
  if (run === undefined) throw new Error(`${peer.name} can't do that`);
  await bench.quiet();
  const { seconds, output } = await bench.site.run(run.command, { input: run.input, environment: run.environment, limitSeconds });
  compareListing(folder, output);
  return seconds;
}

/** By a program that has connected: milliseconds. */
async function runPages(bench: Bench): Promise<Pages> {
  const folder = bench.payloads.listedFolder();
  const server = await bench.site.server(startFerry);
  const command = [process.execPath, programPath('listPages.ts'), server.url(`/source/${folder.name}`)];
  await bench.quiet();
  const { output } = await bench.site.run(command, { limitSeconds });
  const pages = JSON.parse(readFileSync(output, 'utf8')) as Pages;
  if (pages.entries !== folder.sizes.size) throw new Error(`${pages.entries} of ${folder.sizes.size} entries were listed`);
  return pages;
}

async function pageFigures(bench: Bench): Promise<Figure[]> {
  const pages: Pages[] = [];
  for (let round = 1; round <= bench.options.rounds; round += 1) {
    try {
      pages.push(await runPages(bench));
    } catch (error) {
      bench.say(`  pages failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (pages.length === 0) return [];
  const figure = (id: string, value: (page: Pages) => number, note: string): Figure => {
    return { id, value: median(pages.map(value)), unit: 'ms', note };
  };
  return [
    figure('connect', (page) => page.connect, 'TCP, TLS and authentication'),
    figure('first page', (page) => page.firstPage, 'from the request, connected'),
    figure('complete', (page) => page.complete, 'from the request, connected, in memory of a client'),
  ];
}

export const listing: Workload = {
  name: 'w3',
  title: 'Listing of 100,000 entries with sizes, times and modes',
  media: ['memory'],
  async run(bench) {
    const folder = bench.payloads.listedFolder();
    bench.say(`${folder.name} list`);
    const able = bench.peers.filter((peer) => peer.list !== undefined);
    const rows = await runRounds(able, bench.options.rounds, (peer) => runListing(bench, peer), bench.say);
    return { series: [{ id: 'list', bytes: 0, files: folder.sizes.size, rows }], figures: await pageFigures(bench), tables: [] };
  },
};
