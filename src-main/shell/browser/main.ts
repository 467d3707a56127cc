import { resolve } from 'node:path';
import { AppError, toErrorRecord } from '../../../src-shared/errors.ts';
import { startEngine } from '../../app/engineClient.ts';
import { type LaunchArguments, parseArguments, usage } from '../arguments.ts';
import { openAssets } from '../assets.ts';
import { productVersion } from '../productVersion.ts';
import { answerWith } from '../shellRequests.ts';
import { defaultUserData } from '../userData.ts';
import { openPageServer } from './httpServer.ts';
import { openBrowser } from './openBrowser.ts';
import { openPageSockets } from './socket.ts';
import { Admission } from './token.ts';

/** Entry of the browser shell: the application served to pages on this computer. */
async function main(args: LaunchArguments): Promise<void> {
  let shutDown = async (code: number): Promise<void> => process.exit(code);
  const backend = await startEngine(
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
  const pages = await openPageServer(await openAssets(new URL('../renderer/', import.meta.url)), args.port).catch(
    async (error: unknown) => {
      await backend.close();
      throw error;
    },
  );
  const link = (): string => `http://127.0.0.1:${pages.port}/#token=${admission.token}`;
  const admission = new Admission(() => announce(args, 'link', link()));
  const sockets = openPageSockets(
    pages.http,
    pages.port,
    admission,
    backend,
    answerWith(
      backend,
      shellHandlers(() => void shutDown(0)),
    ),
  );
  const closeAll = async (code: number): Promise<void> => {
    // The pages last: what they have asked is answered, and they do not try to come back to a server that is still closing.
    await backend.close();
    await sockets.close(code === 0 ? 1001 : 1011);
    await pages.close();
    process.exit(code);
  };
  let closing: Promise<void> | undefined;
  shutDown = (code) => (closing ??= closeAll(code));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The second one does not wait.
    process.on(signal, () => (closing === undefined ? void shutDown(0) : process.exit(1)));
  }
  announce(args, 'ready', link());
  if (args.open) openBrowser(link());
}

/** A program that starts Ferry reads JSON lines, a person a sentence. */
function announce(args: LaunchArguments, event: 'ready' | 'link', url: string): void {
  const sentence = event === 'ready' ? `Ferry is open at ${url}` : `For another page: ${url}`;
  process.stdout.write(`${args.open ? sentence : JSON.stringify({ event, shell: 'browser', url })}\n`);
}

function shellHandlers(quit: () => void): Parameters<typeof answerWith>[1] {
  return {
    'shell.chooseFolder': () => Promise.reject(new AppError('unsupported', 'a browser page has no folder chooser')),
    'shell.trash': () => Promise.reject(new AppError('unsupported', 'a browser page has no trash of its own')),
    'shell.startDrag': () => Promise.reject(new AppError('unsupported', 'a browser page can not hand files to the desktop')),
    'shell.notify': () => Promise.reject(new AppError('unsupported', 'the page notifies by itself')),
    'shell.menuState': async () => ({}),
    'shell.quit': async () => {
      // After the reply has left.
      setTimeout(quit, 50);
      return {};
    },
  };
}

try {
  const args = parseArguments(process.argv.slice(2), true);
  if (args.help) process.stdout.write(usage);
  else await main(args);
} catch (error) {
  const { code, message } = toErrorRecord(error);
  process.stderr.write(code === 'invalid-request' ? `${message}\n\n${usage}` : `Ferry can't start: ${message}.\n`);
  process.exit(code === 'invalid-request' ? 2 : 1);
}
