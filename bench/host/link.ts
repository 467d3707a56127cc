import { spawnSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './isolation.ts';
import { type RunningProcess, sleep, startProcess } from './processes.ts';

export interface LinkOptions {
  readonly roundTripMs: number;
  readonly megabits: number;
  /** Bytes that wait for the link in each direction before packets are dropped. */
  readonly queueBytes: number;
  /** Of all packets, in each direction. */
  readonly lostShare: number;
  /** TCP's way to find the rate at both ends; undefined: this machine's. */
  readonly congestion: 'cubic' | undefined;
}

/** Two network namespaces joined by an emulated link. They have no names and vanish with the processes that hold them. */
export interface Link {
  readonly serverHost: string;
  readonly serverPrefix: readonly string[];
  readonly clientPrefix: readonly string[];
  readonly options: LinkOptions;
  stop(): Promise<void>;
}

const device = 'ferrylink';
const addresses = ['10.99.0.1', '10.99.0.2'] as const;

/** @throws Error when it needs root, a compiler or a kernel with TUN devices that are not there */
export async function createLink(options: LinkOptions, compiled: string, folder: string): Promise<Link> {
  const emulator = join(compiled, 'linkEmulator');
  if (!isRoot()) throw new Error('an emulated link needs root');
  if (!existsSync(emulator)) throw new Error('an emulated link needs a C compiler');
  if (!existsSync('/dev/net/tun')) throw new Error('an emulated link needs /dev/net/tun');
  const log = join(folder, 'link.log');
  const processes: RunningProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const process of processes.reverse()) await process.stop();
  };
  try {
    for (let side = 0; side < 2; side += 1) processes.push(startProcess(['unshare', '--net', 'sleep', 'infinity'], { log }));
    const [server, client] = processes as [RunningProcess, RunningProcess];
    await untilSeparate(server.pid);
    await untilSeparate(client.pid);
    await startEmulator(emulator, [server.pid, client.pid], options, log, processes);
    configure(server.pid, addresses[0], addresses[1], options);
    configure(client.pid, addresses[1], addresses[0], options);
    return { serverHost: addresses[0], serverPrefix: enter(server.pid), clientPrefix: enter(client.pid), options, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEmulator(
  emulator: string,
  holders: readonly [number, number],
  { roundTripMs, megabits, queueBytes, lostShare }: LinkOptions,
  log: string,
  processes: RunningProcess[],
): Promise<void> {
  let ready = false;
  const namespaces = holders.map((pid) => `/proc/${pid}/ns/net`);
  const figures = [roundTripMs / 2, megabits, queueBytes, lostShare].map(String);
  const process = startProcess([emulator, ...namespaces, device, ...figures], {
    log,
    onLine: () => {
      ready = true;
    },
  });
  processes.push(process);
  for (let tries = 0; tries < 500 && !ready; tries += 1) await sleep(10);
  if (!ready) throw new Error('the link emulation did not start');
}

function enter(pid: number): readonly string[] {
  return ['nsenter', '--target', String(pid), '--net'];
}

async function untilSeparate(pid: number): Promise<void> {
  const own = readlinkSync('/proc/self/ns/net');
  for (let tries = 0; tries < 500; tries += 1) {
    if (readlinkSync(`/proc/${pid}/ns/net`) !== own) return;
    await sleep(10);
  }
  throw new Error('no network namespace of its own');
}

function configure(pid: number, own: string, other: string, { congestion }: LinkOptions): void {
  for (const command of [
    ...(congestion === undefined ? [] : [['sysctl', '-qw', `net.ipv4.tcp_congestion_control=${congestion}`]]),
    ['ip', 'link', 'set', 'lo', 'up'],
    ['ip', 'address', 'add', own, 'peer', other, 'dev', device],
    ['ip', 'link', 'set', device, 'mtu', '1500', 'up'],
  ]) {
    const [program = '', ...args] = [...enter(pid), ...command];
    const done = spawnSync(program, args, { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${command.join(' ')}: ${done.stderr.trim()}`);
  }
}
