import type net from 'node:net';
import { AppError } from '../../../src-shared/errors.ts';

/**
 * A socket read by the piece, as the classic protocol needs it: what arrives in one read is one command. Nothing is read between
 * two calls, so a peer that sends on meanwhile waits in the system's buffers.
 */
export class SegmentReader {
  readonly #socket: net.Socket;
  readonly #waiting: Uint8Array[] = [];
  #ended = false;
  #error: AppError | undefined;
  #wake: () => void = () => undefined;

  /** @param head bytes that were read already */
  constructor(socket: net.Socket, head: Uint8Array) {
    this.#socket = socket;
    if (head.length > 0) this.#waiting.push(head);
    socket.pause();
    socket.on('data', (bytes) => {
      this.#waiting.push(bytes);
      socket.pause();
      this.#wake();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('error', (error) => {
      this.#error ??= new AppError('connection-lost', 'the peer is gone', { cause: error });
      this.#wake();
    });
    socket.on('close', () => {
      if (!this.#ended) this.#error ??= new AppError('connection-lost', 'the peer is gone');
      this.#wake();
    });
  }

  /**
   * The next piece; undefined at the end of the stream.
   * @throws AppError `timeout` when nothing came for `waitMs`, `connection-lost` after a reset
   */
  async read(waitMs: number): Promise<Uint8Array | undefined> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake();
    }, waitMs);
    try {
      for (;;) {
        if (this.#error !== undefined) throw this.#error;
        const bytes = this.#waiting.shift();
        if (bytes !== undefined || this.#ended) return bytes;
        if (late) throw new AppError('timeout', `nothing came for ${waitMs} ms`);
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#socket.resume();
        await woken;
      }
    } finally {
      clearTimeout(timer);
      this.#socket.pause();
    }
  }
}
