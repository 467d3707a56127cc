import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';

/** The pages of one reply between the connection, which brings them, and the reader, who takes them at its own pace. */
export class ReplyPages {
  readonly #grant: (bytes: number) => void;
  #queue: Buffer[] = [];
  #over = false;
  #error: AppError | undefined;
  #wake: () => void = () => {};
  /** Bytes received and not yet granted anew. */
  #owed = 0;
  /** Of these, what the reader has taken. */
  #taken = 0;

  constructor(grant: (bytes: number) => void) {
    this.#grant = grant;
  }

  /** @throws AppError `protocol-violation` when more comes than was granted */
  page(payload: Buffer): void {
    this.#owed += payload.length;
    if (this.#owed > limits.pageWindow + limits.controlPayload) throw violation('more pages than were granted');
    this.#queue.push(payload);
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
        this.#took(payload.length);
      }
      if (this.#queue.length > 0) continue;
      if (this.#error !== undefined) throw this.#error;
      if (this.#over) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #took(bytes: number): void {
    this.#taken += bytes;
    if (this.#over || this.#taken < limits.pageWindow / 4) return;
    const granted = this.#taken;
    this.#taken = 0;
    this.#owed -= granted;
    this.#grant(granted);
  }
}
