import { onEndSignals } from '../endSignals.ts';
import { exitCodes } from './exitCode.ts';

/** The first Ctrl+C (or a request to end) asks for an end in order; the second ends the program. */
export class Interruption {
  readonly #abort = new AbortController();

  constructor() {
    onEndSignals(
      () => this.interrupt(),
      () => this.interrupt(),
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  interrupt(): void {
    if (this.#abort.signal.aborted) process.exit(exitCodes.interrupted);
    this.#abort.abort();
  }
}
