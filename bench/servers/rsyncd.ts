import { writeFileSync } from 'node:fs';
import { isRoot } from '../host/isolation.ts';
import type { Site, SiteServer } from '../host/site.ts';

export interface RsyncServer extends SiteServer {
  /** `rsync://…` of the area. */
  readonly url: string;
}

export async function startRsync(site: Site): Promise<RsyncServer> {
  const port = await site.freePort();
  const lines = [
    `port = ${port}`,
    `address = ${site.host}`,
    'use chroot = no',
    ...(isRoot() ? ['uid = root', 'gid = root'] : []),
    '[area]',
    `path = ${site.area.root}`,
    'read only = no',
    'max connections = 0',
  ];
  writeFileSync(site.path('rsyncd.conf'), `${lines.join('\n')}\n`);
  const command = [
    'rsync',
    '--daemon',
    '--no-detach',
    `--config=${site.path('rsyncd.conf')}`,
    `--log-file=${site.path('rsyncd.out')}`,
  ];
  return { url: `rsync://${site.host}:${port}/area`, process: await site.startListening('rsyncd', command, [port]) };
}
