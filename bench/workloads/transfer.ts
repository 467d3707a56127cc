import { spawnSync } from 'node:child_process';
import type { Bench } from '../bench.ts';
import { emptyFolder } from '../host/scratch.ts';
import { warmMemory } from '../host/quiet.ts';
import type { Peer, Run, Series, TransferJob } from '../model.ts';
import { comparePayload } from '../payloads/compare.ts';
import { runRounds } from '../rounds.ts';

const limitSeconds = 300;

export interface TransferHooks {
  /** Between the preparations and the clock's start. */
  readonly settle: () => Promise<void>;
  readonly onStart?: (client: number, run: Run) => void;
  /** Whether memory is touched before, so that it costs all the same; not needed where time is not compared. */
  readonly warm?: boolean;
}

/** One run of one peer, from an empty target to compared contents. @returns seconds @throws Error saying what went wrong */
export async function runTransfer(
  peer: Peer,
  job: TransferJob,
  { settle, onStart, warm = true }: TransferHooks,
): Promise<number> {
  const { direction, payload, site } = job;
  const target = direction === 'down' ? site.area.down : site.area.up;
  emptyFolder(target);
  const work = payload.kind === 'file' ? peer.file : peer.tree;
  if (work === undefined) throw new Error(`${peer.name} can't do that`);
  const run = await work(job);
  try {
    if (site.area.medium === 'disk') spawnSync('sync');
    else if (warm && payload.manifest.bytes >= 64 << 20) warmMemory(site.area.root, payload.manifest.bytes);
    await settle();
    const { command, environment, input, until } = run;
    const client = { environment, input, until, limitSeconds, onStart: (pid: number) => onStart?.(pid, run) };
    const { seconds } = await site.run(command, client);
    comparePayload(payload, target);
    return seconds;
  } finally {
    await run.stop?.();
    emptyFolder(target);
  }
}

/** Rounds of all peers that can move the payload that way. */
export async function compareTransfers(bench: Bench, id: string, { direction, payload, site }: TransferJob): Promise<Series> {
  bench.say(`${payload.name} ${id}`);
  const able = bench.peers.filter((peer) => {
    const work = payload.kind === 'file' ? peer.file : peer.tree;
    return work !== undefined && !(peer.localOnly === true && site !== bench.site);
  });
  const once = (peer: Peer): Promise<number> => {
    return runTransfer(peer, { direction, payload, site }, { settle: () => bench.quiet() });
  };
  const rows = await runRounds(able, bench.options.rounds, once, bench.say);
  return { id, bytes: payload.manifest.bytes, files: payload.manifest.files.size, rows };
}
