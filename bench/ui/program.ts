import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { atEnd } from '../host/cleanup.ts';
import { lastLines, type RunningProcess, startProcess } from '../host/processes.ts';
import { ferryCommand } from '../servers/ferry.ts';
import { installProbe } from './probe.ts';

const shellProgram = fileURLToPath(new URL('../../out/main/browser.js', import.meta.url));

/** A program that said where it is reached. */
export interface Started {
  readonly process: RunningProcess;
  readonly url: string;
}

/** `ferry serve` as it ships. @returns the link with pin and token */
export async function serve(folder: string, share: string): Promise<Started> {
  const data = join(folder, 'server');
  return await startAndRead([...ferryCommand(), 'serve', share, '--port', '0', '--user-data', data, '--json'], folder, 'serve');
}

/** The browser shell as it ships. @param places `--left` and `--right` */
export async function startShell(folder: string, places: readonly string[]): Promise<Started> {
  const command = [process.execPath, shellProgram, '--no-open', '--user-data', join(folder, 'user-data'), ...places];
  return await startAndRead(command, folder, 'shell');
}

async function startAndRead(command: readonly string[], folder: string, name: string): Promise<Started> {
  const log = join(folder, `${name}.log`);
  let heard: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => (heard = resolve));
  const running = startProcess(command, {
    log,
    onLine: (line) => {
      const message = JSON.parse(line) as { url?: string; link?: string };
      heard(message.url ?? message.link ?? '');
    },
  });
  const ended = running.ended.then((problem) => {
    throw new Error(`${name}: ${problem ?? 'ended'}: ${lastLines(log)}`);
  });
  ended.catch(() => {});
  return { process: running, url: await Promise.race([url, ended]) };
}

export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  atEnd(() => browser.close());
  return browser;
}

export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await page.addInitScript(installProbe);
  return page;
}

/** Bytes of the page's script heap and of the buffers that it holds, without garbage. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize + backingStorageSize;
}

/** Bytes: resident memory of the largest renderer process, and the most it has had. */
export async function rendererMemory(browser: Browser): Promise<{ readonly resident: number; readonly peak: number }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const all = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
      return { resident: bytes('VmRSS'), peak: bytes('VmHWM') };
    });
  return all.reduce((largest, one) => (one.resident > largest.resident ? one : largest), { resident: 0, peak: 0 });
}

export async function chromiumVersion(): Promise<string> {
  const browser = await launchBrowser();
  const version = `Chromium ${browser.version()}`;
  await browser.close();
  return version;
}
