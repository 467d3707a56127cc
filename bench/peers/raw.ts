import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../host/compile.ts';
import type { RunningProcess } from '../host/processes.ts';
import type { Site } from '../host/site.ts';
import type { ListingJob, Peer, Run, TransferJob } from '../model.ts';
import { certificateOf } from '../servers/certificate.ts';

/** Both ends of one transfer; the server serves it and ends. */
async function pair(site: Site, name: string, server: readonly string[], client: readonly string[], port: number): Promise<Run> {
  const process = await site.startListening(name, server, [port]);
  return { command: client, until: endOf(process, name), stop: () => process.stop(), servers: [process.pid] };
}

async function endOf(process: RunningProcess, name: string): Promise<void> {
  const problem = await process.ended;
  if (problem !== undefined) throw new Error(`the server of ${name} ${problem}`);
}

function shell(script: string): readonly string[] {
  return ['bash', '-c', `set -o pipefail; ${script}`];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function tarOverNc({ direction, payload, site }: TransferJob): Promise<Run> {
  const port = await site.freePort();
  const { source, down, up } = site.area;
  const pack = `tar -C ${quote(source)} -cf - ${quote(payload.name)}`;
  const unpack = (folder: string): string => `tar -C ${quote(folder)} -xf -`;
  const [listen, dial] = [`-l ${site.host} ${port}`, `${site.host} ${port}`];
  const [server, client] =
    direction === 'down'
      ? [`${pack} | nc -N ${listen}`, `nc ${dial} </dev/null | ${unpack(down)}`]
      : [`nc ${listen} </dev/null | ${unpack(up)}`, `${pack} | nc -N ${dial}`];
  return await pair(site, 'tar', shell(server), shell(client), port);
}

/** `ending`: of the path that is written to. */
function pipe(
  program: (site: Site) => readonly string[],
  extra: (site: Site) => readonly string[],
  ending = '',
): (job: TransferJob) => Promise<Run> {
  return async ({ direction, payload, site }) => {
    const port = await site.freePort();
    const from = join(site.area.source, payload.name);
    const to = join(direction === 'down' ? site.area.down : site.area.up, payload.name) + ending;
    const [serverRole, clientRole] = direction === 'down' ? ['send', 'receive'] : ['receive', 'send'];
    const end = (side: string, role: string): string[] => {
      return [...program(site), side, role, site.host, String(port), role === 'send' ? from : to, ...extra(site)];
    };
    return await pair(site, 'pipe', end('listen', serverRole), end('connect', clientRole), port);
  };
}

function rawPipe(site: Site): readonly string[] {
  const program = join(site.compiled, 'rawPipe');
  if (!existsSync(program)) throw new Error('there is no C compiler');
  return [program];
}

function nodePipe(): readonly string[] {
  return [process.execPath, programPath('nodePipe.ts')];
}

async function copy({ direction, payload, site }: TransferJob): Promise<Run> {
  const { source, down, up } = site.area;
  return { command: ['cp', '-r', join(source, payload.name), direction === 'down' ? down : up] };
}

async function list({ folder, site }: ListingJob): Promise<Run> {
  return { command: ['ls', '-lU', join(site.area.source, folder.name)] };
}

function tls(site: Site): readonly string[] {
  const { key, certificate } = certificateOf(site);
  return [key, certificate];
}

const none = (): readonly string[] => [];

export const tarPeer: Peer = {
  name: 'tar-nc',
  kind: 'plain',
  about: '`tar` over `nc`: one stream, no names refused, nothing checked',
  programs: ['tar', 'nc', 'bash'],
  file: tarOverNc,
  tree: tarOverNc,
};

export const rawPeers: readonly Peer[] = [
  {
    name: 'cp',
    kind: 'raw',
    about: '`cp -r`; `ls -lU` for listings',
    programs: ['cp'],
    file: copy,
    tree: copy,
    list,
    localOnly: true,
  },
  {
    name: 'pipe-c',
    kind: 'raw',
    about: 'a C program: sendfile into one connection, receive and write',
    programs: [],
    file: pipe(rawPipe, none),
  },
  {
    name: 'pipe-node',
    kind: 'raw',
    about:
      'the same in Node with large reused buffers: what Node can do; folders as one stream, each file written aside and renamed',
    programs: [],
    file: pipe(nodePipe, none),
    tree: pipe(nodePipe, none, '/'),
  },
  {
    name: 'pipe-node-tls',
    kind: 'raw',
    about: 'the same with TLS 1.3 (aes128-gcm): what Node can do encrypted, without hashing',
    programs: ['openssl'],
    file: pipe(nodePipe, tls),
    tree: pipe(nodePipe, tls, '/'),
  },
];
