import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DevTools } from './devtools.ts';
import { report } from './loud.ts';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-startup-window',
  '--disable-breakpad',
  // Experiments of the browser's makers, and pages of its own for an address bar that nobody sees: a fifth of a start.
  '--disable-field-trial-config',
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  // A page that reaches for a name outside this computer fails at once, whatever network there is.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  // The pipe is for the stand-in (Chromium ends when it closes), the port for Playwright.
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
];

const profilePrefix = 'ferry-standin-';

export interface Chromium {
  readonly devtools: DevTools;
  readonly version: string;
  /** Resolves when Chromium has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

let running: Chromium | undefined;

/** The one Chromium of this process. @throws Error before it has started */
export function runningChromium(): Chromium {
  if (running === undefined) throw new Error('Chromium is not running yet');
  return running;
}

/** @param more further switches, as `app.commandLine` holds them */
export async function startChromium(more: ReadonlyMap<string, string>): Promise<Chromium> {
  const executable = process.env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path));
  if (executable === undefined) throw new Error('no Chromium found: install the package “chromium” or set CHROMIUM_PATH');
  sweepProfiles();
  const profile = mkdtempSync(join(tmpdir(), `${profilePrefix}${process.pid}-`));
  const headed = process.env['STANDIN_HEADED'] === '1';
  const given = [...more]
    .filter(([name]) => !name.startsWith('remote-debugging-'))
    .map(([name, value]) => `--${name}${value && `=${value}`}`);
  const child = spawn(executable, [...given, ...switches, ...(headed ? [] : ['--headless']), `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const clean = (): void => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once('exit', clean);
  await debuggingPort(child);
  const devtools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const { product } = await devtools.session().send('Browser.getVersion');
  running = {
    devtools,
    version: product.replace(/^\w+\//, ''),
    ended,
    async stop() {
      const asked = devtools
        .session()
        .send('Browser.close')
        .then(() => ended);
      await Promise.race([asked.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2000))]);
      clean();
      await ended;
    },
  };
  return running;
}

/** Waits for the line that Playwright, too, is waiting for, and passes on what Chromium says only when asked to. */
function debuggingPort(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    let known = false;
    child.stderr?.on('data', (chunk: Buffer) => {
      if (process.env['STANDIN_VERBOSE'] === '1') process.stderr.write(chunk);
      if (known) return;
      heard += chunk.toString('utf8');
      const line = /DevTools listening on ws:\/\/\S+/.exec(heard)?.[0];
      if (line === undefined) return;
      known = true;
      process.stderr.write(`${line}\n`);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with code ${code} before it was ready:\n${heard}`)));
  });
}

/** Profiles of stand-ins that were killed before they could remove them. */
function sweepProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(profilePrefix) ? Number.parseInt(name.slice(profilePrefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch (error) {
      report(error);
    }
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
