import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { atEnd, isEnding } from './cleanup.ts';

export interface Finished {
  readonly seconds: number;
  /** File with what the command wrote to standard output. */
  readonly output: string;
}

export interface ClientOptions {
  /** Folder for the files with input, output and error output. */
  readonly folder: string;
  readonly input?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The work may end later than the command. */
  readonly until?: Promise<void> | undefined;
  readonly limitSeconds: number;
  readonly onStart?: ((pid: number) => void) | undefined;
}

/** Runs a command and times it. Its streams are files, so that reading them costs this process nothing. @throws Error when it fails */
export async function runClient(command: readonly string[], options: ClientOptions): Promise<Finished> {
  if (isEnding()) throw new Error('stopped');
  const { folder } = options;
  const [input, output, errors] = ['client.in', 'client.out', 'client.err'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(input, options.input ?? '');
  const stdio = [openSync(input, 'r'), openSync(output, 'w'), openSync(errors, 'w')];
  const [program = '', ...args] = command;
  const started = performance.now();
  const child = spawn(program, args, { stdio, detached: true, env: { ...process.env, ...options.environment } });
  const ended = exitOf(child);
  options.until?.catch(() => {}); // Awaited below, unless the command fails first.
  for (const file of stdio) closeSync(file);
  const forget = atEnd(() => killGroup(child, 'SIGKILL'));
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), options.limitSeconds * 1000);
  try {
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const problem = await ended;
    if (problem !== undefined)
      throw new Error(describe(basename(program), problem, errors, performance.now() - started, options.limitSeconds));
    await options.until;
    return { seconds: (performance.now() - started) / 1000, output };
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function describe(program: string, problem: string, errors: string, milliseconds: number, limitSeconds: number): string {
  if (milliseconds >= limitSeconds * 1000) return `${program}: took longer than ${limitSeconds} s`;
  const lines = lastLines(errors);
  return `${program}: ${problem}${lines === '' ? '' : `: ${lines}`}`;
}

/** What a log ends with, as one line. */
export function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-2).join(' ').slice(0, 300);
}

/** @returns undefined for success */
async function exitOf(child: ChildProcess): Promise<string | undefined> {
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

export interface RunningProcess {
  readonly pid: number;
  /** Settles with the exit: undefined for code 0, else why. */
  readonly ended: Promise<string | undefined>;
  /** Whether it was asked to end. */
  readonly stopping: boolean;
  /** Ends it, in order where it can. Idempotent. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** File that takes error output, and standard output unless `onLine` is given. */
  readonly log: string;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Lines of its standard output. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Starts something that runs until it is stopped; it ends with this process however that ends. @throws Error when it can't start */
export function startProcess(command: readonly string[], options: ServerOptions): RunningProcess {
  if (isEnding()) throw new Error('stopped');
  const [program = '', ...args] = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'TERM', ...command] : command;
  const log = openSync(options.log, 'a');
  const child = spawn(program, args, {
    stdio: ['ignore', options.onLine === undefined ? log : 'pipe', log],
    detached: true,
    env: { ...process.env, ...options.environment },
  });
  const ended = exitOf(child);
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  if (options.onLine !== undefined) readLines(child, options.onLine);
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping ??= (async () => {
      forget();
      killGroup(child, 'SIGTERM');
      const timer = setTimeout(() => killGroup(child, 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
      killGroup(child, 'SIGKILL');
    })();
    await stopping;
  };
  const forget = atEnd(stop);
  return {
    pid: child.pid,
    ended,
    stop,
    get stopping() {
      return stopping !== undefined;
    },
  };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

/** Waits until a process listens on a port, without connecting. @throws Error after 10 seconds or when it ended */
export async function untilListening(server: RunningProcess, port: number, log: string): Promise<void> {
  let gone = false;
  void server.ended.then(() => {
    gone = true;
  });
  for (let tries = 0; tries < 2000; tries += 1) {
    if (listens(server.pid, port)) return;
    if (gone) break;
    await sleep(5);
  }
  throw new Error(`a server does not listen on port ${port}: ${lastLines(log)}`);
}

/** Looked up in the network namespace of the process. */
function listens(pid: number, port: number): boolean {
  const local = new RegExp(`^\\s*\\d+: [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, '0')} [0-9A-F]+:0000 0A`, 'm');
  return ['tcp', 'tcp6'].some((table) => {
    try {
      return local.test(readFileSync(`/proc/${pid}/net/${table}`, 'utf8'));
    } catch {
      return false;
    }
  });
}

/** A TCP port that is free on loopback at the moment. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
