import { setImmediate as nextTurn } from 'node:timers/promises';

/** File calls here are synchronous, because that is several times faster; a slice bounds how long they may hold the thread. */
export const sliceMs = 5;

export class Slice {
  #end = performance.now() + sliceMs;

  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /** Lets everything else run when the time is up. */
  async rest(): Promise<void> {
    if (!this.over) return;
    await nextTurn();
    this.#end = performance.now() + sliceMs;
  }
}
