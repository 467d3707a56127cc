export type EntryKind = 'file' | 'directory' | 'symlink' | 'other';

/**
 * One item of a directory.
 *
 * `name` is text for well-formed UTF-8. A byte of a name that is not well-formed UTF-8 is carried as the lone surrogate
 * U+DC00 + byte (the convention of Python's `surrogateescape`), so that every name survives the way there and back.
 */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  /** Bytes; 0 for anything but a file. */
  readonly size: number;
  /** Milliseconds since 1970-01-01 UTC, with a fraction; NaN when the file system does not say. */
  readonly modified: number;
  /** Permission bits (0o000 to 0o777), where the file system has them. */
  readonly mode?: number | undefined;
  /** For a symlink: what it points to, and the kind of that, when they are known. */
  readonly target?: string | undefined;
  readonly targetKind?: EntryKind | undefined;
  /** False when `size` is a rounded figure (the classic protocol tells megabytes with two decimals). */
  readonly exact?: boolean | undefined;
}

/** Whether opening the entry shows a directory: a directory, or a link to one. */
export function isDirectoryLike(entry: Pick<Entry, 'kind' | 'targetKind'>): boolean {
  return entry.kind === 'directory' || (entry.kind === 'symlink' && entry.targetKind === 'directory');
}

export interface Space {
  /** Bytes a writer may still use, and the size of the volume. */
  readonly available: number;
  readonly total: number;
}
