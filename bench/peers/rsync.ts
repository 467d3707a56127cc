import { join } from 'node:path';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import { startRsync } from '../servers/rsyncd.ts';

async function transfer({ direction, payload: { name }, site }: TransferJob): Promise<Run> {
  const server = await site.server(startRsync);
  const { source, down } = site.area;
  const paths = direction === 'down' ? [`${server.url}/source/${name}`, `${down}/`] : [join(source, name), `${server.url}/up/`];
  return { command: ['rsync', '-rt', ...paths], servers: [server.process.pid] };
}

async function list({ folder, site }: ListingJob): Promise<Run> {
  const server = await site.server(startRsync);
  return { command: ['rsync', '--list-only', `${server.url}/source/${folder.name}/`] };
}

export const rsyncPeer: Peer = {
  name: 'rsyncd',
  kind: 'plain',
  about: '`rsync -rt` on an rsync daemon; `--list-only`',
  programs: ['rsync'],
  file: transfer,
  tree: transfer,
  list,
};
