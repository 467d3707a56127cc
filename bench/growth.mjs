import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from './host/machine.ts';
import { parseOptions } from './options.ts';
import { makeSparseFile, makeTree } from './payloads/make.ts';
import { peers } from './peers/peers.ts';
import { currentCommit, storeResult } from './report/results.ts';
import { replaceSection } from './report/summary.ts';
import { asMarkdown, asText, formatBytes, formatSeconds } from './report/tables.ts';
import { median } from './statistics.ts';
import { say, withSurroundings } from './surroundings.ts';
import { measureTransfer } from './workloads/memory.ts';

/**
 * How time and memory grow with the number of files (4 KiB each) and with the size of a sparse file, for Ferry and for the peers that are
 * beside it in the targets: `npm run bench -- growth [--quick] [--tiny] [--rounds N] [--only PEER]`.
 * @typedef {import('./model.ts').Payload} Payload
 * @typedef {import('./model.ts').Table} Table
 * @typedef {import('./bench.ts').Bench} Bench
 */

const gib = 2 ** 30;
const steps = {
  full: { files: [10, 100, 1000, 10_000, 100_000], sizes: [1 / 1024, 1 / 256, 1 / 64, 1 / 16, 1 / 4, 1, 4, 16] },
  quick: { files: [10, 100, 1000, 10_000], sizes: [1 / 1024, 1 / 64, 1 / 4, 1] },
  tiny: { files: [10, 100], sizes: [1 / 1024, 1 / 64] },
};
const usual = ['ferry', 'rsync-ssh', 'tar-nc'];

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function measureGrowth(args) {
  const options = parseOptions(args, []);
  const chosen = peers.filter(({ name }) => (options.peers.length === 0 ? usual : ['ferry', ...options.peers]).includes(name));
  return await withSurroundings(options, chosen, async (surroundings) => {
    const bench = surroundings.bench('memory');
    const { files, sizes } = steps[options.scale];
    const { source } = bench.site.area;
    /** @type {Table[]} */
    const tables = [
      await grow(bench, 'Files of 4 KiB', files, {
        label: (count) => count.toLocaleString('en'),
        make: (count) =>
          makeTree(
            source,
            'growth',
            Array.from({ length: count }, () => 4096),
            100,
          ),
        pace: (count, seconds) => `${Math.round(count / seconds).toLocaleString('en')} files/s`,
      }),
      await grow(bench, 'One sparse file', sizes, {
        label: (size) => formatBytes(size * gib),
        make: (size) => makeSparseFile(source, 'growth.bin', size * gib),
        pace: (size, seconds) => `${Math.round((size * gib) / seconds / 1e6)} MB/s`,
        room: (size) => size * gib,
      }),
    ];
    await bench.stop();
    process.stdout.write(`\n${tables.map(asText).join('\n')}\n`);
    const complete = options.peers.length === 0;
    const common = {
      medium: /** @type {const} */ ('memory'),
      scale: options.scale,
      rounds: options.rounds,
      complete,
      verdicts: [],
    };
    const about = { workload: 'growth', title: 'How the cost grows', date: new Date().toISOString(), commit: currentCommit() };
    storeResult({ ...about, ...common, machine: describeMachine(), series: [], figures: [], tables });
    if (options.scale === 'full' && complete) {
      replaceSection('growth', tables.map((table) => `### ${table.title}\n\n${asMarkdown(table)}`).join('\n\n'));
    }
    return 0;
  });
}

/**
 * @param {Bench} bench
 * @param {string} title
 * @param {readonly number[]} amounts
 * @param {{
 *   label(amount: number): string,
 *   make(amount: number): Payload,
 *   pace(amount: number, seconds: number): string,
 *   room?: (amount: number) => number,
 * }} dimension `room`: bytes that must be free, should the target not be sparse
 * @returns {Promise<Table>}
 */
async function grow(bench, title, amounts, { label, make, pace, room }) {
  /** @type {string[][]} */
  const rows = [];
  const { area } = bench.site;
  for (const amount of amounts) {
    const { bavail, bsize } = statfsSync(area.root);
    if (room !== undefined && room(amount) > bavail * bsize) {
      say(`${title}, ${label(amount)}: left out, there is not enough memory for a copy`);
      continue;
    }
    const payload = make(amount);
    for (const direction of /** @type {const} */ (['down', 'up'])) {
      for (const peer of bench.peers) {
        say(`${title}, ${label(amount)} ${direction} ${peer.name}`);
        try {
          /** @type {import('./workloads/memory.ts').MeasuredTransfer[]} */
          const runs = [];
          for (let round = 0; round < bench.options.rounds; round += 1) {
            runs.push(await measureTransfer(peer, { direction, payload, site: bench.site }));
          }
          const seconds = median(runs.map((run) => run.seconds));
          const memory = (/** @type {'client' | 'server'} */ side) =>
            (Math.max(...runs.map((run) => run[side].peak)) / 1e6).toFixed(0);
          rows.push([
            label(amount),
            direction,
            peer.name,
            formatSeconds(seconds),
            pace(amount, seconds),
            memory('client'),
            memory('server'),
          ]);
        } catch (error) {
          rows.push([
            label(amount),
            direction,
            peer.name,
            `failed: ${error instanceof Error ? error.message : String(error)}`,
            '',
            '',
            '',
          ]);
        }
      }
    }
    rmSync(join(area.source, payload.name), { recursive: true });
  }
  return { title, columns: ['amount', 'direction', 'peer', 'seconds', 'pace', 'client MB', 'server MB'], rows };
}
