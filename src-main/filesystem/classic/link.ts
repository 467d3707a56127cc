import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors.ts';
import type { ClassicConnection } from './connection.ts';
import { dial, type DialOptions } from './dial.ts';

/** Waits before each new try to reach a server that was there a moment ago, in milliseconds. */
const reconnectDelays = [0, 100, 200, 400, 800];
/** How long close() waits for what the server is still sending. */
const closeMs = 5000;

export type LinkWork<T> = (connection: ClassicConnection, again: () => Promise<ClassicConnection>) => Promise<T>;

/**
 * The way to a classic server: one operation at a time, over a connection that is made anew when the last one has ended (each
 * upload ends one). A server that can't be reached again ends the link.
 */
export class ClassicLink {
  readonly #options: DialOptions;
  readonly #abort = new AbortController();
  #connection: ClassicConnection | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended: { readonly error: AppError | undefined } | undefined;
  #settleClosed: (error: AppError | undefined) => void = () => undefined;
  readonly closed: Promise<AppError | undefined>;
  /** When the reader of a download held it up, by the monotonic clock; undefined while data flows. */
  pausedSince: number | undefined;
  /** How long something may wait for such a download before that is taken for a copy within one server. */
  readonly standstillMs: number;

  constructor(options: DialOptions, connection: ClassicConnection) {
    this.#options = options;
    this.#connection = connection;
    this.standstillMs = options.silenceMs / 2;
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  /**
   * Runs `work` when all before it has ended. Rejects at once with `cancelled` when the signal is aborted; what was begun on the
   * connection is then brought to its end behind the scenes. `again` gives `work` a new connection when it has ended the first; when
   * there is none to be had, that is for `work` to take, and ends the link with the next operation only.
   */
  use<T>(signal: AbortSignal | undefined, work: LinkWork<T>): Promise<T> {
    const stop = signal === undefined ? this.#abort.signal : AbortSignal.any([signal, this.#abort.signal]);
    const result = this.#last.then(async () => {
      this.#check(stop);
      const connection = await this.#connected().catch((error: unknown) => this.#lose(error));
      this.#check(stop);
      return await work(connection, () => this.#connected());
    });
    this.#last = result.catch(() => undefined);
    return new Promise((resolve, reject) => {
      // A link that broke lets what runs on it tell its own end.
      const abort = (): void => {
        if (signal?.aborted === true || this.#ended?.error === undefined) reject(this.#reason());
      };
      if (stop.aborted) abort();
      stop.addEventListener('abort', abort, { once: true });
      result.then(resolve, reject).finally(() => stop.removeEventListener('abort', abort));
    });
  }

  async close(): Promise<void> {
    this.#end(undefined);
    const rest = this.#last.then(() => {
      this.#connection?.leave();
      return this.#connection?.gone;
    });
    const enough = new AbortController();
    await Promise.race([rest, delay(closeMs, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
    this.#connection?.leave();
  }

  #check(stop: AbortSignal): void {
    if (stop.aborted) throw this.#reason();
  }

  #reason(): AppError {
    return this.#ended?.error ?? new AppError('cancelled', 'cancelled');
  }

  async #connected(): Promise<ClassicConnection> {
    if (this.#connection?.usable === true) return this.#connection;
    let failure = new AppError('unreachable', 'the server is gone');
    for (const wait of reconnectDelays) {
      await delay(wait, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      if (this.#ended !== undefined) throw this.#reason();
      try {
        this.#connection = await dial({ ...this.#options, signal: this.#abort.signal });
        return this.#connection;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'busy' || error.code === 'cancelled') throw error;
        failure = error;
        if (error.code === 'timeout') break;
      }
    }
    throw new AppError('unreachable', `the server is gone: ${failure.message}`, { cause: failure });
  }

  #lose(error: unknown): never {
    if (error instanceof AppError && error.code === 'unreachable') this.#end(error);
    throw error;
  }

  #end(error: AppError | undefined): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    this.#abort.abort();
    this.#settleClosed(error);
  }
}
