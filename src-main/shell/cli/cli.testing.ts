import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

/** The built command line, run as its users run it. */

export const program = fileURLToPath(new URL('../../../out/cli/ferry.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Started {
  readonly finished: Promise<Finished>;
  signal(name: NodeJS.Signals): void;
}

export function start(args: readonly string[], options: RunOptions = {}): Started {
  const { FERRY_PIN: _pin, FERRY_TOKEN: _token, ...environment } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env: { ...environment, ...options.environment },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.input ?? '');
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    finished: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
    signal: (name) => void child.kill(name),
  };
}

export function ferry(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return start(args, options).finished;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Share {
  readonly port: number;
  readonly pin: string;
  readonly token: string;
  /** The URL of a path, with pin and token. */
  url(path: string): string;
  /** The same without. */
  plain(path: string): string;
  classic(name: string): string;
  kill(name: NodeJS.Signals): void;
  /** What it printed and its exit code, once it has ended. */
  readonly finished: Promise<Finished>;
}

/** `ferry serve`, ready. */
export async function serve(folder: string, userData: string, ...more: readonly string[]): Promise<Share> {
  const child = spawn(process.execPath, [program, 'serve', folder, '--port', '0', '--json', '--user-data', userData, ...more]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  const first = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout += `${line}\n`;
      resolve(line);
    });
    void finished.then(() => reject(new Error(stderr)));
  });
  const listening = JSON.parse(await first) as { port: number; pin: string; link: string };
  const { port, pin } = listening;
  const token = /token=(.*)$/.exec(listening.link)?.[1] ?? '';
  const plain = (path: string): string => `ferry://127.0.0.1:${port}${path}`;
  return {
    port,
    pin,
    token,
    plain,
    url: (path) => `${plain(path)}#pin=${pin}&token=${token}`,
    classic: (name) => `classic://127.0.0.1:${port}/${name}`,
    kill: (name) => void child.kill(name),
    finished,
  };
}

export interface ReceiptEvent {
  readonly event: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly verified: boolean;
}

export function receipts(stdout: string): ReceiptEvent[] {
  const events = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReceiptEvent);
  return events.filter((event) => event.event === 'receipt');
}

/** It failed with nothing but one clear line. */
export function expectFailure({ code, stdout, stderr }: Finished, errorCode: string): void {
  expect(stderr).toMatch(new RegExp(`^${errorCode}: [^\\n]+\\n$`));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}
