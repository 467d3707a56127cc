import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';

/** The pages of one reply between the connection, which brings them, and the reader, who takes them at its own pace. */
export class ReplyPages {
  readonly #grant: (bytes: number) => void;
  readonly #most: number;
  #queue: Buffer[] = [];
  #over = false;
  #error: AppError | undefined;
  #wake: () => void = () => {};
  /** Bytes that wait for the reader. */
  #waiting = 0;
  /** Bytes received and not yet granted anew. */
  #owed = 0;

  /** `ahead`: so many bytes may wait for the reader while the server sends on. */
  constructor(grant: (bytes: number) => void, ahead = 0) {
    this.#grant = grant;
    this.#most = ahead;
  }

  /** @throws AppError `protocol-violation` when more comes than was granted */
  page(payload: Buffer): void {
    this.#owed += payload.length;
    if (this.#owed > limits.pageWindow + limits.controlPayload) throw violation('more pages than were granted');
    this.#waiting += payload.length;
    this.#queue.push(payload);
    this.#grantOn();
    this.#wake();
  }

  done(payload: Buffer): void {
    if (payload.length > 0) throw violation('the end of a listing has contents');
    this.#over = true;
    this.#wake();
  }

  failed(error: AppError): void {
    this.#over = true;
    this.#error = error;
    this.#wake();
  }

  /** @throws AppError what the reply failed with, behind its pages */
  async *all(): AsyncGenerator<Buffer> {
    for (;;) {
      const queue = this.#queue;
      this.#queue = [];
      for (const payload of queue) {
        yield payload;
        this.#waiting -= payload.length;
        this.#grantOn();
      }
      if (this.#queue.length > 0) continue;
      if (this.#error !== undefined) throw this.#error;
      if (this.#over) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What waits beyond what may wait is not granted anew. */
  #grantOn(): void {
    const room = this.#owed - Math.max(0, this.#waiting - this.#most);
    if (this.#over || room < limits.pageWindow / 4) return;
    this.#owed -= room;
    this.#grant(room);
  }
}
