import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { localEndpoint } from '../../src-shared/model/location.ts';
import type { Conflict } from '../../src-shared/model/transfer.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import type { BatchRecord } from './batch.ts';
import type { Item } from './item.ts';
import type { Resolve } from './route.ts';
import { haveSameContents } from './sameContents.ts';

/** What was found on both sides of a taken name. */
export type Finding =
  /** By something else, and another name shall be tried. */
  | { readonly finding: 'taken' }
  /** The target holds the same bytes: there is nothing to ask and nothing to do. */
  | { readonly finding: 'same' }
  /** The target has what an earlier attempt brought there and could not confirm. */
  | { readonly finding: 'own' }
  /** The target is a directory, or the source is gone. */
  | { readonly finding: 'hopeless'; readonly error: AppError }
  /** The name is free by now. */
  | { readonly finding: 'free' }
  /** It can't be told now. */
  | { readonly finding: 'unknown'; readonly error: AppError };

/** A second or so of hashing where the file is, and a moment of a link from where it can't be hashed. */
const mostComparedLocally = 1024 ** 3;
const mostCompared = 1024 ** 2;

interface Asking {
  /** In the order in which they met the taken name; the first one asks. */
  readonly items: Set<Item>;
  conflict: Conflict | undefined;
}

/**
 * The transfers that met a taken name. One of each batch asks at a time, since one answer may do for all; both of its sides are
 * looked at only when its turn comes.
 */
export class AskingTransfers {
  readonly #resolve: Resolve;
  readonly #onFinding: (item: Item, finding: Finding) => void;
  readonly #onChange: () => void;
  readonly #batches = new Map<BatchRecord, Asking>();
  #nextId = 1;

  /** `onFinding` settles what needs no answer; it takes the item out again. */
  constructor(resolve: Resolve, onFinding: (item: Item, finding: Finding) => void, onChange: () => void) {
    this.#resolve = resolve;
    this.#onFinding = onFinding;
    this.#onChange = onChange;
  }

  add(item: Item): void {
    const asking = this.#batches.get(item.batch) ?? { items: new Set(), conflict: undefined };
    this.#batches.set(item.batch, asking);
    asking.items.add(item);
    if (asking.items.size === 1) void this.#examine(item);
    else this.#onChange();
  }

  remove(item: Item): void {
    const asking = this.#batches.get(item.batch);
    if (asking === undefined || !asking.items.delete(item)) return;
    if (asking.conflict?.transfer === item.id) asking.conflict = undefined;
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
  find(conflict: number): Item | undefined {
    for (const asking of this.#batches.values()) {
      if (asking.conflict?.id === conflict) return asking.items.values().next().value;
    }
    return undefined;
  }

  itemsOf(batch: BatchRecord): Item[] {
    return [...(this.#batches.get(batch)?.items ?? [])];
  }

  async #examine(item: Item): Promise<void> {
    const result = await this.#look(item);
    const asking = this.#batches.get(item.batch);
    const [first] = asking?.items ?? [];
    if (asking === undefined || first !== item || asking.conflict !== undefined) return;
    if ('finding' in result) return this.#onFinding(item, result);
    if (item.policy === 'both') return this.#onFinding(item, { finding: 'taken' });
    asking.conflict = {
      id: this.#nextId++,
      transfer: item.id,
      batch: item.batch.id,
      from: { endpoint: item.endpoints.from, path: item.sourcePath },
      to: { endpoint: item.endpoints.to, path: item.targetPath },
      source: { size: result.source.size, modified: result.source.modified },
      target: { size: result.target.size, modified: result.target.modified },
      waiting: 0,
    };
    this.#onChange();
  }

  async #look(item: Item): Promise<{ source: Entry; target: Entry } | Finding> {
    let source: FileSystem | undefined;
    let target: FileSystem | undefined;
    try {
      source = await this.#resolve(item.endpoints.from);
      target = await this.#resolve(item.endpoints.to);
      if (source === undefined || target === undefined) throw new AppError('connection-lost', 'the session is closed');
      const found = { source: await source.stat(item.sourcePath), target: await target.stat(item.targetPath) };
      if (found.target.kind === 'directory') {
        const error = new AppError('is-a-directory', `${item.targetPath} is a folder`, { path: item.targetPath });
        return { finding: 'hopeless', error };
      }
      if (item.unconfirmed && looksTheSame(found.source, found.target)) return { finding: 'own' };
      if (item.policy === 'ask' && (await this.#isSame(item, source, target, found))) return { finding: 'same' };
      return found;
    } catch (cause) {
      const error = asAppError(cause);
      if (error.code !== 'not-found') return { finding: 'unknown', error };
      return error.path === item.sourcePath ? { finding: 'hopeless', error } : { finding: 'free' };
    }
  }

  /** Told only where it costs little: one side hashes its file, and the other compares by itself. */
  async #isSame(
    item: Item,
    source: FileSystem,
    target: FileSystem,
    found: { readonly source: Entry; readonly target: Entry },
  ): Promise<boolean> {
    const { size } = found.source;
    const { from, to } = item.endpoints;
    const near = from === localEndpoint ? source : target;
    const mostBytes = near.features.hash || to === localEndpoint ? mostComparedLocally : mostCompared;
    if (found.source.kind !== 'file' || found.target.kind !== 'file' || size !== found.target.size || size > mostBytes)
      return false;
    if (found.source.exact === false || found.target.exact === false) return false;
    const here = { fileSystem: source, path: item.sourcePath };
    const there = { fileSystem: target, path: item.targetPath };
    if (!(from === localEndpoint ? target : source).features.resume) return false;
    try {
      return await (from === localEndpoint ? haveSameContents(here, there, size) : haveSameContents(there, here, size));
    } catch {
      // Then the user decides.
      return false;
    }
  }
}

/** The receiver sets the source's time, exact to its file system's grain (2 s at worst). */
function looksTheSame(source: Entry, target: Entry): boolean {
  return source.size === target.size && Math.abs(source.modified - target.modified) <= 2000;
}
