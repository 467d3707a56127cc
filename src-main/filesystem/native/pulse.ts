import { limits } from '../../protocol/limits.ts';

export interface PulseOptions {
  /** Bytes that have come so far. */
  received(): number;
  /** Bytes that were sent so far. */
  sent(): number;
  /** Whether the other side owes an answer. */
  waiting(): boolean;
  /** Something that is answered at once shall be sent. */
  ask(): void;
  /** Nothing came for too long. */
  dead(): void;
}

const tickMs = 5_000;

/**
 * Finds out that the other side is gone. A long operation is no silence, because the other side is asked meanwhile; and silence is
 * counted in ticks, so that a computer that slept, or a busy thread, is not taken for it.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #timer: NodeJS.Timeout;
  #received = 0;
  #sent = 0;
  /** Milliseconds for which nothing was said here: who only listens is dropped as idle by the other side. */
  #quiet = 0;
  /** Milliseconds for which something was owed and nothing came. */
  #owing = 0;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  #tick(): void {
    const received = this.#options.received();
    const heard = received !== this.#received;
    this.#received = received;
    const sent = this.#options.sent();
    this.#quiet = sent === this.#sent ? this.#quiet + tickMs : 0;
    this.#sent = sent;
    this.#owing = heard || !this.#options.waiting() ? 0 : this.#owing + tickMs;
    if (this.#owing >= limits.silence) this.#options.dead();
    else if (this.#owing === limits.silence / 4 || (this.#owing === 0 && this.#quiet >= limits.idle / 4)) this.#options.ask();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
