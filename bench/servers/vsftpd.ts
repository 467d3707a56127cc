import { mkdirSync, writeFileSync } from 'node:fs';
import { isRoot } from '../host/isolation.ts';
import type { Site, SiteServer } from '../host/site.ts';
import { certificateOf } from './certificate.ts';

export interface FtpServer extends SiteServer {
  /** `host:port` */
  readonly address: string;
  readonly port: number;
}

export async function startFtp(site: Site): Promise<FtpServer> {
  return await start(site, 'vsftpd', []);
}

/** Only TLS, on control and data connections. */
export async function startFtps(site: Site): Promise<FtpServer> {
  const { certificate, key } = certificateOf(site);
  return await start(site, 'vsftpd-tls', [
    'ssl_enable=YES',
    'allow_anon_ssl=YES',
    'force_anon_data_ssl=YES',
    'force_anon_logins_ssl=YES',
    `rsa_cert_file=${certificate}`,
    `rsa_private_key_file=${key}`,
    'require_ssl_reuse=NO',
    'ssl_ciphers=HIGH',
    'ssl_tlsv1=YES',
  ]);
}

async function start(site: Site, name: string, extra: readonly string[]): Promise<FtpServer> {
  if (!isRoot()) throw new Error('vsftpd needs root');
  const port = await site.freePort();
  const empty = site.path('empty');
  mkdirSync(empty, { recursive: true });
  const lines = [
    'listen=YES',
    `listen_address=${site.host}`,
    `listen_port=${port}`,
    'background=NO',
    'anonymous_enable=YES',
    'local_enable=NO',
    `anon_root=${site.area.root}`,
    'no_anon_password=YES',
    'write_enable=YES',
    'anon_upload_enable=YES',
    'anon_mkdir_write_enable=YES',
    'anon_other_write_enable=YES',
    'anon_umask=022',
    'xferlog_enable=NO',
    'max_per_ip=0',
    'max_clients=0',
    'seccomp_sandbox=NO',
    `secure_chroot_dir=${empty}`,
    ...extra,
  ];
  const configuration = site.path(`${name}.conf`);
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return { port, address: `${site.host}:${port}`, process: await site.startListening(name, ['vsftpd', configuration], [port]) };
}
