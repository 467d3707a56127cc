import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** What a figure depends on besides the programs' code. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  /** Of TCP; results of before do not tell. */
  readonly congestionControl?: string | undefined;
  readonly node: string;
  readonly peers: Readonly<Record<string, string>>;
}

const versionCommands: Readonly<Record<string, readonly string[]>> = {
  openssh: ['ssh', '-V'],
  rsync: ['rsync', '--version'],
  curl: ['curl', '--version'],
  lftp: ['lftp', '--version'],
  nginx: ['nginx', '-v'],
  vsftpd: ['dpkg-query', '-W', 'vsftpd'],
};

function congestionControl(): string | undefined {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim();
  } catch {
    return undefined;
  }
}

export function describeMachine(): Machine {
  const peers: Record<string, string> = {};
  for (const [name, [program = '', ...args]] of Object.entries(versionCommands)) {
    const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const version = /\d+\.\d+[\w.+-]*/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[0];
    if (version !== undefined) peers[name] = version;
  }
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    congestionControl: congestionControl(),
    node: process.version,
    peers,
  };
}
