import { setTimeout as pause } from 'node:timers/promises';
import { errorTraits } from '../../src-shared/errors.ts';
import type { FileSystem, WalkPage } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import { walk } from './walk.ts';

export interface SteadyWalkRequest {
  readonly source: FileSystem;
  /** The source when its connection has broken; undefined when it is gone for good. */
  readonly again?: (() => FileSystem | undefined | Promise<FileSystem | undefined>) | undefined;
  /** Milliseconds before the first, second… time that it is walked again with nothing new between them. */
  readonly retryDelays?: readonly number[] | undefined;
  readonly signal: AbortSignal;
}

/** Entries of one directory whose names are kept, so that it can be gone on with in its midst. */
const mostNames = 100_000;

/**
 * A walk that goes on when the connection breaks: it begins anew, and what was told before is passed over.
 * @throws what the walk throws, when trying again is of no use
 */
export async function* steadyWalk(
  start: string,
  { source, again, retryDelays = [], signal }: SteadyWalkRequest,
): AsyncGenerator<WalkPage> {
  const told = new ToldPages();
  let from = source;
  for (let tries = 0; ; ) {
    try {
      for await (const page of walk(from, start, signal)) {
        const fresh = told.take(page);
        if (fresh === undefined) continue;
        tries = 0;
        yield fresh;
      }
      return;
    } catch (error) {
      const { session, retry } = errorTraits(asAppError(error).code);
      const delay = retryDelays[tries];
      const mayGoOn = session === 'ends' && retry === 'backoff' && told.canGoOn;
      if (signal.aborted || again === undefined || delay === undefined || !mayGoOn) throw error;
      tries += 1;
      await pause(delay, undefined, { signal });
      const next = await Promise.race([again(), whenAborted(signal)]);
      if (next === undefined) throw error;
      from = next;
      told.beginAgain();
    }
  }
}

/** What was told of a walk. A directory is through when the next one begins; the names of one that is not are remembered. */
class ToldPages {
  readonly #through = new Set<string>();
  readonly #begun = new Map<string, Set<string>>();
  /** Directories that were told in another one. */
  readonly #named = new Set(['']);
  #current: string | undefined;
  #isAgain = false;

  /** False when more is told of one directory than is remembered. */
  get canGoOn(): boolean {
    return [...this.#begun.values()].every((names) => names.size < mostNames);
  }

  beginAgain(): void {
    this.#isAgain = true;
    this.#current = undefined;
  }

  /** What is new on the page; undefined when nothing is. */
  take(page: WalkPage): WalkPage | undefined {
    const { directory } = page;
    // Nor is one wanted that came about meanwhile, in a directory that was through.
    if (this.#through.has(directory) || !this.#named.has(directory)) return this.#isAgain ? undefined : page;
    if (this.#current !== directory) this.#finish(directory);
    const known = this.#begun.get(directory);
    const names = known ?? new Set();
    this.#begun.set(directory, names);
    const entries = this.#isAgain ? page.entries.filter(({ name }) => !names.has(name)) : page.entries;
    for (const { name, kind } of entries) {
      if (names.size < mostNames) names.add(name);
      if (kind === 'directory') this.#named.add(directory === '' ? name : `${directory}/${name}`);
    }
    return this.#isAgain && known !== undefined && entries.length === 0 && page.error === undefined
      ? undefined
      : { ...page, entries };
  }

  #finish(next: string): void {
    if (this.#current !== undefined) {
      this.#through.add(this.#current);
      this.#begun.delete(this.#current);
    }
    this.#current = next;
  }
}

/** Rejects when the signal aborts. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(asAppError(signal.reason)), { once: true });
  });
}
