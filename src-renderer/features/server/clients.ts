import type { ServerPeer } from '../../../src-shared/model/server.ts';

/** Who is connected: all connections of one address together, for a client may hold several. */
export interface Client {
  readonly address: string;
  /** Bytes, from the server's point of view. */
  readonly received: number;
  readonly sent: number;
  /** Paths of the files in transfer now. */
  readonly activities: readonly string[];
}

export function clientsOf(peers: readonly ServerPeer[]): Client[] {
  const clients = new Map<string, Client>();
  for (const peer of peers) {
    const address = peer.address.replace(/:\d+$/, '');
    const known = clients.get(address) ?? { address, received: 0, sent: 0, activities: [] };
    clients.set(address, {
      address,
      received: known.received + peer.received,
      sent: known.sent + peer.sent,
      activities: peer.activity === undefined ? known.activities : [...known.activities, peer.activity],
    });
  }
  return [...clients.values()];
}
