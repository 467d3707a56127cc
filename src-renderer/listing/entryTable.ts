import type { Entry } from '../../src-shared/model/entry.ts';
import { type EntryColumns, isDirectoryBits, makeEntry, nameEnd, noMode } from '../../src-shared/model/entryColumns.ts';

/** The entries of a directory as columns that grow; an entry keeps its index. Objects are made of those that are looked at only. */
export class EntryTable {
  readonly names: string[] = [];
  sizes = new Float64Array(0);
  modified = new Float64Array(0);
  private kinds = new Uint8Array(0);
  private modes = new Uint16Array(0);
  private readonly targets = new Map<number, string>();

  get length(): number {
    return this.names.length;
  }

  append({ count, names, kinds, sizes, modified, modes, targets }: EntryColumns): void {
    const first = this.length;
    this.reserve(first + count);
    this.kinds.set(kinds, first);
    this.sizes.set(sizes, first);
    this.modified.set(modified, first);
    this.modes.set(modes, first);
    for (const [position, target] of targets) this.targets.set(first + position, target);
    const each = names.split(nameEnd);
    for (let position = 0; position < count; position++) this.names.push(each[position] ?? '');
  }

  entry(index: number): Entry | undefined {
    const name = this.names[index];
    if (name === undefined) return undefined;
    const fields = {
      bits: this.kinds[index] ?? 0,
      size: this.sizes[index] ?? 0,
      modified: this.modified[index] ?? Number.NaN,
      mode: this.modes[index] ?? noMode,
    };
    return makeEntry(name, fields, this.targets.get(index));
  }

  isFolder(index: number): boolean {
    return isDirectoryBits(this.kinds[index] ?? 0);
  }

  private reserve(length: number): void {
    if (length <= this.kinds.length) return;
    const capacity = Math.max(length, Math.ceil(this.kinds.length * 1.5));
    this.kinds = grown(this.kinds, new Uint8Array(capacity));
    this.sizes = grown(this.sizes, new Float64Array(capacity));
    this.modified = grown(this.modified, new Float64Array(capacity));
    this.modes = grown(this.modes, new Uint16Array(capacity));
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
