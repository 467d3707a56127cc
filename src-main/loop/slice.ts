import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Milliseconds of one turn of the event loop that long work may take, all of it together. Where more threads want to run than there are
 * cores, the system takes the core away in the midst of a slice, and the turn lasts several times as long as its work.
 */
const turnMs = 2;
/** What each piece of work has in a turn, when others have taken the time: nothing stands still. */
const leastMs = 0.25;

let turnEnd: number | undefined;

/**
 * When whoever begins now shall stop, by performance.now(). Work of several kinds shares a turn (bytes of each connection, a plan, names
 * to be given, receipts), and a timer or a click waits for all of it.
 */
export function endOfSlice(): number {
  const now = performance.now();
  if (turnEnd === undefined) {
    turnEnd = now + turnMs;
    setImmediate(() => {
      turnEnd = undefined;
    });
  }
  return Math.max(turnEnd, now + leastMs);
}

/** A part of a turn, again and again. Synchronous file calls are several times faster than others; this bounds how long they hold the thread. */
export class Slice {
  readonly #next: () => Promise<void>;
  #end = endOfSlice();

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
    this.#end = endOfSlice();
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
