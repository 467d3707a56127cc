import { join } from 'node:path';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import { startSsh } from '../servers/openssh.ts';

const programs = ['sftp', 'ssh-keygen', 'scp'];

function sftpTransfer(options: readonly string[]): (job: TransferJob) => Promise<Run> {
  return async ({ direction, payload, site }) => {
    const ssh = await site.server(startSsh);
    const { source, down, up } = site.area;
    const recursive = payload.kind === 'tree' ? '-R ' : '';
    const [word, target] = direction === 'down' ? ['get', down] : ['put', up];
    return {
      command: ['sftp', '-q', '-F', ssh.configuration, ...options, '-b', '-', site.host],
      input: `${word} ${recursive}"${join(source, payload.name)}" "${target}/"\n`,
      servers: [ssh.process.pid],
    };
  };
}

async function sftpList({ folder, site }: ListingJob): Promise<Run> {
  const ssh = await site.server(startSsh);
  return {
    command: ['sftp', '-q', '-F', ssh.configuration, '-b', '-', site.host],
    input: `ls -l "${join(site.area.source, folder.name)}"\n`,
  };
}

async function scpTransfer({ direction, payload, site }: TransferJob): Promise<Run> {
  const ssh = await site.server(startSsh);
  const recursive = payload.kind === 'tree' ? ['-r'] : [];
  const from = join(site.area.source, payload.name);
  const paths = direction === 'down' ? [`${site.host}:${from}`, `${site.area.down}/`] : [from, `${site.host}:${site.area.up}/`];
  return { command: ['scp', '-q', '-F', ssh.configuration, ...recursive, ...paths], servers: [ssh.process.pid] };
}

async function rsyncTransfer({ direction, payload, site }: TransferJob): Promise<Run> {
  const ssh = await site.server(startSsh);
  const from = join(site.area.source, payload.name);
  const paths = direction === 'down' ? [`${site.host}:${from}`, `${site.area.down}/`] : [from, `${site.host}:${site.area.up}/`];
  return { command: ['rsync', '-rt', '-e', `ssh -F ${ssh.configuration}`, ...paths], servers: [ssh.process.pid] };
}

async function rsyncList({ folder, site }: ListingJob): Promise<Run> {
  const ssh = await site.server(startSsh);
  const path = `${site.host}:${join(site.area.source, folder.name)}/`;
  return { command: ['rsync', '-e', `ssh -F ${ssh.configuration}`, '--list-only', path] };
}

const kind = 'encrypted';

export const opensshPeers: readonly Peer[] = [
  {
    name: 'sftp',
    kind,
    about: 'OpenSSH `sftp -b` with its default cipher (chacha20-poly1305); `get -R`, `put -R`, `ls -l`',
    programs,
    file: sftpTransfer([]),
    tree: sftpTransfer([]),
    list: sftpList,
  },
  {
    name: 'sftp-gcm',
    kind,
    about: 'the same with aes128-gcm@openssh.com, its fastest cipher here',
    programs,
    file: sftpTransfer(['-c', 'aes128-gcm@openssh.com']),
    tree: sftpTransfer(['-c', 'aes128-gcm@openssh.com']),
  },
  { name: 'scp', kind, about: 'OpenSSH `scp`, `scp -r`', programs, file: scpTransfer, tree: scpTransfer },
  {
    name: 'rsync-ssh',
    kind,
    about: '`rsync -rt` over ssh; `--list-only`',
    programs: [...programs, 'rsync'],
    file: rsyncTransfer,
    tree: rsyncTransfer,
    list: rsyncList,
  },
];
