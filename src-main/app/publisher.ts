import type { EventMessage } from '../../src-shared/ipc/contract.ts';

/** What can have changed since the last time it was told. */
export type Topic = 'sessions' | 'server' | 'transfers' | 'conflicts' | 'preflights' | 'settings' | 'places';

const shortestInterval = 100;

/**
 * Tells listeners what has changed, at most ten times a second, each time as it is then: changes in between are told together.
 */
export class Publisher {
  readonly #snapshots: Readonly<Record<Topic, () => readonly EventMessage[]>>;
  readonly #listeners = new Set<(message: EventMessage) => void>();
  readonly #changed = new Set<Topic>();
  #timer: NodeJS.Timeout | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(snapshots: Readonly<Record<Topic, () => readonly EventMessage[]>>) {
    this.#snapshots = snapshots;
  }

  listen(listener: (message: EventMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(topic: Topic): void {
    if (this.#closed) return;
    this.#changed.add(topic);
    this.#timer ??= setTimeout(() => this.flush(), Math.max(this.#last + shortestInterval - performance.now(), 0));
  }

  /** Tells now what waits to be told. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = performance.now();
    const topics = [...this.#changed];
    this.#changed.clear();
    for (const topic of topics) for (const message of this.#snapshots[topic]()) this.send(message);
  }

  /** What is not a snapshot goes out at once. */
  send(message: EventMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  close(): void {
    this.flush();
    this.#closed = true;
    this.#listeners.clear();
  }
}
