import type { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { AppError } from '../../src-shared/errors.ts';
import { endOfSlice } from '../loop/slice.ts';
import type { ReadBuffer } from './readBuffer.ts';
import { fromSocketError } from './socketError.ts';

/** Above this many unsent bytes a writer should hold back. */
const highWater = 1024 * 1024;
/** What a TLS record carries at first where packets count, and at most; so many bytes are sent before the one gives way to the other. */
const smallRecord = 1_350;
const largestRecord = 16_384;
const sentInSmallRecords = 64 * 1024;
/** How long an orderly end may take before the socket is destroyed. */
const endGraceMs = 2_000;

export interface ConnectionHandler {
  /** `chunk` is good only during the call. */
  bytes(chunk: Buffer): void;
  /** `congested` is false again. */
  drained(): void;
}

/** A connected socket: bytes both ways, backpressure, and one reason for its end, the first. */
export class Connection {
  readonly #socket: Socket;
  #handler: ConnectionHandler | undefined;
  #reason: AppError | undefined;
  #closing = false;
  #draining = false;
  #pausedForOutput = false;
  /** When this turn's bytes have had their time; undefined between turns. */
  #sliceEnd: number | undefined;
  #rests = false;
  #settling: (() => void)[] = [];
  #stopped = false;
  #smallRecords: TLSSocket | undefined;
  readonly #pauseWhenCongested: boolean;
  readonly #readBuffer: ReadBuffer | undefined;
  readonly closed: Promise<AppError | undefined>;
  received = 0;
  sent = 0;
  /** performance.now() of the last byte that came. */
  lastReceived = performance.now();

  /**
   * `pauseWhenCongested`: stop reading while what is to be sent is not taken, so that a peer that only asks and never reads can't fill
   * the memory. One side only may do this, or both could wait for each other. `readBuffer`: what the socket was made to read into.
   */
  constructor(socket: Socket, options: { readonly pauseWhenCongested: boolean; readonly readBuffer?: ReadBuffer | undefined }) {
    this.#socket = socket;
    this.#readBuffer = options.readBuffer;
    this.#pauseWhenCongested = options.pauseWhenCongested;
    socket.setNoDelay(true);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#closing = true;
        this.#settle();
        resolve(this.#reason);
      });
    });
    socket.on('error', (error) => this.#fail(fromSocketError(error)));
    socket.on('end', () => {
      if (!this.#closing) this.#fail(new AppError('connection-lost', 'the other side closed the connection'));
    });
    socket.on('drain', () => this.#drained());
  }

  start(handler: ConnectionHandler): void {
    this.#handler = handler;
    const take = (chunk: Buffer): void => {
      this.received += chunk.length;
      this.lastReceived = performance.now();
      if (this.#closing) return;
      if (this.#sliceEnd === undefined) {
        this.#sliceEnd = endOfSlice();
        setImmediate(() => this.#turnEnded());
      }
      handler.bytes(chunk);
      if (performance.now() < this.#sliceEnd || this.#closing) return;
      // The system hands over up to 2 MiB in one go, which are hundreds of small files: what is over comes in the next turn.
      this.#rests = true;
      this.#socket.pause();
    };
    if (this.#readBuffer === undefined) {
      this.#socket.on('data', take);
      return;
    }
    this.#readBuffer.deliver(take);
    if (!this.#stopped) this.#socket.resume();
  }

  #turnEnded(): void {
    this.#sliceEnd = undefined;
    if (!this.#rests) return;
    this.#rests = false;
    if (!this.#closing && !this.#pausedForOutput && !this.#stopped) this.#socket.resume();
  }

  get open(): boolean {
    return !this.#closing;
  }

  get congested(): boolean {
    return this.#socket.writableLength > highWater;
  }

  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? '';
  }

  /**
   * For what is sent at first over a link: TCP begins with ten packets a round trip, and of a TLS record nothing can be read before its
   * last packet is there.
   */
  beginWithSmallRecords(socket: TLSSocket): void {
    if (socket.setMaxSendFragment(smallRecord)) this.#smallRecords = socket;
  }

  #count(bytes: number): void {
    this.sent += bytes;
    if (this.#smallRecords === undefined || this.sent < sentInSmallRecords) return;
    this.#smallRecords.setMaxSendFragment(largestRecord);
    this.#smallRecords = undefined;
  }

  /** `taken` is called when the bytes are no longer needed. */
  write(bytes: Buffer, taken?: () => void): void {
    if (this.#closing) return;
    this.#count(bytes.length);
    if (!this.#socket.write(bytes, taken)) this.#filled();
  }

  /** Two parts in one go, without copying them together here. `taken` is called when the second is no longer needed. */
  writePair(first: Buffer, second: Uint8Array, taken?: () => void): void {
    if (this.#closing) return;
    this.#count(first.length + second.length);
    this.#socket.cork();
    this.#socket.write(first);
    const more = this.#socket.write(second, taken);
    this.#socket.uncork();
    if (!more) this.#filled();
  }

  #filled(): void {
    this.#draining = true;
    if (this.#pauseWhenCongested && this.congested && !this.#pausedForOutput) {
      this.#pausedForOutput = true;
      this.#socket.pause();
    }
  }

  #drained(): void {
    if (!this.#draining) return;
    this.#draining = false;
    if (this.#pausedForOutput) {
      this.#pausedForOutput = false;
      if (!this.#stopped) this.#socket.resume();
    }
    this.#settle();
    this.#handler?.drained();
  }

  #settle(): void {
    for (const resolve of this.#settling.splice(0)) resolve();
  }

  /** Resolves when what was written has been taken, or the connection has ended. */
  async settled(): Promise<void> {
    while (this.open && this.congested) {
      await new Promise<void>((resolve) => {
        this.#settling.push(resolve);
      });
    }
  }

  /** Nothing more is read, until the end. */
  stopReading(): void {
    this.#stopped = true;
    this.#socket.pause();
  }

  /** Ends in order: what was written is sent first. The first reason is the one that `closed` tells. */
  close(reason?: AppError): void {
    if (this.#closing) return;
    this.#reason ??= reason;
    this.#closing = true;
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), endGraceMs);
    this.#socket.once('close', () => clearTimeout(timer));
    this.#socket.resume();
  }

  /** As `close`, where the other side has nothing more to say: its end is not waited for. */
  leave(): void {
    if (this.#closing) return;
    this.close();
    this.#socket.once('finish', () => this.#socket.destroy());
  }

  #fail(reason: AppError): void {
    this.#reason ??= reason;
    this.#closing = true;
    this.#socket.destroy();
  }

  /** At once, whatever was still to be sent. */
  destroy(reason?: AppError): void {
    if (reason !== undefined) this.#reason ??= reason;
    this.#closing = true;
    this.#socket.destroy();
  }
}
