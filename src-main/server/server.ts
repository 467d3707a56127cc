import { networkInterfaces } from 'node:os';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { AppError } from '../../src-shared/errors.ts';
import { formatShareLink } from '../../src-shared/model/location.ts';
import type { ServerOptions, ServerPeer } from '../../src-shared/model/server.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import type { Leftovers } from '../filesystem/local/leftovers.ts';
import { LocalFileSystem } from '../filesystem/local/localFileSystem.ts';
import { isThisComputer } from '../net/thisComputer.ts';
import { limits } from '../protocol/limits.ts';
import { protocolName } from '../protocol/native/hello.ts';
import { Attempts } from './attempts.ts';
import { serveClassicPeer } from './classic/classicPeer.ts';
import type { Identity } from './identity.ts';
import { JoinableLanes } from './native/joinableLanes.ts';
import { NativePeer } from './native/peer.ts';

export interface ServerStartOptions extends ServerOptions {
  readonly identity: Identity;
  readonly token: string;
  readonly leftovers?: Leftovers | undefined;
}

/** A server that listens. */
export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly pin: string;
  readonly options: ServerOptions;
  /** Address, identity and key in one: a secret. */
  link(): string;
  peers(): readonly ServerPeer[];
  /** Called when a peer comes, goes or does something else; returns what ends the subscription. */
  onChange(listener: () => void): () => void;
  /** Tells peers, ends their connections, frees the port. Idempotent. */
  stop(): Promise<void>;
  /** Settles when it no longer listens: undefined after stop(). */
  readonly closed: Promise<AppError | undefined>;
}

interface OpenPeer {
  readonly id: number;
  readonly address: string;
  readonly protocol: 'native' | 'classic';
  readonly connectedAt: number;
  activity: string | undefined;
  traffic(): { readonly received: number; readonly sent: number };
  /** Milliseconds without traffic. */
  idleFor(): number;
  /** Lets a client that waits know that it is heard; called from time to time. */
  reassure?(): void;
  close(reason: AppError): void;
  readonly closed: Promise<void>;
}

/**
 * Starts serving a folder. @throws AppError `not-found`, `not-a-directory` for the folder; `busy` when the port is taken;
 * `permission-denied` when it may not be used; `invalid-request` for the classic protocol on anything but loopback
 */
export async function startServer(options: ServerStartOptions): Promise<RunningServer> {
  const { folder: root, readOnly, leftovers } = options;
  return await serveFileSystem(options, () => new LocalFileSystem({ root, readOnly, leftovers }));
}

