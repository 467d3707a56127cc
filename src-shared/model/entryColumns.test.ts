import { describe, expect, it } from 'vitest';
import { type Entry, type EntryKind, isDirectoryLike } from './entry.ts';
import { isDirectoryBits, kindBits, packEntries, unpackEntries } from './entryColumns.ts';

const kinds: readonly EntryKind[] = ['file', 'directory', 'symlink', 'other'];

describe('entries in columns', () => {
  it('come back as they went', () => {
    const entries: Entry[] = [
      { name: 'plain', kind: 'file', size: 2 ** 52, modified: 1_700_000_000_123.25, mode: 0o640 },
      { name: 'unknown date', kind: 'file', size: 0, modified: Number.NaN },
      { name: 'no bits at all', kind: 'directory', size: 0, modified: -1, mode: 0 },
      { name: 'a\udcff raw byte, a line\nbreak and “/”-less', kind: 'other', size: 0, modified: 0 },
      { name: 'link', kind: 'symlink', size: 0, modified: 5, target: '../x', targetKind: 'directory' },
      { name: 'broken', kind: 'symlink', size: 0, modified: 5, target: 'nowhere' },
      { name: 'about', kind: 'file', size: 1_048_576, modified: Number.NaN, exact: false },
    ];
    expect(unpackEntries(packEntries(entries))).toEqual(entries);
    expect(unpackEntries(packEntries([]))).toEqual([]);
  });

  it('know what opens as a folder', () => {
    for (const kind of kinds) {
      for (const targetKind of [undefined, ...kinds]) {
        for (const exact of [undefined, false]) {
          const entry = { kind, targetKind, exact };
          expect([entry, isDirectoryBits(kindBits(entry))]).toEqual([entry, isDirectoryLike(entry)]);
        }
      }
    }
  });
});
