import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { _electron, type ElectronApplication } from '@playwright/test';
import { folder } from './folders.ts';

/** What plays Electron: its own runtime where that is installed, else the stand-in. `FERRY_E2E_RUNTIME` decides otherwise. */
export type Runtime = 'electron' | 'stand-in';

export function chosenRuntime(): Runtime {
  const wanted = process.env['FERRY_E2E_RUNTIME'];
  if (wanted === 'electron' || wanted === 'stand-in') return wanted;
  if (wanted !== undefined && wanted !== '') throw new Error(`FERRY_E2E_RUNTIME is “${wanted}”: it can be electron or stand-in`);
  // Electron's installer writes path.txt last.
  const path = folder('node_modules/electron/path.txt');
  const inside = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  return inside !== undefined && existsSync(folder('node_modules/electron/dist', inside)) ? 'electron' : 'stand-in';
}

/** One line for the top of a report. */
export function describeRuntime(): string {
  if (chosenRuntime() === 'electron') {
    const manifest = JSON.parse(readFileSync(folder('node_modules/electron/package.json'), 'utf8')) as { version: string };
    return `Runtime: Electron ${manifest.version}`;
  }
  const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const said = execFileSync(chromium, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const version = /\d+(\.\d+)+/.exec(said)?.[0] ?? 'of unknown version';
  return `Runtime: stand-in (Node ${process.versions.node} + Chromium ${version}), not Electron`;
}

export interface LaunchOptions {
  /** Folder or entry file of the application, and its arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an application the way Playwright starts Electron, whichever runtime plays it. */
export async function launchElectron({ args, env = {} }: LaunchOptions): Promise<ElectronApplication> {
  // Playwright asks Electron's package for the executable, and that package asks this variable.
  if (chosenRuntime() === 'stand-in') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder('e2e/standin');
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_OVERRIDE_DIST_PATH'));
  return await _electron.launch({
    args: [...args],
    cwd: folder(),
    env: { ...(inherited as Record<string, string>), STANDIN_NODE: process.execPath, ...env },
    timeout: 30_000,
  });
}

export function isStandIn(): boolean {
  return chosenRuntime() === 'stand-in';
}
