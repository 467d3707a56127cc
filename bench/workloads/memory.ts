import type { Bench } from '../bench.ts';
import { MemoryWatch, type MemoryUse } from '../host/memory.ts';
import type { Figure, Payload, Peer, Table, TransferJob } from '../model.ts';
import { ferry } from '../peers/ferry.ts';
import { missing } from '../peers/peers.ts';
import { startFerry } from '../servers/ferry.ts';
import { runTransfer } from './transfer.ts';
import type { Workload } from './workload.ts';

const megabyte = 1e6;

export interface MeasuredTransfer {
  readonly seconds: number;
  readonly client: MemoryUse;
  readonly server: MemoryUse;
}

/** One run, with the memory of its client and of its server; Ferry's server is started for it. */
export async function measureTransfer(peer: Peer, job: TransferJob): Promise<MeasuredTransfer> {
  if (peer === ferry) await job.site.stopServer(startFerry);
  let watch: MemoryWatch | undefined;
  try {
    const seconds = await runTransfer(peer, job, {
      settle: async () => {},
      warm: false,
      onStart: (client, { servers }) => {
        watch = new MemoryWatch([[client], servers ?? []]);
      },
    });
    const nothing = { peak: 0, growth: 0 };
    const [client = nothing, server = nothing] = watch?.stop() ?? [];
    watch = undefined;
    return { seconds, client, server };
  } finally {
    watch?.stop();
  }
}

function inMegabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(1);
}

export const memory: Workload = {
  name: 'w5',
  title: 'Peak memory of client and server',
  media: ['memory'],
  async run(bench) {
    const uses: Use[] = [];
    const work = [
      { name: 'w1', payload: bench.payloads.bigFile(), peers: bench.peers },
      { name: 'w2', payload: bench.payloads.smallFiles(), peers: bench.peers },
      { name: 'w7', payload: bench.payloads.mixedFiles(), peers: [ferry] },
    ];
    for (const { name, payload, peers } of work) {
      for (const direction of ['down', 'up'] as const) {
        for (const peer of peers) {
          const measured = await measureOne(bench, peer, { direction, payload, site: bench.site });
          if (measured === undefined) continue;
          const { client, server } = measured;
          bench.say(
            `  ${name} ${direction} ${peer.name}: client ${inMegabytes(client.peak)} MB, server ${inMegabytes(server.peak)} MB`,
          );
          uses.push({ work: `${name} ${direction}`, peer: peer.name, client, server });
        }
      }
    }
    const own = uses.filter(({ peer }) => peer === ferry.name);
    return { series: [], figures: worstOf(own), tables: [peakTable(uses), growthTable(own)] };
  },
};

interface Use {
  readonly work: string;
  readonly peer: string;
  readonly client: MemoryUse;
  readonly server: MemoryUse;
}

function worstOf(uses: readonly Use[]): Figure[] {
  return (['client', 'server'] as const).flatMap((side) => {
    const growths = uses.filter(({ work }) => work.startsWith('w1')).map((use) => use[side].growth);
    const worst = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : Math.max(...values) / megabyte);
    return [
      { id: `${side} peak`, value: worst(uses.map((use) => use[side].peak)), unit: 'MB' },
      { id: `${side} growth`, value: worst(growths), unit: 'MB' },
    ];
  });
}

function peakTable(uses: readonly Use[]): Table {
  const works = [...new Set(uses.map(({ work }) => work))];
  const names = [...new Set(uses.map(({ peer }) => peer))];
  const cells = (name: string, work: string): string[] => {
    const use = uses.find((one) => one.peer === name && one.work === work);
    return use === undefined ? ['–', '–'] : [inMegabytes(use.client.peak), inMegabytes(use.server.peak)];
  };
  return {
    title: 'Peak resident memory in MB, all processes of a side together',
    columns: ['peer', ...works.flatMap((work) => [`${work} client`, 'server'])],
    rows: names.map((name) => [name, ...works.flatMap((work) => cells(name, work))]),
  };
}

function growthTable(uses: readonly Use[]): Table {
  return {
    title: 'What the second half adds to the peak of the first, Ferry, MB',
    columns: ['workload', 'client', 'server'],
    rows: uses.map(({ work, client, server }) => [work, inMegabytes(client.growth), inMegabytes(server.growth)]),
  };
}

async function measureOne(
  bench: Bench,
  peer: Peer,
  job: TransferJob & { readonly payload: Payload },
): Promise<MeasuredTransfer | undefined> {
  if ((job.payload.kind === 'file' ? peer.file : peer.tree) === undefined || missing(peer) !== undefined) return undefined;
  try {
    return await measureTransfer(peer, job);
  } catch (error) {
    bench.say(`  ${job.direction} ${peer.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
