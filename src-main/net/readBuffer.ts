import { Buffer } from 'node:buffer';
import type { OnReadOpts, Socket } from 'node:net';

/** What TLS hands over at a time. */
const bytesAtOnce = 16 * 1024;

/**
 * Memory that a socket reads into again and again, for `onread` of one that dials. Without it Node makes a buffer for each TLS record, and a
 * fast transfer spends as much on them and on their collection as on decrypting (docs/decisions/reused-memory.md).
 */
export class ReadBuffer {
  readonly #memory = Buffer.allocUnsafeSlow(bytesAtOnce);
  #take: ((bytes: Buffer) => void) | undefined;
  /** What came before anybody wanted it. */
  #early: Buffer[] = [];

  /** False stops the reading: a peer that speaks unasked waits until somebody listens. */
  readonly #read = (count: number): boolean => {
    const bytes = this.#memory.subarray(0, count);
    if (this.#take === undefined) this.#early.push(Buffer.from(bytes));
    else this.#take(bytes);
    return this.#take !== undefined;
  };

  get onread(): OnReadOpts {
    return { buffer: this.#memory, callback: this.#read };
  }

  /** `take` gets all that comes; its argument is good only during the call. The socket may have to be resumed. */
  deliver(take: (bytes: Buffer) => void): void {
    this.#take = take;
    for (const bytes of this.#early.splice(0)) take(bytes);
  }

  /**
   * For a TLS socket that was accepted, of which nothing has been read. Node gives `onread` to sockets that dial and has no way to say it
   * here; this sets what it would set, and only where all of it is found. Undefined: chunks come as ever, in `data` events.
   */
  static of(accepted: Socket): ReadBuffer | undefined {
    const symbols = Object.getOwnPropertySymbols(accepted);
    const named = (name: string): symbol | undefined => symbols.find(({ description }) => description === name);
    const [buffer, callback, generator] = ['kBuffer', 'kBufferCb', 'kBufferGen'].map(named);
    const inside = accepted as unknown as Record<symbol | '_handle', unknown>;
    const handle = inside._handle as { useUserBuffer?: (memory: Buffer) => void } | null | undefined;
    if (buffer === undefined || callback === undefined || generator === undefined) return undefined;
    if (inside[buffer] !== null || typeof handle?.useUserBuffer !== 'function') return undefined;
    const readBuffer = new ReadBuffer();
    handle.useUserBuffer(readBuffer.#memory);
    inside[buffer] = readBuffer.#memory;
    inside[callback] = readBuffer.#read;
    return readBuffer;
  }
}
