import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import type { Conflict, SideOfConflict } from '../../src-shared/model/transfer.ts';
import type { BatchRecord } from './batch.ts';
import { compare, examine, type Finding, type Found } from './examine.ts';
import type { Item } from './item.ts';
import type { Resolve } from './route.ts';

interface Asking {
  /** In the order in which they met the taken name; the first one asks. */
  readonly items: Set<Item>;
  conflict: Conflict | undefined;
  /** Both of its sides are being looked at. */
  looked: Item | undefined;
  /** Both sides of the one that asks. */
  found: Found | undefined;
  /** Ends a comparison of the one that asks. */
  comparing: AbortController | undefined;
}

/** So many are looked at side by side where the policy decides. */
const mostDeciding = 32;

/**
 * The transfers that met a taken name. One of each batch asks at a time, since one answer may do for all; both of its sides are
 * looked at only when its turn comes. What a policy can settle from both sides is settled before anyone is asked.
 */
export class AskingTransfers {
  readonly #resolve: Resolve;
  readonly #onFinding: (item: Item, finding: Finding) => void;
  readonly #onChange: () => void;
  readonly #batches = new Map<BatchRecord, Asking>();
  /** Their policy may settle them. */
  readonly #undecided = new Set<Item>();
  #deciding = 0;
  #nextId = 1;

  /** `onFinding` settles what needs no answer; it takes the item out again. */
  constructor(resolve: Resolve, onFinding: (item: Item, finding: Finding) => void, onChange: () => void) {
    this.#resolve = resolve;
    this.#onFinding = onFinding;
    this.#onChange = onChange;
  }

  add(item: Item): void {
    if ((item.policy === 'ask' || item.policy === 'both') && !item.unconfirmed) return this.#ask(item);
    this.#undecided.add(item);
    this.#decideSome();
    this.#onChange();
  }

  remove(item: Item): void {
    this.#undecided.delete(item);
    const asking = this.#batches.get(item.batch);
    if (asking === undefined || !asking.items.delete(item)) return;
    if (asking.looked === item) asking.looked = undefined;
    if (asking.conflict?.transfer === item.id) {
      asking.conflict = undefined;
      asking.comparing?.abort(new AppError('cancelled', 'the question was answered'));
    }
    const [next] = asking.items;
    if (next === undefined) this.#batches.delete(item.batch);
    else if (asking.conflict === undefined) void this.#examine(next);
    this.#onChange();
  }

  conflicts(): Conflict[] {
    const out: Conflict[] = [];
    for (const { conflict, items } of this.#batches.values()) {
      if (conflict !== undefined) out.push({ ...conflict, waiting: items.size - 1 });
    }
    return out;
  }

  /** The item that asks under this number. */
  find(conflict: number): { readonly item: Item; readonly conflict: Conflict } | undefined {
    for (const asking of this.#batches.values()) {
      if (asking.conflict?.id !== conflict) continue;
      const [item] = asking.items;
      if (item !== undefined) return { item, conflict: asking.conflict };
    }
    return undefined;
  }

  /** Those that one answer for the batch may settle. */
  itemsOf(batch: BatchRecord): Item[] {
    const undecided = [...this.#undecided].filter((item) => item.batch === batch);
    return [...undecided, ...(this.#batches.get(batch)?.items ?? [])];
  }

  /** Compares the contents of both sides of the one that asks; the same contents settle it. @throws AppError */
  async compare(conflict: number): Promise<void> {
    const asking = [...this.#batches.values()].find((candidate) => candidate.conflict?.id === conflict);
    const [item] = asking?.items ?? [];
    if (asking?.conflict === undefined || asking.found === undefined || item === undefined) {
      throw new AppError('not-found', 'the question is answered already');
    }
    asking.comparing ??= new AbortController();
    const match = await compare(item, asking.found, this.#resolve, { signal: asking.comparing.signal });
    if (asking.conflict?.id !== conflict) return;
    if (match === 'same') return this.#onFinding(item, { finding: 'same' });
    const answers = asking.conflict.answers.filter((answer) => answer !== 'resume' || match === 'beginning');
    asking.conflict = { ...asking.conflict, match, comparable: false, answers };
    this.#onChange();
  }

  #ask(item: Item): void {
    const asking = this.#batches.get(item.batch) ?? {
      items: new Set(),
      conflict: undefined,
      looked: undefined,
      found: undefined,
      comparing: undefined,
    };
    this.#batches.set(item.batch, asking);
    asking.items.add(item);
    if (asking.items.size === 1) void this.#examine(item);
    else this.#onChange();
  }

  #decideSome(): void {
    for (const item of this.#undecided) {
      if (this.#deciding >= mostDeciding) return;
      this.#undecided.delete(item);
      void this.#decide(item);
    }
  }

  async #decide(item: Item): Promise<void> {
    this.#deciding += 1;
    const { policy } = item;
    const result = await examine(item, this.#resolve);
    this.#deciding -= 1;
    // Cancelled meanwhile, it is not asking any more.
    if (item.state === 'asking') {
      // An answer for the batch has changed it meanwhile.
      if (item.policy !== policy) this.#onFinding(item, { finding: 'free' });
      else if ('finding' in result) this.#onFinding(item, result);
      else this.#ask(item);
    }
    this.#decideSome();
  }

  /** Where it is its turn to ask, and nobody does yet. */
  #askingOf(item: Item): Asking | undefined {
    const asking = this.#batches.get(item.batch);
    const [first] = asking?.items ?? [];
    return first === item && asking?.conflict === undefined ? asking : undefined;
  }

  async #examine(item: Item): Promise<void> {
    // An answer for the batch takes out many in a row, and each had the next one's turn come.
    await Promise.resolve();
    const waiting = this.#askingOf(item);
    if (waiting === undefined || waiting.looked === item) return;
    waiting.looked = item;
    const result = await examine(item, this.#resolve);
    const asking = this.#askingOf(item);
    if (asking === undefined) return;
    asking.looked = undefined;
    if ('finding' in result) return this.#onFinding(item, result);
    asking.found = result;
    asking.comparing = undefined;
    asking.conflict = {
      id: this.#nextId++,
      transfer: item.id,
      batch: item.batch.id,
      from: { endpoint: item.endpoints.from, path: item.sourcePath },
      to: { endpoint: item.endpoints.to, path: item.targetPath },
      source: sideOf(result.source),
      target: sideOf(result.target),
      match: result.match,
      comparable: result.comparable,
      answers: result.answers,
      waiting: 0,
    };
    this.#onChange();
  }
}

function sideOf({ kind, size, modified }: Entry): SideOfConflict {
  return { kind, size, modified };
}
