import type { EndpointId, Location } from '../../src-shared/model/location.ts';

const firstDelay = 50;
const nextDelay = 1000;
const mostWatched = 100;

/**
 * Tells that directories have changed: soon when they were quiet, at most once a second while many files arrive. Only directories
 * that were listed lately are spoken of, since nobody shows the others.
 */
export class DirectoryChanges {
  readonly #tell: (location: Location) => void;
  readonly #watched = new Map<string, Location>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(tell: (location: Location) => void) {
    this.#tell = tell;
  }

  /** Someone has listed it. */
  watch(location: Location): void {
    const key = keyOf(location.endpoint, location.path);
    this.#watched.delete(key);
    this.#watched.set(key, location);
    if (this.#watched.size <= mostWatched) return;
    const [oldest] = this.#watched.keys();
    if (oldest !== undefined) this.#watched.delete(oldest);
  }

  note(endpoint: EndpointId, path: string): void {
    const key = keyOf(endpoint, path);
    if (!this.#watched.has(key)) return;
    this.#changed.add(key);
    const quiet = performance.now() - this.#last > nextDelay;
    this.#timer ??= setTimeout(() => this.#flush(), quiet ? firstDelay : nextDelay);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#watched.clear();
  }

  #flush(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    for (const key of this.#changed) {
      const location = this.#watched.get(key);
      if (location !== undefined) this.#tell(location);
    }
    this.#changed.clear();
  }
}

function keyOf(endpoint: EndpointId, path: string): string {
  return `${endpoint}\n${path}`;
}