/** Starts serving any file system; the server closes it in the end. `options.folder` only names it. @throws AppError as above */
export async function serveFileSystem(options: ServerStartOptions, open: () => FileSystem): Promise<RunningServer> {
  if (options.classic && !isLoopback(options.host)) {
    throw new AppError(
      'invalid-request',
      'the classic protocol has no encryption and no password: it is served on this computer only',
    );
  }
  const server = new Server(options, open());
  await server.listen();
  return server;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

class Server implements RunningServer {
  readonly options: ServerOptions;
  readonly pin: string;
  readonly closed: Promise<AppError | undefined>;
  readonly #token: string;
  readonly #fileSystem: FileSystem;
  readonly #secure: ReturnType<typeof createSecureContext>;
  readonly #listener: NetServer;
  readonly #attempts = new Attempts();
  readonly #joinable = new JoinableLanes();
  readonly #sockets = new Set<Socket>();
  readonly #peers = new Map<number, OpenPeer>();
  readonly #listeners = new Set<() => void>();
  readonly #clock: NodeJS.Timeout;
  #unauthenticated = 0;
  #lastPeer = 0;
  #stopping: Promise<void> | undefined;
  #resolveClosed: (reason: AppError | undefined) => void = () => {};

  constructor(options: ServerStartOptions, fileSystem: FileSystem) {
    const { folder, host, port, readOnly, classic } = options;
    this.options = { folder, host, port, readOnly, classic };
    this.pin = options.identity.pin;
    this.#token = options.token;
    this.#fileSystem = fileSystem;
    this.#secure = createSecureContext({ key: options.identity.key, cert: options.identity.certificate, minVersion: 'TLSv1.3' });
    this.#listener = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    this.#listener.maxConnections = limits.connections;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#clock = setInterval(() => this.#lookAfter(), limits.silence / 4);
    this.#clock.unref();
  }

  async listen(): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#listener.once('error', reject);
        this.#listener.listen({ host: this.options.host, port: this.options.port }, () => {
          this.#listener.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      clearInterval(this.#clock);
      await this.#fileSystem.close();
      throw listenError(error, this.options);
    }
    this.#listener.on('error', (error) => {
      // A connection that could not be taken, for want of descriptors, is no end of the listening.
      if (!this.#listener.listening) this.#resolveClosed(new AppError('internal', error.message, { cause: error }));
    });
  }

  get host(): string {
    const address = this.#listener.address();
    return address !== null && typeof address === 'object' ? address.address : this.options.host;
  }

  get port(): number {
    const address = this.#listener.address();
    return address !== null && typeof address === 'object' ? address.port : this.options.port;
  }

  link(): string {
    return formatShareLink({ kind: 'native', host: reachableHost(this.host), port: this.port, pin: this.pin }, this.#token);
  }

  peers(): readonly ServerPeer[] {
    return [...this.#peers.values()].map((peer) => {
      const { id, address, protocol, connectedAt, activity } = peer;
      return { id, address, protocol, connectedAt, activity, ...peer.traffic() };
    });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The first byte tells the protocol; who says nothing, or too many strangers at a time, are let go. */
  #accept(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#stopping !== undefined || this.#unauthenticated >= limits.unauthenticatedConnections) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    this.#unauthenticated += 1;
    let known = false;
    const settle = (): void => {
      if (!known) this.#unauthenticated -= 1;
      known = true;
    };
    const helloBefore = performance.now() + limits.helloTime;
    const timer = setTimeout(() => socket.destroy(), limits.helloTime);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
      settle();
    });
    socket.once('data', (head: Buffer) => {
      socket.pause();
      clearTimeout(timer);
      const first = head[0] ?? 0;
      if (first === tlsHandshake) this.#native(socket, head, helloBefore, settle);
      else if (this.options.classic && isLetter(first)) this.#classic(socket, head, settle);
      else socket.destroy();
    });
    socket.once('end', () => {
      if (!known) socket.destroy();
    });
  }

  #native(socket: Socket, head: Buffer, helloBefore: number, settle: () => void): void {
    socket.unshift(head);
    const greeted = performance.now();
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#secure,
      ALPNProtocols: [protocolName],
      requestCert: false,
    });
    const timer = setTimeout(() => socket.destroy(), helloBefore - performance.now());
    secured.on('error', () => socket.destroy());
    secured.once('close', () => {
      clearTimeout(timer);
      socket.destroy();
    });
    secured.once('secure', () => {
      clearTimeout(timer);
      if (secured.alpnProtocol !== protocolName) {
        socket.destroy();
        return;
      }
      const peer = new NativePeer({
        socket: secured,
        fileSystem: this.#fileSystem,
        token: this.#token,
        attempts: this.#attempts,
        joinable: this.#joinable,
        helloBefore,
        // The client answers the server's part of the handshake at once.
        roundTrip: isThisComputer(socket.remoteAddress ?? '') ? 0 : performance.now() - greeted,
        authenticated: () => {
          settle();
          this.#add(open);
        },
        activity: (path) => this.#activity(open, path),
      });
      const open: OpenPeer = {
        ...this.#describe(socket, 'native'),
        activity: undefined,
        traffic: () => ({ received: peer.connection.received, sent: peer.connection.sent }),
        idleFor: () => peer.idleFor,
        reassure: () => peer.reassure(),
        close: (reason) => peer.close(reason),
        closed: peer.closed,
      };
      void peer.closed.then(() => this.#remove(open));
    });
  }

  #classic(socket: Socket, head: Buffer, settle: () => void): void {
    settle();
    let received = 0;
    let sent = 0;
    let last = performance.now();
    const peer = serveClassicPeer({
      socket,
      head,
      fileSystem: this.#fileSystem,
      allowReplace: false,
      onActivity: (path, bytesReceived, bytesSent) => {
        received = bytesReceived;
        sent = bytesSent;
        last = performance.now();
        this.#activity(open, path);
      },
    });
    const open: OpenPeer = {
      ...this.#describe(socket, 'classic'),
      activity: undefined,
      traffic: () => ({ received, sent }),
      idleFor: () => performance.now() - last,
      close: () => peer.close(),
      closed: peer.closed,
    };
    this.#add(open);
    void peer.closed.then(() => this.#remove(open));
  }

  #describe(socket: Socket, protocol: 'native' | 'classic'): Pick<OpenPeer, 'id' | 'address' | 'protocol' | 'connectedAt'> {
    this.#lastPeer += 1;
    return {
      id: this.#lastPeer,
      protocol,
      address: `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`,
      connectedAt: Date.now(),
    };
  }

  #activity(peer: OpenPeer, path: string | undefined): void {
    if (peer.activity === path) return;
    peer.activity = path;
    this.#changed();
  }

  #add(peer: OpenPeer): void {
    this.#peers.set(peer.id, peer);
    this.#changed();
  }

  #remove(peer: OpenPeer): void {
    if (this.#peers.delete(peer.id)) this.#changed();
  }

  #lookAfter(): void {
    for (const peer of this.#peers.values()) {
      if (peer.idleFor() > limits.idle) peer.close(new AppError('timeout', 'nothing was asked for a long time'));
      else peer.reassure?.();
    }
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#clock);
    const stopped = new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
    });
    const peers = [...this.#peers.values()];
    for (const peer of peers) peer.close(new AppError('connection-lost', 'the server was stopped'));
    const strangers = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 1_000);
    for (const socket of this.#sockets) if (peers.length === 0) socket.destroy();
    await stopped;
    clearTimeout(strangers);
    await Promise.all(peers.map((peer) => peer.closed));
    await this.#fileSystem.close();
    this.#changed();
    this.#resolveClosed(undefined);
  }
}

/** What others can reach a server by: an address that stands for all of this computer's is of no use in a link. */
export function reachableHost(host: string, interfaces = networkInterfaces()): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const outward = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal);
  const chosen = outward.find(({ family }) => family === 'IPv4') ?? outward.find(({ address }) => !address.startsWith('fe80'));
  return chosen?.address ?? '127.0.0.1';
}

const tlsHandshake = 0x16;

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function listenError(error: unknown, options: ServerOptions): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new AppError('busy', `port ${options.port} is already in use`, { cause: error });
  if (code === 'EACCES') return new AppError('permission-denied', `port ${options.port} may not be used`, { cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new AppError('unreachable', `${options.host} is not an address of this computer`, { cause: error });
  }
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
