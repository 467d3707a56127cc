import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { type EndpointId, type Location, localEndpoint, type RemoteUrl } from '../../../src-shared/model/location.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { Leftovers } from '../../filesystem/local/leftovers.ts';
import { LocalFileSystem } from '../../filesystem/local/localFileSystem.ts';
import { openKnownServers } from '../../sessions/openKnownServers.ts';
import { type OpenRequest, Sessions } from '../../sessions/sessions.ts';
import { TransferQueue } from '../../transfer/queue.ts';
import type { Secrets } from './secrets.ts';

export interface WorkspaceOptions {
  readonly userData: string;
  readonly secrets: Secrets;
  /** Take the identity of an unknown server as it comes, and remember it. */
  readonly trustOnFirstUse: boolean;
  /** How long connecting may take. */
  readonly timeoutMs?: number | undefined;
  /** Said of the program's own files; nothing fails because of it. */
  readonly onNotice: (text: string) => void;
}

/** A command shows no list of what waits, so that memory need not grow with it. */
const mostWaiting = 10_000;

/** Who works at a prompt waits less than a window does. */
const retryDelays = [500, 1000, 2000];
const reconnectDelays = [250, 500, 1000, 2000];

/** This computer, the sessions a command has opened, and the queue that copies between them. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  readonly #sessions: Sessions;
  readonly #leftovers: Leftovers;
  #local: LocalFileSystem | undefined;
  #queue: TransferQueue | undefined;
  onConflicts: () => void = () => undefined;

  private constructor(options: WorkspaceOptions, sessions: Sessions) {
    this.#options = options;
    this.#sessions = sessions;
    this.#leftovers = new Leftovers(join(options.userData, 'leftovers'));
  }

  /** @throws AppError when the user's folder can't be read */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const { servers: knownServers, damaged } = await openKnownServers(options.userData);
    if (damaged !== undefined) options.onNotice(`the known servers could not be read and are unknown now: ${damaged}`);
    return new Workspace(options, new Sessions({ knownServers, onChange: () => undefined, reconnectDelays }));
  }

  /** The endpoint of a URL, connected. @throws AppError `identity-unknown`, `auth-failed`, `unreachable`, `busy`… */
  async connect(url: RemoteUrl, ahead: Pick<OpenRequest, 'first' | 'contentsSoon'> = {}): Promise<EndpointId> {
    const { secrets, trustOnFirstUse, timeoutMs } = this.#options;
    const native = url.endpoint.kind === 'native';
    const endpoint = native ? { ...url.endpoint, pin: url.endpoint.pin ?? secrets.pin } : url.endpoint;
    // A classic session never carries a secret.
    const token = native ? (url.token ?? secrets.token) : undefined;
    try {
      return (await this.#sessions.open({ endpoint, token, timeoutMs, ...ahead })).id;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'identity-unknown' || error.pin === undefined) throw error;
      if (trustOnFirstUse) return (await this.#sessions.open({ endpoint, token, timeoutMs, trust: error.pin })).id;
      const message = `the server is unknown; it shows the pin ${error.pin}. Give it in the URL (#pin=…), or use --trust-on-first-use`;
      throw new AppError('identity-unknown', message, { pin: error.pin, cause: error });
    }
  }

  get local(): LocalFileSystem {
    this.#local ??= new LocalFileSystem({ leftovers: this.#leftovers });
    return this.#local;
  }

  /** @throws AppError when the session is not open now */
  fileSystem(endpoint: EndpointId): FileSystem {
    return endpoint === localEndpoint ? this.local : this.#sessions.present(endpoint);
  }

  /** The same, connected anew when the link has broken. @throws AppError */
  async available(endpoint: EndpointId): Promise<FileSystem> {
    const fileSystem = endpoint === localEndpoint ? this.local : await this.#sessions.available(endpoint);
    if (fileSystem === undefined) throw new AppError('connection-lost', 'the session is closed');
    return fileSystem;
  }

  at({ endpoint }: Location): FileSystem {
    return this.fileSystem(endpoint);
  }

  get queue(): TransferQueue {
    this.#queue ??= new TransferQueue({
      resolve: (endpoint) => (endpoint === localEndpoint ? this.local : this.#sessions.available(endpoint)),
      retryDelays,
      forgetsDone: true,
      mostWaiting,
      onConflicts: () => this.onConflicts(),
    });
    return this.#queue;
  }

  async close(): Promise<void> {
    await this.#queue?.close();
    await this.#sessions.closeAll();
    await this.#local?.close();
  }
}
