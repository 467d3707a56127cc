import net from 'node:net';
import { AppError } from '../../../src-shared/errors.ts';
import { exactly, ReplyExchange } from '../../protocol/classic/exchange.ts';
import { established } from '../../protocol/classic/wording.ts';
import { ClassicConnection } from './connection.ts';

export interface DialOptions {
  readonly host: string;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
  /** How long connecting may take with everything. */
  readonly timeoutMs: number;
  /** How long each later silence of the server may last. */
  readonly silenceMs: number;
}

/**
 * Connects and asks for a first sign of life with `connme`: the original takes every connection, and serves only the oldest.
 * @throws AppError `unreachable`, `timeout`, `busy`, `protocol-violation`, `connection-lost`, `cancelled`
 */
export async function dial(options: DialOptions): Promise<ClassicConnection> {
  const started = performance.now();
  const socket = await connectSocket(options);
  const remaining = Math.max(1000, options.timeoutMs - (performance.now() - started));
  const connection = new ClassicConnection(socket, options.silenceMs);
  let timer: NodeJS.Timeout | undefined;
  let abort = (): void => {};
  const waited = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(busy(options)), remaining);
    abort = () => reject(cancelled());
    options.signal?.addEventListener('abort', abort, { once: true });
  });
  try {
    await Promise.race([connection.run(new ReplyExchange(Buffer.from('connme'), exactly(established))), waited]);
    return connection;
  } catch (error) {
    connection.leave();
    if (error instanceof AppError && error.code === 'timeout') throw busy(options);
    if (error instanceof AppError && error.code === 'connection-lost') {
      const message = 'the server ended the connection at once; perhaps it does not serve the classic protocol';
      throw new AppError('connection-lost', message, { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

function connectSocket({ host, port, signal, timeoutMs }: DialOptions): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, allowHalfOpen: true });
    const settle = (error: AppError | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeAllListeners();
      if (error === undefined) return resolve(socket);
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const abort = (): void => settle(cancelled());
    const timer = setTimeout(
      () => settle(new AppError('timeout', `no answer from ${host} on port ${port}: it is down, or has more to do than it can`)),
      timeoutMs,
    );
    socket.once('connect', () => settle(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(unreachable(host, port, error)));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
  });
}

function unreachable(host: string, port: number, error: NodeJS.ErrnoException): AppError {
  const reasons: Record<string, string> = {
    ECONNREFUSED: `nothing answers at ${host} on port ${port}`,
    ENOTFOUND: `there is no computer named ${host}`,
    EAI_AGAIN: `the name ${host} could not be looked up`,
  };
  return new AppError('unreachable', reasons[error.code ?? ''] ?? `${host} on port ${port} can not be reached`, { cause: error });
}

function busy({ host, port, timeoutMs }: DialOptions): AppError {
  return new AppError(
    'busy',
    `the server at ${host}:${port} took the connection and has not answered for ${Math.round(timeoutMs / 1000)} s: it serves someone else`,
  );
}

function cancelled(): AppError {
  return new AppError('cancelled', 'cancelled');
}
