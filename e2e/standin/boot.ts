import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { BrowserWindow, followTargets } from './browserWindow.ts';
import { startChromium } from './chromium.ts';
import { readCommandLine } from './commandLine.ts';
import { electronVersion, provideElectronModule } from './electronModule.ts';
import { report } from './loud.ts';

const executable = fileURLToPath(new URL('electron', import.meta.url));
const { required, switches, application } = readCommandLine(process.argv.slice(2));

process.argv = [executable, ...process.argv.slice(2)];
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, electron: electronVersion() }) });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);

provideElectronModule();
const require = createRequire(import.meta.url);
for (const module of required) require(module);

const target = resolve(application);
const isFolder = statSync(target).isDirectory();
const folder = isFolder ? target : dirname(target);
const manifest = readManifest(folder);
app.introduce({ path: folder, name: manifest.productName ?? manifest.name ?? 'Electron', version: manifest.version ?? '0.0.0' });

// As in Electron, `ready` waits for the entry module: one that awaits it at its top level never ends.
const late = setTimeout(
  () => report('the application’s entry module does not end; does it await app.whenReady() at its top level?'),
  10_000,
);
await import(pathToFileURL(isFolder ? join(folder, manifest.main ?? 'index.js') : target).href);
clearTimeout(late);

const chromium = await startChromium(app.commandLine.switches);
Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, chrome: chromium.version }) });
let stopping = false;
void chromium.ended.then(() => {
  if (!stopping) {
    report('Chromium ended by itself');
    process.exit(1);
  }
});
followTargets(chromium.devtools.session());
app.becomeReady({
  closeWindows() {
    for (const window of BrowserWindow.getAllWindows()) window.close();
    return BrowserWindow.getAllWindows().length === 0;
  },
  destroyWindows() {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  },
  async stopChromium() {
    stopping = true;
    await chromium.stop();
  },
});

function readManifest(path: string): { productName?: string; name?: string; version?: string; main?: string } {
  try {
    return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as object;
  } catch {
    return {};
  }
}
