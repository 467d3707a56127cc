import { hasProgram } from '../host/packages.ts';
import type { Peer } from '../model.ts';
import { curlPeers } from './curl.ts';
import { ferry } from './ferry.ts';
import { lftpPeers } from './lftp.ts';
import { nodeClientPeers } from './nodeClients.ts';
import { opensshPeers } from './openssh.ts';
import { rawPeers, tarPeer } from './raw.ts';
import { rsyncPeer } from './rsync.ts';

const all = [ferry, ...opensshPeers, ...curlPeers, ...lftpPeers, ...nodeClientPeers, rsyncPeer, tarPeer, ...rawPeers];
const order: readonly Peer['kind'][] = ['ferry', 'encrypted', 'plain', 'raw'];

/** Every row of the tables: Ferry, the encrypted ones, the plain ones, the raw limits. */
export const peers: readonly Peer[] = order.flatMap((kind) => all.filter((peer) => peer.kind === kind));

/** Ferry always, and the peers whose names have one of the parts; all when there are none. */
export function chosenPeers(parts: readonly string[]): readonly Peer[] {
  return peers.filter((peer) => peer === ferry || parts.length === 0 || parts.some((part) => peer.name.includes(part)));
}

/** Why a peer can't run here; undefined when it can. */
export function missing(peer: Peer): string | undefined {
  const absent = peer.programs.filter((program) => !hasProgram(program));
  return absent.length === 0 ? undefined : `${absent.join(', ')} not installed`;
}
