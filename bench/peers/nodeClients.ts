import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../host/site.ts';
import { programPath } from '../host/compile.ts';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import { startSsh } from '../servers/openssh.ts';
import { startFtps } from '../servers/vsftpd.ts';

function client(site: Site, packageName: string, program: string): readonly string[] {
  if (!existsSync(join(site.clients, 'node_modules', packageName))) throw new Error(`${packageName} is not installed`);
  return [process.execPath, programPath(program), site.clients];
}

function localPath({ direction, payload, site }: TransferJob): string {
  return join(direction === 'down' ? site.area.down : site.area.source, payload.name);
}

function remotePath({ direction, payload }: TransferJob): string {
  return direction === 'down' ? `/source/${payload.name}` : `/up/${payload.name}`;
}

async function basicFtpTransfer(job: TransferJob): Promise<Run> {
  const { port, process } = await job.site.server(startFtps);
  const what = [job.payload.kind, job.direction, job.site.host, String(port), localPath(job), remotePath(job)];
  return { command: [...client(job.site, 'basic-ftp', 'basicFtp.mjs'), ...what], servers: [process.pid] };
}

async function basicFtpList({ folder, site }: ListingJob): Promise<Run> {
  const { port } = await site.server(startFtps);
  const what = ['list', '-', site.host, String(port), '-', `/source/${folder.name}`];
  return { command: [...client(site, 'basic-ftp', 'basicFtp.mjs'), ...what] };
}

async function ssh2Transfer(job: TransferJob): Promise<Run> {
  const { key, port, process, user } = await job.site.server(startSsh);
  const remote = `${job.site.area.root}${remotePath(job)}`;
  const what = [key, job.payload.kind, job.direction, job.site.host, String(port), user, localPath(job), remote];
  return { command: [...client(job.site, 'ssh2', 'ssh2.mjs'), ...what], servers: [process.pid] };
}

async function ssh2List({ folder, site }: ListingJob): Promise<Run> {
  const { key, port, user } = await site.server(startSsh);
  const what = [key, 'list', '-', site.host, String(port), user, '-', join(site.area.source, folder.name)];
  return { command: [...client(site, 'ssh2', 'ssh2.mjs'), ...what] };
}

export const nodeClientPeers: readonly Peer[] = [
  {
    name: 'basic-ftp-tls',
    kind: 'encrypted',
    about: 'the npm package basic-ftp on vsftpd with TLS, what a Node program would use for FTP',
    programs: ['vsftpd', 'openssl'],
    file: basicFtpTransfer,
    tree: basicFtpTransfer,
    list: basicFtpList,
  },
  {
    name: 'ssh2',
    kind: 'encrypted',
    about: 'the npm package ssh2 on OpenSSH sftp (`fastGet`, `fastPut`; folders 16 files at a time)',
    programs: ['ssh-keygen'],
    file: ssh2Transfer,
    tree: ssh2Transfer,
    list: ssh2List,
  },
];
