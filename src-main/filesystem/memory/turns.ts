/**
 * Runs the steps of a lane in turns of the event loop, so that neither a long queue nor a large file keeps anyone else waiting.
 * `step` does one piece of work and tells what is next: `more`, `idle`, or the milliseconds until there is something to do.
 */
export class Turns {
  readonly #step: () => 'more' | 'idle' | number;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(step: () => 'more' | 'idle' | number) {
    this.#step = step;
  }

  wake(): void {
    if (this.#stopped || this.#immediate !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#immediate = setImmediate(() => {
      this.#immediate = undefined;
      this.#run();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
  }

  #run(): void {
    for (let steps = 0; steps < stepsPerTurn; steps++) {
      if (this.#stopped) return;
      const next = this.#step();
      if (next === 'idle') return;
      if (next !== 'more') {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.wake();
        }, next);
        return;
      }
    }
    this.wake();
  }
}

const stepsPerTurn = 64;
