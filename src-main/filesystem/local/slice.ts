import { setImmediate as nextTurn } from 'node:timers/promises';

/** File calls here are synchronous, because that is several times faster; a slice bounds how long they may hold the thread. */
export const sliceMs = 5;

export class Slice {
  readonly #next: () => Promise<void>;
  #end = performance.now() + sliceMs;

  /** `next` waits for the time of the next slice: by default until everything else that is ready has run. */
  constructor(next: () => Promise<void> = () => nextTurn()) {
    this.#next = next;
  }

  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /** Lets everything else run when the time is up. */
  async rest(): Promise<void> {
    if (!this.over) return;
    await this.#next();
    this.#end = performance.now() + sliceMs;
  }
}

/** Long operations that run side by side take turns: between two turns of the event loop there is a slice of one of them only. */
export class SharedSlices {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's time, behind all who asked before. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn());
    return this.#last;
  }
}
