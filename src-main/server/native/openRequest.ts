import { AppError } from '../../../src-shared/errors.ts';
import { limits } from '../../protocol/limits.ts';

/** A request that is being answered: it can be cancelled, and its pages wait until the client has room for them. */
export class OpenRequest {
  readonly #controller = new AbortController();
  #credit = limits.pageWindow;
  #wake: () => void = () => {};

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    this.#controller.abort();
    this.#wake();
  }

  credit(bytes: number): void {
    this.#credit += bytes;
    this.#wake();
  }

  /** So many bytes of a page are on their way. Resolves when the next page may follow. @throws AppError `cancelled` */
  async sent(bytes: number): Promise<void> {
    this.#credit -= bytes;
    while (this.#credit <= 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.signal.aborted) throw new AppError('cancelled', 'cancelled');
  }
}
