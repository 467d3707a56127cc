import { resolve } from 'node:path';
import { toErrorRecord } from '../../../src-shared/errors.ts';
import { startEngine } from '../../app/engineClient.ts';
import { type LaunchArguments, parseArguments, usage } from '../arguments.ts';
import { onEndSignals } from '../endSignals.ts';
import { productVersion } from '../productVersion.ts';
import { defaultUserData } from '../userData.ts';
import { openBrowser } from './openBrowser.ts';

/** Entry of the browser shell: the application served to pages on this computer. */
async function main(args: LaunchArguments): Promise<void> {
  let shutDown = async (code: number): Promise<void> => process.exit(code);
  const engine = startEngine(
    {
      userData: resolve(args.userData ?? defaultUserData()),
      version: productVersion(import.meta.url),
      shell: 'browser',
      runtime: `Node ${process.versions.node}`,
      nativeMenu: false,
      left: args.left,
      right: args.right,
    },
    new URL('./engine.js', import.meta.url),
    (error) => {
      process.stderr.write(`Ferry has to stop: ${error.message}.\n`);
      void shutDown(1);
    },
  );
  // The engine's thread begins while this one reads in what pages need.
  const [backend, { openPages }] = await Promise.all([engine, import('./pages.ts')]);
  const pages = await openPages(backend, {
    files: new URL('../renderer/', import.meta.url),
    port: args.port,
    onLink: (link) => announce(args, 'link', link),
    quit: () => void shutDown(0),
  }).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });
  const closeAll = async (code: number): Promise<void> => {
    // The pages last: what they have asked is answered, and they do not try to come back to a server that is still closing.
    await backend.close();
    await pages.close(code === 0 ? 1001 : 1011);
    process.exit(code);
  };
  let closing: Promise<void> | undefined;
  shutDown = (code) => (closing ??= closeAll(code));
  onEndSignals(
    () => void shutDown(0),
    () => process.exit(1),
  );
  announce(args, 'ready', pages.link());
  if (args.open) openBrowser(pages.link());
}

/** A program that starts Ferry reads JSON lines, a person a sentence. */
function announce(args: LaunchArguments, event: 'ready' | 'link', url: string): void {
  const sentence = event === 'ready' ? `Ferry is open at ${url}` : `For another page: ${url}`;
  process.stdout.write(`${args.open ? sentence : JSON.stringify({ event, shell: 'browser', url })}\n`);
}

// Whoever started it may have stopped reading, and a terminal can be closed: pages and transfers go on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const args = parseArguments(process.argv.slice(2), true);
  if (args.help) process.stdout.write(usage);
  else await main(args);
} catch (error) {
  const { code, message } = toErrorRecord(error);
  process.stderr.write(code === 'invalid-request' ? `${message}\n\n${usage}` : `Ferry can't start: ${message}.\n`);
  process.exit(code === 'invalid-request' ? 2 : 1);
}
