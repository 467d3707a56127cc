import { createHash, type X509Certificate } from 'node:crypto';
import type { SocketConstructorOpts } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { AppError } from '../../src-shared/errors.ts';
import { ReadBuffer } from './readBuffer.ts';
import { fromSocketError } from './socketError.ts';

export interface DialOptions {
  readonly host: string;
  readonly port: number;
  /** The one application protocol (ALPN) spoken; the server must agree. */
  readonly protocol: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when TCP stands, with the milliseconds that took: a round trip. */
  readonly connected?: ((milliseconds: number) => void) | undefined;
  /** From an earlier connection to the same server: the handshake is shorter when the server still knows it, and a full one otherwise. */
  readonly resume?: TlsSession | undefined;
}

/** What a later connection can go on from; only who had the key behind `pin` can take it up. */
export interface TlsSession {
  readonly ticket: Buffer;
  readonly pin: string;
}

export interface Dialled {
  readonly socket: TLSSocket;
  /** Where what the server says is read into. */
  readonly readBuffer: ReadBuffer;
  /** base64url of the SHA-256 of the server's public key. It proves nothing until it is compared. */
  readonly pin: string;
  /** What the server has last given for a later connection; undefined as long as it has given nothing. */
  readonly tlsSession: () => TlsSession | undefined;
}

/**
 * Opens a TLS 1.3 connection. The certificate is self-signed: the caller compares the pin before it sends anything.
 * @throws AppError `unreachable`, `timeout`, `cancelled`, `connection-lost`, `protocol-violation`
 */
export async function dial(options: DialOptions): Promise<Dialled> {
  if (options.signal?.aborted === true) throw new AppError('cancelled', 'cancelled');
  const readBuffer = new ReadBuffer();
  const tls: ConnectionOptions & Pick<SocketConstructorOpts, 'onread'> = {
    host: options.host,
    port: options.port,
    minVersion: 'TLSv1.3',
    ALPNProtocols: [options.protocol],
    rejectUnauthorized: false,
    ca: [], // no authority vouches for it, and to read in those of the system takes 5 ms
    session: options.resume?.ticket,
    onread: readBuffer.onread,
  };
  let began = performance.now();
  const socket = connect(tls);
  socket.once('lookup', () => {
    began = performance.now();
  });
  socket.once('connect', () => options.connected?.(performance.now() - began));
  let ticket: Buffer | undefined;
  socket.on('session', (session) => {
    ticket = session;
  });
  await secured(socket, options);
  if (socket.alpnProtocol !== options.protocol || socket.getProtocol() !== 'TLSv1.3') {
    socket.destroy();
    throw new AppError('protocol-violation', 'the server does not speak this protocol');
  }
  const pin = pinOf(socket, options.resume);
  if (pin === undefined) {
    socket.destroy();
    throw new AppError('protocol-violation', 'the server showed no identity');
  }
  return { socket, readBuffer, pin, tlsSession: () => (ticket === undefined ? undefined : { ticket, pin }) };
}

/** A session that is taken up shows no certificate again. */
function pinOf(socket: TLSSocket, resume: TlsSession | undefined): string | undefined {
  if (socket.isSessionReused()) return resume?.pin;
  return publicKeyPinOf(socket.getPeerX509Certificate());
}

function publicKeyPinOf(certificate: X509Certificate | undefined): string | undefined {
  return certificate === undefined ? undefined : publicKeyPin(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

export function publicKeyPin(spki: Buffer): string {
  return createHash('sha256').update(spki).digest('base64url');
}

function secured(socket: TLSSocket, options: DialOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(new AppError('timeout', 'the server did not answer in time')), options.timeoutMs);
    const aborted = (): void => end(new AppError('cancelled', 'cancelled'));
    const failed = (error: Error): void => end(fromSocketError(error));
    const closed = (): void => end(new AppError('connection-lost', 'the server closed the connection'));
    function end(error?: AppError): void {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', aborted);
      socket.off('error', failed);
      socket.off('close', closed);
      // Of one that failed the reason is known; one that is secured may wait for its use, and is looked at then.
      socket.on('error', () => {});
      if (error === undefined) {
        resolve();
        return;
      }
      socket.destroy();
      reject(error);
    }
    options.signal?.addEventListener('abort', aborted);
    socket.once('error', failed);
    socket.once('close', closed);
    socket.once('secureConnect', () => end());
  });
}
