import type { Bench } from '../bench.ts';
import { MemoryWatch, type MemoryUse } from '../host/memory.ts';
import type { Figure, Payload, Peer, TransferJob } from '../model.ts';
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
    const worst = { 'client peak': 0, 'server peak': 0, 'client growth': 0, 'server growth': 0 };
    const rows: string[][] = [];
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
          rows.push([
            `${name} ${direction}`,
            peer.name,
            ...[client.peak, client.growth, server.peak, server.growth].map(inMegabytes),
          ]);
          if (peer !== ferry) continue;
          for (const [side, use] of Object.entries({ client, server }) as ['client' | 'server', MemoryUse][]) {
            worst[`${side} peak`] = Math.max(worst[`${side} peak`], use.peak / megabyte);
            if (name === 'w1') worst[`${side} growth`] = Math.max(worst[`${side} growth`], use.growth / megabyte);
          }
        }
      }
    }
    const figures: Figure[] = Object.entries(worst).map(([id, value]) => ({ id, value, unit: 'MB' }));
    const columns = ['workload', 'peer', 'client MB', 'second half adds', 'server MB', 'second half adds'];
    return { series: [], figures, tables: [{ title: 'Peak resident memory, all processes of a side together', columns, rows }] };
  },
};

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
