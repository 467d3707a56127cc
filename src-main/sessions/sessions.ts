import { AppError } from '../../src-shared/errors.ts';
import type { Endpoint, EndpointId } from '../../src-shared/model/location.ts';
import type { Session } from '../../src-shared/model/session.ts';
import { connectClassic } from '../filesystem/classic/connect.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { connectNative, type FirstQuestion } from '../filesystem/native/connect.ts';
import type { KnownServers } from './knownServers.ts';
import { OpenSession, type SessionSite } from './session.ts';

/** Milliseconds before each attempt to come back. */
const reconnectDelays: readonly number[] = [500, 1000, 2000, 5000, 10_000];

export interface SessionsOptions {
  readonly knownServers: KnownServers;
  readonly onChange: () => void;
  readonly reconnectDelays?: readonly number[];
}

export interface OpenRequest {
  /** With a pin: the identity it must have, whatever was known before. */
  readonly endpoint: Endpoint;
  /** Kept in memory for as long as the session lasts, and nowhere else. */
  readonly token?: string | undefined;
  /** The identity that the user has accepted for an unknown server. */
  readonly trust?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** The saved site it is opened for; the session is called by its name. */
  readonly site?: SessionSite | undefined;
  /** What will be asked first, and whether contents follow at once; both save round trips (see NativeConnectOptions). */
  readonly first?: readonly FirstQuestion[] | undefined;
  readonly contentsSoon?: boolean | undefined;
}

interface Kept {
  readonly session: OpenSession;
  readonly token: string | undefined;
}

/** The sessions that are open or may be again. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #kept = new Map<EndpointId, Kept>();
  #nextId = 1;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  list(): Session[] {
    return [...this.#kept.values()].map(({ session }) => session.describe());
  }

  /**
   * A session to a server; the same one for the same server and key, so that nothing is mistaken for a copy between two places.
   * @throws AppError `identity-unknown` and `identity-changed` with the identity it showed, `auth-failed`, `unreachable`, `timeout`…
   */
  async open(request: OpenRequest): Promise<Session> {
    const { endpoint, token } = request;
    const known = this.#find(endpoint, token);
    if (known !== undefined) return await takeUp(known, request);
    const { fileSystem, pin } = endpoint.kind === 'native' ? await this.#openNative(request) : await openClassic(request);
    const same: OpenRequest = { endpoint: { ...endpoint, pin }, token };
    // The other pane may have asked for the same server at the same time.
    const meanwhile = this.#find(same.endpoint, token);
    if (meanwhile !== undefined) {
      await fileSystem.close();
      return await takeUp(meanwhile, request);
    }
    const session = new OpenSession(
      {
        id: `s${this.#nextId++}`,
        endpoint: same.endpoint,
        site: request.site,
        connect: (signal) => connectAgain(same, signal),
        delays: endpoint.kind === 'native' ? (this.#options.reconnectDelays ?? reconnectDelays) : [],
        onChange: this.#options.onChange,
      },
      fileSystem,
    );
    this.#kept.set(session.id, { session, token });
    this.#options.onChange();
    return session.describe();
  }

  #find(endpoint: Endpoint, token: string | undefined): OpenSession | undefined {
    for (const kept of this.#kept.values()) {
      if (kept.token === token && isSame(kept.session.endpoint, endpoint)) return kept.session;
    }
    return undefined;
  }

  /** @throws AppError `not-found` */
  async close(id: EndpointId): Promise<void> {
    const session = this.#get(id);
    this.#kept.delete(id);
    await session.close();
    this.#options.onChange();
  }

  /** @throws AppError why it can't be open again */
  async reconnect(id: EndpointId): Promise<Session> {
    const session = this.#get(id);
    await session.reconnect();
    return session.describe();
  }

  /** The file system of a session that is open now. @throws AppError */
  present(id: EndpointId): FileSystem {
    return this.#get(id).present();
  }

  /** The same, waiting for a session that is on its way back; undefined when it was closed. */
  async available(id: EndpointId): Promise<FileSystem | undefined> {
    return await this.#kept.get(id)?.session.available();
  }

  /** The server with this identity at this port is gone, and it is known that it will not be back by itself. Another may have the same identity. */
  async failAll({ pin, port }: { readonly pin: string; readonly port: number }, reason: AppError): Promise<void> {
    const sessions = [...this.#kept.values()].filter(
      ({ session: { endpoint } }) => endpoint.pin === pin && endpoint.port === port,
    );
    await Promise.all(sessions.map(({ session }) => session.fail(reason)));
  }

  async closeAll(): Promise<void> {
    const sessions = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(sessions.map(({ session }) => session.close()));
  }

  #get(id: EndpointId): OpenSession {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new AppError('connection-lost', 'the session is closed');
    return kept.session;
  }

  async #openNative(request: OpenRequest): Promise<{ fileSystem: FileSystem; pin: string }> {
    const { endpoint, trust } = request;
    const { knownServers } = this.#options;
    const known = knownServers.pinOf(endpoint);
    if (endpoint.pin === undefined && trust !== undefined && known !== undefined && known !== trust) {
      throw new AppError('identity-changed', 'the server has another identity than before', { pin: trust, expectedPin: known });
    }
    const pin = endpoint.pin ?? known ?? trust;
    const fileSystem = await connectPinned({ ...request, endpoint: { ...endpoint, pin } });
    // A disk that can't be written makes the server unknown again next time, and that is all.
    await knownServers.remember(endpoint, fileSystem.pin).catch(() => undefined);
    return { fileSystem, pin: fileSystem.pin };
  }
}

/** A session that is there, open again when it was not. @throws AppError why it can't be */
async function takeUp(session: OpenSession, { site }: OpenRequest): Promise<Session> {
  await session.reconnect();
  if (site !== undefined) session.openedFor(site);
  return session.describe();
}

/** An identity other than the expected one is told with both. */
async function connectPinned(
  { endpoint, token, timeoutMs, first, contentsSoon }: OpenRequest,
  signal?: AbortSignal,
): Promise<FileSystem & { readonly pin: string }> {
  const { host, port, pin } = endpoint;
  try {
    return await connectNative({ host, port, pin, token, timeoutMs, signal, first, contentsSoon });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'identity-changed') throw error;
    throw new AppError(error.code, error.message, { pin: error.pin, expectedPin: pin, cause: error });
  }
}

async function openClassic({ endpoint, timeoutMs }: OpenRequest): Promise<{ fileSystem: FileSystem; pin: undefined }> {
  const { host, port } = endpoint;
  return { fileSystem: await connectClassic({ host, port, timeoutMs }), pin: undefined };
}

function connectAgain(request: OpenRequest, signal: AbortSignal): Promise<FileSystem> {
  const { kind, host, port } = request.endpoint;
  return kind === 'native' ? connectPinned(request, signal) : connectClassic({ host, port, signal });
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.kind === b.kind && a.host === b.host && a.port === b.port && (b.pin === undefined || a.pin === b.pin);
}
