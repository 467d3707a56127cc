import { AppError, type ErrorCode } from '../../src-shared/errors.ts';

const codes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ECONNREFUSED: ['unreachable', 'nothing listens there'],
  ENOTFOUND: ['unreachable', 'there is no such host'],
  EAI_AGAIN: ['unreachable', 'the host name could not be looked up'],
  EHOSTUNREACH: ['unreachable', 'the host can not be reached'],
  ENETUNREACH: ['unreachable', 'the network can not be reached'],
  EADDRNOTAVAIL: ['unreachable', 'the address is not available'],
  ETIMEDOUT: ['timeout', 'no answer in time'],
  ECONNRESET: ['connection-lost', 'the other side reset the connection'],
  EPIPE: ['connection-lost', 'the other side closed the connection'],
  ECONNABORTED: ['connection-lost', 'the connection was given up'],
};

/** What a socket's error means. An AppError passes unchanged. */
export function fromSocketError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = codes[code];
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error });
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO') {
    return new AppError('protocol-violation', 'the other side does not speak this protocol', { cause: error });
  }
  return new AppError('connection-lost', error instanceof Error ? error.message : String(error), { cause: error });
}
