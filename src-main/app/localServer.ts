import { mkdir } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { parseRemoteUrl, type RemoteUrl } from '../../src-shared/model/location.ts';
import type { ServerOptions, ServerState } from '../../src-shared/model/server.ts';
import type { Leftovers } from '../filesystem/local/leftovers.ts';
import { loadIdentity, loadToken } from '../server/identity.ts';
import { type RunningServer, startServer } from '../server/server.ts';

export interface LocalServerOptions {
  /** Where the identity and the key are kept. */
  readonly userData: string;
  /** This folder is made when it is shared and missing; any other must be there. */
  readonly suggestedShare: string;
  readonly leftovers: Leftovers;
  readonly onChange: () => void;
  /** It has stopped, asked to or not. */
  readonly onStopped: (server: { readonly pin: string; readonly port: number }) => void;
}

/** The one server that the application runs for the user. */
export class LocalServer {
  readonly #options: LocalServerOptions;
  #running: RunningServer | undefined;
  #starting = false;

  constructor(options: LocalServerOptions) {
    this.#options = options;
  }

  get state(): ServerState {
    const server = this.#running;
    if (server === undefined) return { state: 'stopped' };
    const { options, host, port, pin } = server;
    return { state: 'running', options, host, port, pin, peers: server.peers() };
  }

  /** @throws AppError `invalid-request` when it runs already; what startServer throws */
  async start(options: ServerOptions): Promise<ServerState> {
    if (this.#running !== undefined || this.#starting) throw new AppError('invalid-request', 'the server is running already');
    if (!isAbsolute(options.folder)) {
      throw new AppError('invalid-request', 'the folder must be given as an absolute path', { path: options.folder });
    }
    this.#starting = true;
    try {
      const { userData, suggestedShare, leftovers } = this.#options;
      if (resolve(options.folder) === suggestedShare) await makeShare(suggestedShare);
      const [identity, token] = await Promise.all([loadIdentity(userData), loadToken(userData)]);
      const server = await startServer({ ...options, identity, token, leftovers });
      this.#running = server;
      server.onChange(() => this.#options.onChange());
      void server.closed.then(() => this.#stopped(server));
    } finally {
      this.#starting = false;
    }
    this.#options.onChange();
    return this.state;
  }

  /** Nothing happens when it does not run. */
  async stop(): Promise<void> {
    const server = this.#running;
    if (server === undefined) return;
    this.#stopped(server);
    await server.stop();
  }

  /** @throws AppError `invalid-request` when it does not run */
  link(): string {
    if (this.#running === undefined) throw new AppError('invalid-request', 'the server is not running');
    return this.#running.link();
  }

  /** How this computer itself reaches it. */
  address(): RemoteUrl {
    const url = parseRemoteUrl(this.link());
    const { host } = url.endpoint;
    const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
    return { ...url, endpoint: { ...url.endpoint, host: reachable } };
  }

  #stopped(server: RunningServer): void {
    if (this.#running !== server) return;
    this.#running = undefined;
    this.#options.onChange();
    this.#options.onStopped(server);
  }
}

async function makeShare(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new AppError('permission-denied', `${folder} can not be made`, { path: folder, cause });
  }
}
