import type { Entry, EntryKind } from './entry.ts';

/**
 * Entries column by column: a listing on its way to the interface, and there. A hundred thousand entries are a few arrays then,
 * instead of as many objects to be built, copied and kept at every hop.
 */
export interface EntryColumns {
  readonly count: number;
  /** Each name with U+0000, which no name contains, behind it. */
  readonly names: string;
  /** Kind, kind of a link's target and whether the size is rounded in one number: see `kindBits`. */
  readonly kinds: Uint8Array;
  /** Bytes. */
  readonly sizes: Float64Array;
  /** Milliseconds since 1970, NaN for unknown. */
  readonly modified: Float64Array;
  /** Permission bits; `noMode` where the file system has none. */
  readonly modes: Uint16Array;
  /** What links point to, by position, as far as it is known. */
  readonly targets: readonly (readonly [position: number, target: string])[];
}

export const nameEnd = '\0';
export const noMode = 0xffff;

const kinds: readonly EntryKind[] = ['file', 'directory', 'symlink', 'other'];
const targetShift = 2;
const rounded = 0x20;

/** Two bits for the kind, three for the kind of a link's target (0: unknown, else the kind + 1), one for a rounded size. */
export function kindBits({ kind, targetKind, exact }: Pick<Entry, 'kind' | 'targetKind' | 'exact'>): number {
  const target = targetKind === undefined ? 0 : kinds.indexOf(targetKind) + 1;
  return kinds.indexOf(kind) | (target << targetShift) | (exact === false ? rounded : 0);
}

const kindMask = 3;
const directory = kindBits({ kind: 'directory' });
const linkToDirectory = kindBits({ kind: 'symlink', targetKind: 'directory' });

/** `isDirectoryLike` of an entry with these bits. */
export function isDirectoryBits(bits: number): boolean {
  return (bits & kindMask) === directory || (bits & ~rounded) === linkToDirectory;
}

/** What an entry is besides its name and target. */
export interface EntryFields {
  readonly bits: number;
  readonly size: number;
  readonly modified: number;
  readonly mode: number;
}

export function makeEntry(name: string, { bits, size, modified, mode }: EntryFields, target: string | undefined): Entry {
  const kind = kinds[bits & kindMask] ?? 'other';
  const targetKind = kinds[((bits >> targetShift) & 7) - 1];
  return {
    name,
    kind,
    size,
    modified,
    ...(mode === noMode ? {} : { mode }),
    ...(target === undefined ? {} : { target }),
    ...(targetKind === undefined ? {} : { targetKind }),
    ...((bits & rounded) === 0 ? {} : { exact: false }),
  };
}

export function packEntries(entries: readonly Entry[]): EntryColumns {
  const count = entries.length;
  const columns = {
    count,
    names: entries.map(({ name }) => name + nameEnd).join(''),
    kinds: new Uint8Array(count),
    sizes: new Float64Array(count),
    modified: new Float64Array(count),
    modes: new Uint16Array(count),
    targets: [] as [number, string][],
  };
  for (const [position, entry] of entries.entries()) {
    columns.kinds[position] = kindBits(entry);
    columns.sizes[position] = entry.size;
    columns.modified[position] = entry.modified;
    columns.modes[position] = entry.mode ?? noMode;
    if (entry.target !== undefined) columns.targets.push([position, entry.target]);
  }
  return columns;
}

export function unpackEntries({ count, names, kinds, sizes, modified, modes, targets }: EntryColumns): Entry[] {
  const each = names.split(nameEnd);
  const targetAt = new Map(targets);
  return Array.from({ length: count }, (_, position) =>
    makeEntry(
      each[position] ?? '',
      {
        bits: kinds[position] ?? 0,
        size: sizes[position] ?? 0,
        modified: modified[position] ?? Number.NaN,
        mode: modes[position] ?? noMode,
      },
      targetAt.get(position),
    ),
  );
}
