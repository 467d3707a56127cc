import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const url = new URL('electron.ts', import.meta.url).href;
const names = new Set(['electron', 'electron/main', 'electron/common']);

/** Lets `electron` mean the stand-in. In this thread only: a worker thread has no Electron in the real runtime either. */
export function provideElectronModule(): void {
  registerHooks({
    resolve(specifier, context, next) {
      return names.has(specifier) ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context);
    },
  });
}

/** The version of the installed package, whose runtime this stands in for. */
export function electronVersion(): string {
  const manifest = readFileSync(new URL('../../node_modules/electron/package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
