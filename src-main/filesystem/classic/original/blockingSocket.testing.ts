import type net from 'node:net';

/** A socket with the calls of a blocking one, for the re-creations of the original programs. Errors are thrown by name. */
export class BlockingSocket {
  readonly #socket: net.Socket;
  #buffer = Buffer.alloc(0);
  #ended = false;
  #reset = false;
  #wake: () => void = () => undefined;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.pause();
    socket.on('data', (bytes) => {
      this.#buffer = Buffer.concat([this.#buffer, bytes]);
      if (this.#buffer.length >= 65_536) socket.pause();
      this.#wake();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('error', () => {
      this.#reset = true;
      this.#wake();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** `recv(size)`: waits for something, gives at most `size` bytes of all that is there; nothing at the end of the stream. */
  async recv(size: number): Promise<Buffer> {
    this.#socket.resume();
    // What lies in the system's buffer comes before the end or a reset, as for a blocking reader.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#buffer.length === 0 && !this.#ended && !this.#reset) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#buffer.length === 0 && this.#reset) throw new Error('ConnectionResetError');
    const taken = this.#buffer.subarray(0, size);
    this.#buffer = this.#buffer.subarray(size);
    return taken;
  }

  /** `sendall`: resolves when the system has taken everything. */
  async sendall(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#reset) throw new Error('BrokenPipeError');
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(new Error('BrokenPipeError')) : resolve()));
    });
  }

  /** `close()`, or the end of the process: with unread bytes the system sends a reset, else it closes in order. */
  close(): void {
    if (this.#buffer.length > 0) this.#socket.resetAndDestroy();
    else {
      this.#socket.end();
      this.#socket.destroySoon();
    }
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `bytes.decode()` */
export function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw new Error('UnicodeDecodeError');
  }
}
