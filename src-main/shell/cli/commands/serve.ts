import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import { defaultPort, formatAuthority } from '../../../../src-shared/model/location.ts';
import type { ServerPeer } from '../../../../src-shared/model/server.ts';
import { Leftovers } from '../../../filesystem/local/leftovers.ts';
import { loadIdentity, loadToken } from '../../../server/identity.ts';
import { type RunningServer, startServer } from '../../../server/server.ts';
import { defaultUserData } from '../../userData.ts';
import type { CommandContext } from '../context.ts';
import type { Output } from '../output.ts';
import { jsonOption, parsePort, type Run, userDataOption } from '../options.ts';
import { readTokenFile } from '../secrets.ts';

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly readOnly?: boolean;
  readonly classic?: boolean;
  readonly tokenFile?: string;
  readonly userData?: string;
  readonly json?: boolean;
}

export function addServe(program: Command, run: Run): void {
  const command = program
    .command('serve')
    .description('share a folder until interrupted')
    .argument('<folder>')
    .option('--host <host>', 'the address to listen at', '127.0.0.1')
    .option('--port <n>', '0: any free one', parsePort, defaultPort)
    .option('--read-only', 'refuse every change')
    .option('--classic', 'also serve the classic protocol: no encryption, no key, this computer only')
    .option('--token-file <file>', 'where the key is that clients must know; by default one is made and kept');
  jsonOption(userDataOption(command)).action((folder: string, options: ServeOptions) =>
    run(options, (context) => serve(context, folder, options)),
  );
}

async function serve({ output, signal }: CommandContext, folder: string, options: ServeOptions): Promise<void> {
  const userData = options.userData ?? defaultUserData();
  const token = options.tokenFile === undefined ? await loadToken(userData) : readSharedToken(options.tokenFile);
  const server = await startServer({
    folder: resolve(folder),
    host: options.host,
    port: options.port,
    readOnly: options.readOnly === true,
    classic: options.classic === true,
    identity: await loadIdentity(userData),
    token,
    leftovers: new Leftovers(join(userData, 'leftovers')),
  });
  announce(output, server);
  await output.flush();
  const stopFollowing = output.json ? followPeers(output, server) : () => undefined;
  const interrupted = new Promise<void>((settle) => {
    if (signal.aborted) settle();
    else signal.addEventListener('abort', () => settle(), { once: true });
  });
  const reason = await Promise.race([server.closed, interrupted]);
  stopFollowing();
  await server.stop();
  if (output.json) output.value({ event: 'stopped' });
  if (reason instanceof AppError) throw reason;
}

/** What stands in a link must be readable in it. @throws AppError as readTokenFile */
function readSharedToken(file: string): string {
  const token = readTokenFile(file);
  if (token.includes('&')) throw new AppError('invalid-request', 'a key with & can not stand in a link', { path: file });
  return token;
}

function announce(output: Output, server: RunningServer): void {
  const { host, port, pin, options } = server;
  const link = server.link();
  if (output.json) return output.value({ event: 'listening', host, port, pin, link });
  const ways = [options.readOnly ? 'read-only' : undefined, options.classic ? 'also in the classic protocol' : undefined];
  const how = ways.filter((way) => way !== undefined).join(', ');
  output.line(`Serving ${options.folder} at ${formatAuthority({ host, port })}${how === '' ? '' : ` (${how})`}`);
  output.line(`pin   ${pin}`);
  output.line(`link  ${link}`);
  output.line('The link holds the key: whoever has it can use the share. Ctrl+C stops.');
}

/** Tells who comes and goes. */
function followPeers(output: Output, server: RunningServer): () => void {
  let known = new Map<number, ServerPeer>();
  return server.onChange(() => {
    const now = new Map(server.peers().map((peer) => [peer.id, peer]));
    for (const [id, { address, protocol }] of now) {
      if (!known.has(id)) output.value({ event: 'peer', state: 'connected', id, address, protocol });
    }
    for (const [id, { address, protocol }] of known) {
      if (!now.has(id)) output.value({ event: 'peer', state: 'gone', id, address, protocol });
    }
    known = now;
    void output.flush();
  });
}
