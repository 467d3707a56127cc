import { join } from 'node:path';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import type { Site } from '../host/site.ts';
import { startSsh } from '../servers/openssh.ts';
import { startFtp, startFtps } from '../servers/vsftpd.ts';

interface Endpoint {
  readonly base: string;
  /** Path of the area on that server. */
  readonly root: string;
  readonly settings: string;
  readonly server: number;
}

type Reach = (site: Site) => Promise<Endpoint>;

const always =
  'set cmd:fail-exit yes; set ssl:verify-certificate no; set xfer:log no; set net:max-retries 2; set net:timeout 60; ';

function transfer(reach: Reach): (job: TransferJob) => Promise<Run> {
  return async ({ direction, payload: { name, kind }, site }) => {
    const { base, root, settings, server } = await reach(site);
    const { source, down } = site.area;
    const work = {
      'down file': `get -O "${down}" "${root}/source/${name}"`,
      'up file': `put -O "${root}/up" "${join(source, name)}"`,
      'down tree': `mirror --parallel=8 "${root}/source/${name}" "${join(down, name)}"`,
      'up tree': `mirror -R --parallel=8 "${join(source, name)}" "${root}/up/${name}"`,
    }[`${direction} ${kind}` as const];
    return { command: ['lftp', '-c', `${always}${settings}open ${base}; ${work}`], servers: [server] };
  };
}

function list(reach: Reach): (job: ListingJob) => Promise<Run> {
  return async ({ folder, site }) => {
    const { base, root, settings } = await reach(site);
    return { command: ['lftp', '-c', `${always}${settings}open ${base}; cls -l --sort=name "${root}/source/${folder.name}/"`] };
  };
}

async function ftp(site: Site): Promise<Endpoint> {
  const server = await site.server(startFtp);
  return { base: `ftp://${server.address}`, root: '', settings: 'set ftp:ssl-allow no; ', server: server.process.pid };
}

async function ftps(site: Site): Promise<Endpoint> {
  const server = await site.server(startFtps);
  const settings = 'set ftp:ssl-force yes; set ftp:ssl-allow-anonymous yes; set ftp:ssl-protect-data yes; ';
  return { base: `ftp://${server.address}`, root: '', settings, server: server.process.pid };
}

async function sftp(site: Site): Promise<Endpoint> {
  const server = await site.server(startSsh);
  const settings = `set sftp:connect-program "ssh -a -x -F ${server.configuration}"; `;
  const base = `sftp://${server.user}:none@${site.host}:${server.port}`;
  return { base, root: site.area.root, settings, server: server.process.pid };
}

function peer(name: string, kind: Peer['kind'], about: string, programs: readonly string[], reach: Reach): Peer {
  return { name, kind, about, programs: ['lftp', ...programs], file: transfer(reach), tree: transfer(reach), list: list(reach) };
}

export const lftpPeers: readonly Peer[] = [
  peer('ftps-lftp', 'encrypted', 'lftp on vsftpd with TLS; `mirror --parallel=8`; `cls -l`', ['vsftpd', 'openssl'], ftps),
  peer('sftp-lftp', 'encrypted', 'lftp on OpenSSH sftp; `mirror --parallel=8`; `cls -l`', ['ssh', 'ssh-keygen'], sftp),
  peer('ftp-lftp', 'plain', 'lftp on vsftpd; `mirror --parallel=8`; `cls -l`', ['vsftpd'], ftp),
];
