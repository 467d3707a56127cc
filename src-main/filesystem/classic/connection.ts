import type net from 'node:net';
import { AppError, errorTraits } from '../../../src-shared/errors.ts';
import { connectionClosed, type Exchange, type Step } from '../../protocol/classic/exchange.ts';

export interface ExchangeListener {
  opened?(): void;
  data?(bytes: Uint8Array): void;
}

interface Running {
  receive(bytes: Uint8Array): void;
  quiet(): void;
  ended(): void;
  failed(error: AppError): void;
  patience(): number | undefined;
}

/** How long a socket that was left may take to finish in order before it is cut. */
const lingerMs = 60_000;

/**
 * A socket to a classic server: one exchange at a time. It is always closed in order, because a reset ends the original server:
 * what still comes is read and thrown away until the server has closed too.
 */
export class ClassicConnection {
  readonly #socket: net.Socket;
  readonly #silenceMs: number;
  #running: Running | undefined;
  #patience: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #paused = false;
  #error: AppError | undefined;
  #left = false;
  readonly #gone: Promise<void>;

  /** @param silenceMs how long the server may be silent while it owes an answer */
  constructor(socket: net.Socket, silenceMs: number) {
    this.#socket = socket;
    this.#silenceMs = silenceMs;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#running?.receive(bytes));
    socket.on('end', () => this.#fail(connectionClosed()));
    socket.on('error', (error) => this.#fail(lost(error)));
    this.#gone = new Promise((resolve) => {
      socket.on('close', () => {
        this.#fail(connectionClosed());
        resolve();
      });
    });
  }

  /** Whether a command can still be sent. */
  get usable(): boolean {
    return this.#error === undefined && !this.#left;
  }

  /** Sends the command and settles with its answer. Rejects with AppError; `timeout` when the server owes it too long. */
  run<T>(exchange: Exchange<T>, listener: ExchangeListener = {}): Promise<T> {
    if (!this.usable) return Promise.reject(this.#error ?? connectionClosed());
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        this.#running = undefined;
        clearTimeout(this.#patience);
        clearTimeout(this.#deadline);
      };
      const failed = (error: unknown): void => {
        end();
        const cause =
          error instanceof AppError ? error : new AppError('internal', 'the answer could not be read', { cause: error });
        if (errorTraits(cause.code).session === 'ends' || cause.code === 'internal') this.leave();
        reject(cause);
      };
      const advance = (next: () => Step<T>): void => {
        try {
          const step = next();
          if (step.opened === true) listener.opened?.();
          for (const bytes of step.data ?? []) listener.data?.(bytes);
          if (step.send !== undefined) this.#socket.write(step.send);
          if (step.done !== undefined) {
            end();
            resolve(step.done.value);
          } else if (this.#running !== undefined) this.#arm();
        } catch (error) {
          failed(error);
        }
      };
      this.#running = {
        receive: (bytes) => advance(() => exchange.receive(bytes)),
        quiet: () => advance(() => exchange.quiet()),
        ended: () => advance(() => exchange.ended()),
        patience: () => exchange.patience,
        failed,
      };
      this.#socket.write(exchange.command);
      this.#arm();
    });
  }

  /** Stops reading soon; deadlines rest. */
  pause(): void {
    this.#paused = true;
    this.#socket.pause();
    this.#arm();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket.resume();
    this.#arm();
  }

  /** Raw contents behind an accepted upload. Resolves when the system has taken them. */
  write(bytes: Uint8Array): Promise<void> {
    if (!this.usable) return Promise.reject(this.#error ?? connectionClosed());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(new AppError('timeout', 'the server takes nothing more'));
        this.leave();
      }, this.#silenceMs);
      const settle = (error?: Error | null): void => {
        clearTimeout(timer);
        if (error === undefined || error === null) resolve();
        else reject(this.#error ?? lost(error));
      };
      this.#socket.write(bytes, settle);
    });
  }

  /**
   * Ends an upload: closes this side and waits until the server has closed its own.
   * @throws AppError `connection-lost` when the link broke instead, `timeout`
   */
  async finish(): Promise<void> {
    if (!this.usable) throw this.#error ?? connectionClosed();
    this.leave();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new AppError('timeout', 'the server did not close after the upload')), this.#silenceMs);
    });
    try {
      await Promise.race([this.#gone, late]);
    } finally {
      clearTimeout(timer);
    }
    if (this.#error?.cause !== undefined) throw this.#error;
  }

  /** Closes in order and forgets the connection; the process need not wait for it. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    const socket = this.#socket;
    this.#paused = false;
    socket.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    timer.unref();
    socket.unref();
    void this.#gone.then(() => clearTimeout(timer));
  }

  /** Resolves when both sides have closed. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  #fail(error: AppError): void {
    this.#error ??= error;
    const running = this.#running;
    if (running === undefined) {
      this.leave();
    } else if (error.cause === undefined && error.code === 'connection-lost') {
      running.ended();
      this.leave();
    } else running.failed(error);
  }

  #arm(): void {
    clearTimeout(this.#patience);
    clearTimeout(this.#deadline);
    const running = this.#running;
    if (running === undefined || this.#paused) return;
    const patience = running.patience();
    if (patience !== undefined) this.#patience = setTimeout(() => running.quiet(), patience);
    this.#deadline = setTimeout(
      () => running.failed(new AppError('timeout', `the server did not answer for ${this.#silenceMs / 1000} s`)),
      this.#silenceMs,
    );
  }
}

function lost(error: Error): AppError {
  return new AppError('connection-lost', `the connection broke: ${error.message}`, { cause: error });
}
