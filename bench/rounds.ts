import type { Peer, Row } from './model.ts';
import { missing } from './peers/peers.ts';

const failuresAllowed = 2;
/** Who takes longer runs once. */
const patienceSeconds = 60;

/**
 * Runs every peer once in each round, in the same order: A B C A B C …, so that whatever else happens on the machine happens to all.
 * A peer that fails twice, or takes longer than a minute, is not tried again.
 * @param once prepares, runs and checks; resolves to the seconds
 */
export async function runRounds(
  peers: readonly Peer[],
  rounds: number,
  once: (peer: Peer) => Promise<number>,
  say: (line: string) => void,
): Promise<Row[]> {
  const rows = peers.map((peer) => ({
    peer,
    seconds: [] as (number | null)[],
    problem: missing(peer),
    over: missing(peer) !== undefined,
    failures: 0,
  }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const row of rows) {
      if (row.over) {
        row.seconds.push(null);
        continue;
      }
      const started = performance.now();
      try {
        const seconds = await once(row.peer);
        row.seconds.push(seconds);
        say(`  ${round}/${rounds} ${row.peer.name} ${seconds.toFixed(3)} s`);
      } catch (error) {
        row.seconds.push(null);
        row.failures += 1;
        row.problem = error instanceof Error ? error.message : String(error);
        say(`  ${round}/${rounds} ${row.peer.name} failed: ${row.problem}`);
      }
      const slow = performance.now() - started > patienceSeconds * 1000;
      row.over = slow || row.failures >= failuresAllowed;
      if (slow && rounds > round) row.problem ??= `took longer than ${patienceSeconds} s and was not run again`;
    }
  }
  return rows.map(({ peer: { name, kind }, seconds, problem }) => ({
    peer: name,
    kind,
    seconds,
    ...(problem === undefined ? {} : { problem }),
  }));
}
