import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import type { Site } from '../host/site.ts';
import { startNginx } from '../servers/nginx.ts';
import { startFtp, startFtps } from '../servers/vsftpd.ts';

/** Where curl goes, and what it must be told to go there. */
interface Endpoint {
  readonly base: string;
  readonly server: number;
  readonly options: readonly string[];
}

type Reach = (site: Site) => Promise<Endpoint>;

const silent = ['curl', '-sS', '--globoff'];
const parallel = ['--create-dirs', '--ftp-create-dirs', '--parallel', '--parallel-max', '8'];

function file(reach: Reach): (job: TransferJob) => Promise<Run> {
  return async ({ direction, payload, site }) => {
    const { base, options, server } = await reach(site);
    const { name } = payload;
    const paths =
      direction === 'down'
        ? ['-o', join(site.area.down, name), `${base}/source/${name}`]
        : ['-T', join(site.area.source, name), `${base}/up/${name}`];
    return { command: [...silent, ...options, ...paths], servers: [server] };
  };
}

/** The files are named one by one in a configuration; curl has no word for a folder. */
function tree(reach: Reach): (job: TransferJob) => Promise<Run> {
  return async ({ direction, payload, site }) => {
    const { base, options, server } = await reach(site);
    const { source, down } = site.area;
    const entries = [...payload.manifest.files.keys()].map((path) => `${payload.name}/${path}`);
    const lines = entries.map((path) =>
      direction === 'down'
        ? `url = "${base}/source/${path}"\noutput = "${join(down, path)}"`
        : `upload-file = "${join(source, path)}"\nurl = "${base}/up/${path}"\noutput = "/dev/null"`,
    );
    const list = site.path('curl.conf');
    writeFileSync(list, `${lines.join('\n')}\n`);
    return { command: [...silent, ...options, ...parallel, '-K', list], servers: [server] };
  };
}

function list(reach: Reach): (job: ListingJob) => Promise<Run> {
  return async ({ folder, site }) => {
    const { base, options } = await reach(site);
    return { command: [...silent, ...options, `${base}/source/${folder.name}/`] };
  };
}

async function ftp(site: Site): Promise<Endpoint> {
  const server = await site.server(startFtp);
  return { base: `ftp://${server.address}`, options: [], server: server.process.pid };
}

async function ftps(site: Site): Promise<Endpoint> {
  const server = await site.server(startFtps);
  return { base: `ftp://${server.address}`, options: ['--insecure', '--ssl-reqd'], server: server.process.pid };
}

async function http(site: Site): Promise<Endpoint> {
  const server = await site.server(startNginx);
  return { base: server.plain, options: [], server: server.process.pid };
}

async function https(site: Site): Promise<Endpoint> {
  const server = await site.server(startNginx);
  return { base: server.secure, options: ['--insecure'], server: server.process.pid };
}

function peer(name: string, kind: Peer['kind'], about: string, server: string, reach: Reach): Peer {
  return { name, kind, about, programs: ['curl', 'openssl', server], file: file(reach), tree: tree(reach), list: list(reach) };
}

export const curlPeers: readonly Peer[] = [
  peer('ftps-curl', 'encrypted', 'curl on vsftpd with TLS; folders 8 files at a time; LIST', 'vsftpd', ftps),
  peer(
    'nginx-tls-curl',
    'encrypted',
    'curl on nginx with TLS 1.3; folders 8 at a time, uploads by PUT; JSON index',
    'nginx',
    https,
  ),
  peer('ftp-curl', 'plain', 'curl on vsftpd; folders 8 files at a time; LIST', 'vsftpd', ftp),
  peer('nginx-curl', 'plain', 'curl on nginx; folders 8 files at a time, uploads by PUT; JSON index', 'nginx', http),
];
