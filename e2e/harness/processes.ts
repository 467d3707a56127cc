import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { folder } from './folders.ts';

/** A program of the project in a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** Every line of its standard output so far. */
  readonly lines: readonly string[];
  /** Everything it said on standard error so far. */
  errors(): string;
  /** The first line that `accept` takes, once it has come. */
  line(accept: (line: string) => boolean): Promise<string>;
  /** @param signal SIGINT by default, as Ctrl+C sends; resolves when the process has ended */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export function startProgram(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [folder(file), ...args], {
    cwd: folder(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let said = '';
  const wanting = new Set<(line: string) => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const want of wanting) want(line);
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    lines,
    errors: () => said,
    async line(accept) {
      const already = lines.find(accept);
      if (already !== undefined) return already;
      return await new Promise((resolve, reject) => {
        const want = (line: string): void => {
          if (!accept(line)) return;
          wanting.delete(want);
          resolve(line);
        };
        wanting.add(want);
        void ended.then((code) => reject(new Error(`${file} ended with code ${code} before the line came: ${said}`)));
      });
    },
    async stop(signal = 'SIGINT') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return await ended;
    },
  };
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly pin: string;
  /** Address, identity and key in one. */
  readonly link: string;
  readonly token: string;
  readonly program: Program;
}

export interface ServeOptions {
  readonly share: string;
  readonly userData: string;
  /** 0 by default: any free port. */
  readonly port?: number;
  readonly more?: readonly string[];
}

/** `ferry serve`, in a process that can be killed. */
export async function serve({ share, userData, port = 0, more = [] }: ServeOptions): Promise<RunningServer> {
  const args = ['serve', share, '--port', String(port), '--json', '--user-data', userData, ...more];
  const program = startProgram('out/cli/ferry.js', args);
  const first = JSON.parse(await program.line(() => true)) as { event: string } & Omit<RunningServer, 'token' | 'program'>;
  if (first.event !== 'listening') throw new Error(`the first line of ferry serve is ${JSON.stringify(first)}`);
  const token = /[#&]token=([^&]+)/.exec(first.link)?.[1] ?? '';
  return { host: first.host, port: first.port, pin: first.pin, link: first.link, token, program };
}

/** The browser shell, as `npm start -- --shell browser --no-open` runs it. @returns the link that opens it once */
export async function startBrowserShell(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const program = startProgram('scripts/start.mjs', ['--shell', 'browser', '--no-open', ...args], env);
  const ready = JSON.parse(await program.line(() => true)) as { event: string; shell: string; url: string };
  return { program, ready };
}
