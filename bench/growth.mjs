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
const patienceSeconds = 10;
const usual = ['ferry', 'rsync-ssh', 'tar-nc'];

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function measureGrowth(args) {
  const options = parseOptions(args, []);
  const chosen = peers.filter(({ name }) => (options.peers.length === 0 ? usual : ['ferry', ...options.peers]).includes(name));
  return await withSurroundings(options, chosen, async (surroundings) => {
    const memory = surroundings.bench('memory');
    /** @type {Bench | undefined} */
    let disk;
    const { files, sizes } = steps[options.scale];
    /** @type {Table[]} */
    const tables = [
      await grow('Files of 4 KiB', files, {
        label: (count) => count.toLocaleString('en'),
        make: (folder, count) =>
          makeTree(
            folder,
            'growth',
            Array.from({ length: count }, () => 4096),
            100,
          ),
        pace: (count, seconds) => `${Math.round(count / seconds).toLocaleString('en')} files/s`,
        place: () => memory,
      }),
      await grow('One sparse file', sizes, {
        label: (size) => formatBytes(size * gib),
        make: (folder, size) => makeSparseFile(folder, 'growth.bin', size * gib),
        pace: (size, seconds) => `${Math.round((size * gib) / seconds / 1e6)} MB/s`,
        place: (size) => (hasRoom(memory, size * gib) ? memory : (disk ??= surroundings.bench('disk'))),
      }),
    ];
    await memory.stop();
    await disk?.stop();
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
 * Whether a copy that is not sparse would fit into memory.
 * @param {Bench} bench
 * @param {number} bytes
 */
function hasRoom({ site }, bytes) {
  const { bavail, bsize } = statfsSync(site.area.root);
  return bytes * 1.2 < Math.min(bavail * bsize, process.availableMemory());
}

/**
 * @param {string} title
 * @param {readonly number[]} amounts
 * @param {{
 *   label(amount: number): string,
 *   make(folder: string, amount: number): Payload,
 *   pace(amount: number, seconds: number): string,
 *   place(amount: number): Bench,
 * }} dimension
 * @returns {Promise<Table>}
 */
async function grow(title, amounts, { label, make, pace, place }) {
  /** @type {string[][]} */
  const rows = [];
  for (const amount of amounts) {
    const bench = tryPlace(() => place(amount));
    if (bench === undefined) continue;
    const { source, medium } = bench.site.area;
    const payload = make(source, amount);
    const name = `${label(amount)}${medium === 'disk' ? ', on disk' : ''}`;
    for (const direction of /** @type {const} */ (['down', 'up'])) {
      for (const peer of bench.peers) {
        say(`${title}, ${name} ${direction} ${peer.name}`);
        const runs = await measureRounds(bench, peer, { direction, payload, site: bench.site });
        if (runs.length === 0) continue;
        const seconds = median(runs.map((run) => run.seconds));
        const memory = (/** @type {'client' | 'server'} */ side) =>
          (Math.max(...runs.map((run) => run[side].peak)) / 1e6).toFixed(0);
        rows.push([
          name,
          direction,
          peer.name,
          formatSeconds(seconds),
          pace(amount, seconds),
          memory('client'),
          memory('server'),
        ]);
      }
    }
    rmSync(join(source, payload.name), { recursive: true });
  }
  return { title, columns: ['amount', 'direction', 'peer', 'seconds', 'pace', 'client MB', 'server MB'], rows };
}

/**
 * @param {() => Bench} place
 * @returns {Bench | undefined}
 */
function tryPlace(place) {
  try {
    return place();
  } catch (error) {
    say(`Left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/**
 * What takes long is not repeated.
 * @param {Bench} bench
 * @param {import('./model.ts').Peer} peer
 * @param {import('./model.ts').TransferJob} job
 */
async function measureRounds({ options, say }, peer, job) {
  /** @type {import('./workloads/memory.ts').MeasuredTransfer[]} */
  const runs = [];
  for (let round = 0; round < options.rounds && (runs.at(-1)?.seconds ?? 0) < patienceSeconds; round += 1) {
    try {
      runs.push(await measureTransfer(peer, job));
    } catch (error) {
      say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
      break;
    }
  }
  return runs;
}
