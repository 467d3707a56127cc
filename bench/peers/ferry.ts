import { join } from 'node:path';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import { ferryCommand, startFerry } from '../servers/ferry.ts';

async function transfer({ direction, payload, site }: TransferJob): Promise<Run> {
  const server = await site.server(startFerry);
  const local = direction === 'down' ? `${site.area.down}/` : join(site.area.source, payload.name);
  const command =
    direction === 'down' ? ['get', server.url(`/source/${payload.name}`), local] : ['put', local, server.url('/up/')];
  return { command: [...ferryCommand(), ...command, '--user-data', site.path('ferry-client')], servers: [server.process.pid] };
}

async function list({ folder, site }: ListingJob): Promise<Run> {
  const server = await site.server(startFerry);
  const command = ['ls', '--long', server.url(`/source/${folder.name}`), '--user-data', site.path('ferry-client')];
  return { command: [...ferryCommand(), ...command], servers: [server.process.pid] };
}

export const ferry: Peer = {
  name: 'ferry',
  kind: 'ferry',
  about:
    '`ferry get`, `ferry put` and `ferry ls --long` as they ship, against `ferry serve`: TLS 1.3, SHA-256 of every file at both ends',
  programs: [],
  file: transfer,
  tree: transfer,
  list,
};
