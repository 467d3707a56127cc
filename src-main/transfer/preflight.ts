import { AppError } from '../../src-shared/errors.ts';
import type { Location } from '../../src-shared/model/location.ts';
import { joinPath, parentPath } from '../../src-shared/model/path.ts';
import type { Preflight, PreflightAnswer, TroubledName } from '../../src-shared/model/preflight.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import type { DirectoryPair } from './item.ts';
import { TargetNames } from './targetNames.ts';

/** A transfer that may have to wait for an answer before it begins. */
export interface Held {
  /** Bytes at the target. */
  readonly size: number;
  begin(): void;
  /** It ends before it began. */
  end(state: 'skipped' | 'cancelled'): void;
}

export interface PreflightOptions {
  readonly batch: number;
  readonly to: Location;
  readonly target: FileSystem;
  /** A number for a question. */
  readonly nextId: () => number;
  readonly onChange: () => void;
  /** Some of what waited has begun or ended. */
  readonly onReleased: () => void;
}

/** A batch up to this size begins without a look at the free space: it is there sooner than the answer. */
const worthMeasuring = 64 * 1024 * 1024;
/** What is left free for others, as the receiver does. */
const spaceReserve = 16 * 1024 * 1024;
const mostNames = 100;

/**
 * The checks of one batch before its transfers begin: names that can't stand at the target, and room for everything. What is in order
 * goes on at once, while the rest of the batch is still being found; what is not waits for one answer for all.
 */
export class BatchPreflight {
  readonly #options: PreflightOptions;
  readonly #targetNames: TargetNames;
  readonly #namesId: number;
  readonly #spaceId: number;
  readonly #names: TroubledName[] = [];
  #namesCount = 0;
  #namesAnswer: 'skip' | 'rename' | undefined;
  #heldForNames: Held[] = [];
  #space: 'unasked' | 'measuring' | 'measured' | 'asking' | 'settled' = 'unasked';
  #planned = 0;
  #available = 0;
  #heldForSpace: Held[] = [];
  /** Of these, which are about to begin or to end. */
  #releasing = 0;

  constructor(options: PreflightOptions) {
    this.#options = options;
    this.#targetNames = new TargetNames(options.target.features.names);
    this.#namesId = options.nextId();
    this.#spaceId = options.nextId();
    if (!options.target.features.space) this.#space = 'settled';
  }

  /** Transfers that wait for an answer. */
  get held(): number {
    return this.#heldForNames.length + this.#heldForSpace.length + this.#releasing;
  }

  questions(): Preflight[] {
    const { batch, to } = this.#options;
    const out: Preflight[] = [];
    if (this.#heldForNames.length > 0) {
      out.push({ id: this.#namesId, batch, to, kind: 'names', count: this.#namesCount, names: [...this.#names] });
    }
    if (this.#space === 'asking') {
      out.push({ id: this.#spaceId, batch, to, kind: 'space', needed: this.#planned, available: this.#available });
    }
    return out;
  }

  /** The name an entry will have at the target, and whether somebody has to agree to that. */
  place(pair: DirectoryPair, sourceName: string, name: string): { readonly name: string; readonly isTroubled: boolean } {
    const placed = this.#targetNames.place(pair.to, name);
    if (placed.reason === undefined) return { name, isTroubled: false };
    this.#namesCount += 1;
    if (this.#names.length < mostNames) {
      this.#names.push({ path: joinPath(pair.from, sourceName), reason: placed.reason, safe: placed.name });
    }
    return { name: placed.name, isTroubled: true };
  }

  /** `isTroubled`: its name, or that of a directory above it, is not its own. */
  add(held: Held, isTroubled: boolean): void {
    if (!isTroubled || this.#namesAnswer === 'rename') return this.#admit(held);
    if (this.#namesAnswer === 'skip') return held.end('skipped');
    this.#heldForNames.push(held);
    this.#options.onChange();
  }

  /** @throws AppError `invalid-request` for an answer that the question does not have */
  answer(question: number, answer: Exclude<PreflightAnswer, 'cancel'>): void {
    const isAboutNames = question === this.#namesId;
    if (isAboutNames ? answer === 'continue' : answer !== 'continue') {
      throw new AppError('invalid-request', 'this is no answer to the question');
    }
    if (answer === 'continue') return this.#settleSpace();
    this.#namesAnswer = answer;
    this.#release(this.#heldForNames.splice(0), (held) => this.add(held, true));
  }

  /** Everything that waits ends. */
  cancel(): void {
    this.#space = 'settled';
    this.#release([...this.#heldForNames.splice(0), ...this.#heldForSpace.splice(0)], (held) => held.end('cancelled'));
  }

  /** The batch has not ended before the last of them is on its way. */
  #release(all: readonly Held[], step: (held: Held) => void): void {
    this.#releasing += all.length;
    for (const held of all) step(held);
    this.#releasing -= all.length;
    this.#options.onChange();
    this.#options.onReleased();
  }

  #admit(held: Held): void {
    this.#planned += held.size;
    switch (this.#space) {
      case 'settled':
        return held.begin();
      case 'unasked':
        if (this.#planned <= worthMeasuring) return held.begin();
        this.#space = 'measuring';
        this.#heldForSpace.push(held);
        void this.#measure();
        return;
      case 'measured':
        if (this.#planned <= this.#available) return held.begin();
        this.#heldForSpace.push(held);
        return this.#ask();
      case 'measuring':
      case 'asking':
        this.#heldForSpace.push(held);
        if (this.#space === 'asking') this.#options.onChange();
    }
  }

  async #measure(): Promise<void> {
    const available = await availableAt(this.#options.target, this.#options.to.path);
    if (this.#space !== 'measuring') return;
    if (available === undefined) return this.#settleSpace();
    this.#available = Math.max(0, available - spaceReserve);
    if (this.#planned > this.#available) return this.#ask();
    this.#space = 'measured';
    this.#release(this.#heldForSpace.splice(0), (held) => held.begin());
  }

  #ask(): void {
    this.#space = 'asking';
    this.#options.onChange();
  }

  #settleSpace(): void {
    this.#space = 'settled';
    this.#release(this.#heldForSpace.splice(0), (held) => held.begin());
  }
}

/** Bytes for a directory that may still have to be made; undefined when nobody can tell. */
async function availableAt(target: FileSystem, path: string): Promise<number | undefined> {
  for (let at = path; ; at = parentPath(at)) {
    try {
      return (await target.space(at)).available;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found' || at === '/') return undefined;
    }
  }
}
