import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isRoot } from '../host/isolation.ts';
import type { Site, SiteServer } from '../host/site.ts';

export interface SshServer extends SiteServer {
  readonly port: number;
  readonly user: string;
  /** Client configuration that reaches it with its key. */
  readonly configuration: string;
  readonly key: string;
}

export async function startSsh(site: Site): Promise<SshServer> {
  const port = await site.freePort();
  const user = userInfo().username;
  const [hostKey, key] = [site.path('ssh-host-key'), site.path('ssh-key')];
  for (const path of [hostKey, key]) {
    const done = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`no key for sshd: ${done.stderr ?? 'ssh-keygen is missing'}`);
  }
  copyFileSync(`${key}.pub`, site.path('authorized-keys'));
  const server = [
    `Port ${port}`,
    `ListenAddress ${site.host}`,
    `HostKey ${hostKey}`,
    'PidFile none',
    `AuthorizedKeysFile ${site.path('authorized-keys')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'UseDNS no',
    'PrintMotd no',
    'MaxStartups 100:30:200',
    'MaxSessions 100',
    'Subsystem sftp internal-sftp',
  ];
  const client = [
    'Host *',
    `Port ${port}`,
    `User ${user}`,
    `IdentityFile ${key}`,
    'IdentitiesOnly yes',
    'StrictHostKeyChecking no',
    `UserKnownHostsFile ${site.path('known-hosts')}`,
    'LogLevel ERROR',
  ];
  writeFileSync(site.path('sshd.conf'), `${server.join('\n')}\n`);
  writeFileSync(site.path('ssh.conf'), `${client.join('\n')}\n`);
  if (isRoot()) mkdirSync('/run/sshd', { recursive: true });
  const command = ['/usr/sbin/sshd', '-D', '-e', '-f', site.path('sshd.conf')];
  return { port, user, key, configuration: site.path('ssh.conf'), process: await site.startListening('sshd', command, [port]) };
}
