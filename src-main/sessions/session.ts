import { AppError, errorTraits } from '../../src-shared/errors.ts';
import { type Endpoint, type EndpointId, formatAuthority } from '../../src-shared/model/location.ts';
import type { Session, SessionFeatures } from '../../src-shared/model/session.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';

/** Opens a connection to the session's server anew, as it was opened first. */
export type Connect = (signal: AbortSignal) => Promise<FileSystem>;

/** A saved site as a session knows it. */
export interface SessionSite {
  readonly id: string;
  readonly name: string;
}

export interface OpenSessionOptions {
  readonly id: EndpointId;
  readonly endpoint: Endpoint;
  readonly site?: SessionSite | undefined;
  readonly connect: Connect;
  /** Milliseconds before the first, second… attempt after the link broke; none: the session closes. */
  readonly delays: readonly number[];
  readonly onChange: () => void;
}

/**
 * A session while it lasts: open, then perhaps reconnecting and open again, in the end closed. Who holds a secret is the connect
 * function alone.
 */
export class OpenSession {
  readonly id: EndpointId;
  readonly endpoint: Endpoint;
  readonly #options: OpenSessionOptions;
  #fileSystem: FileSystem;
  #state: Session['state'] = 'open';
  #reason: AppError | undefined;
  /** The way back, while the session is on it. */
  #returning: Promise<FileSystem> | undefined;
  #attempt = new AbortController();
  #site: SessionSite | undefined;
  #wake: () => void = () => {};

  constructor(options: OpenSessionOptions, fileSystem: FileSystem) {
    this.id = options.id;
    this.endpoint = options.endpoint;
    this.#options = options;
    this.#site = options.site;
    this.#fileSystem = fileSystem;
    void this.#watch(fileSystem);
  }

  get state(): Session['state'] {
    return this.#state;
  }

  describe(): Session {
    const { features } = this.#fileSystem;
    return {
      id: this.id,
      endpoint: this.endpoint,
      label: this.#site?.name ?? formatAuthority(this.endpoint),
      ...(this.#site === undefined ? {} : { site: this.#site.id }),
      state: this.#state,
      encrypted: this.endpoint.kind === 'native',
      features: sessionFeatures(features),
      ...(this.#reason === undefined ? {} : { reason: this.#reason.message }),
    };
  }

  /** From now on it is shown as this site. */
  openedFor(site: SessionSite): void {
    this.#site = site;
    this.#options.onChange();
  }

  /** The file system now. @throws AppError when there is none at the moment */
  present(): FileSystem {
    if (this.#state === 'open') return this.#fileSystem;
    throw this.#reason ?? new AppError('connection-lost', 'the session is not connected');
  }

  /**
   * The file system as soon as there is one: waits while the session reconnects, and tries once more when it had given up.
   * @throws AppError why there is none
   */
  async available(): Promise<FileSystem> {
    if (this.#state === 'open') return this.#fileSystem;
    return await (this.#returning ?? this.#return([0]));
  }

  /** At once, without waiting for the next attempt's time. @throws AppError */
  async reconnect(): Promise<FileSystem> {
    this.#wake();
    return await this.available();
  }

  /** Closes it for a reason other than the user's wish; it can be reconnected. */
  async fail(reason: AppError): Promise<void> {
    this.#attempt.abort(reason);
    this.#wake();
    this.#become('closed', reason);
    await this.#fileSystem.close();
  }

  /** For good. */
  async close(): Promise<void> {
    this.#attempt.abort(new AppError('cancelled', 'the session was closed'));
    this.#wake();
    this.#become('closed', undefined);
    await this.#fileSystem.close();
  }

  async #watch(fileSystem: FileSystem): Promise<void> {
    const reason = await fileSystem.closed;
    if (this.#fileSystem !== fileSystem || this.#state !== 'open') return;
    const error = reason ?? new AppError('connection-lost', 'the connection was closed');
    const { delays } = this.#options;
    if (delays.length === 0 || errorTraits(error.code).retry !== 'backoff') return this.#become('closed', error);
    this.#reason = error;
    this.#return(delays).catch(() => undefined);
  }

  async #return(delays: readonly number[]): Promise<FileSystem> {
    this.#attempt = new AbortController();
    this.#become('reconnecting', this.#reason);
    const returning = this.#tryAgain(delays, this.#attempt.signal);
    this.#returning = returning;
    try {
      const fileSystem = await returning;
      this.#fileSystem = fileSystem;
      this.#become('open', undefined);
      void this.#watch(fileSystem);
      return fileSystem;
    } catch (error) {
      const reason = error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
      if (this.#state === 'reconnecting') this.#become('closed', reason);
      throw reason;
    } finally {
      this.#returning = undefined;
    }
  }

  async #tryAgain(delays: readonly number[], signal: AbortSignal): Promise<FileSystem> {
    let last = this.#reason ?? new AppError('connection-lost', 'the connection is lost');
    for (const delay of delays) {
      await this.#pause(delay);
      signal.throwIfAborted();
      try {
        const fileSystem = await this.#options.connect(signal);
        if (!signal.aborted) return fileSystem;
        await fileSystem.close();
      } catch (error) {
        last = error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
        if (errorTraits(last.code).retry !== 'backoff') throw last;
      }
      signal.throwIfAborted();
    }
    throw last;
  }

  async #pause(delay: number): Promise<void> {
    if (delay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #become(state: Session['state'], reason: AppError | undefined): void {
    this.#state = state;
    this.#reason = reason;
    this.#options.onChange();
  }
}

function sessionFeatures(features: FileSystem['features']): SessionFeatures {
  return {
    directories: features.directories,
    rename: features.rename,
    times: features.attributes,
    freeSpace: features.space,
    resume: features.resume,
    writable: features.writable,
  };
}
