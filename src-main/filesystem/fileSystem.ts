import type { AppError } from '../../src-shared/errors.ts';
import type { Entry, Space } from '../../src-shared/model/entry.ts';
import type { NameRules } from '../../src-shared/model/preflight.ts';
import type { Receipt } from '../../src-shared/model/transfer.ts';
import type { ReadLane, ReadSink, WriteExisting, WriteLane, WriteSink } from './lane.ts';

/**
 * Anything that holds files: this computer's disk, memory, a native or a classic server. Paths are those of
 * src-shared/model/path.ts. Every method rejects with AppError only, and with `cancelled` when its signal is aborted.
 *
 * Single entries are asked for one at a time here. File contents move on lanes (lane.ts), which carry any number of files without
 * a wait between them.
 */
export interface FileSystem {
  readonly features: FileSystemFeatures;
  /** Settles when the file system can't be used any more: with the first reason, or with undefined after close(). Never rejects. */
  readonly closed: Promise<AppError | undefined>;

  /** Pages of a directory in no particular order; the last page tells the number of entries in all. Links are not followed. */
  list(path: string, options?: OperationOptions): AsyncIterable<ListingPage>;
  /** Everything below a directory, parents before children. A link is told and not entered. */
  walk(path: string, options?: OperationOptions): AsyncIterable<WalkPage>;
  stat(path: string, options?: OperationOptions): Promise<Entry>;
  /** With `parents`, missing parents are made and an existing directory is no error. */
  makeDirectory(path: string, options?: OperationOptions & { readonly parents?: boolean }): Promise<void>;
  /** Never replaces an existing entry unless `overwrite`. */
  rename(from: string, to: string, options?: OperationOptions & { readonly overwrite?: boolean }): Promise<void>;
  /** Without `recursive` a directory must be empty. Resolves to the number of entries removed. */
  remove(path: string, options?: OperationOptions & { readonly recursive?: boolean }): Promise<number>;
  /** Moves an entry to where deleted things can be had back from, in one step and never by a copy. @throws AppError `unsupported` */
  trash(path: string, options?: OperationOptions): Promise<TrashedEntry>;
  setAttributes(path: string, attributes: Attributes, options?: OperationOptions): Promise<void>;
  space(path: string, options?: OperationOptions): Promise<Space>;

  /**
   * Copies one file within this file system, under the rules of a write lane: missing parents are made, a hidden temporary file is
   * compared, synced and renamed. The copy has the source's time and permission bits, and a replaced file's bits if there was one.
   * Resolves to the receipt, or to undefined when the policy left what is there.
   */
  copy(from: string, to: string, options?: CopyOptions): Promise<Receipt | undefined>;
  /** Reads a file where it is. @throws AppError `source-changed` when it was written to meanwhile */
  hash(path: string, options?: OperationOptions): Promise<FileHash>;

  /**
   * A piece of a file: `length` bytes from `offset`, fewer where the file ends before, none behind its end. For looking into a file;
   * contents that are to be kept travel on lanes. Anything but a regular file is refused without waiting for it.
   * @throws AppError `invalid-request` for more than `limits.readRange` bytes
   */
  read(path: string, offset: number, length: number, options?: OperationOptions): Promise<FileRange>;

  /** What a file holds, for a source that has much of it, too (feature `delta`). @throws AppError as `hash` */
  chunks(path: string, options?: OperationOptions): Promise<ChunkList>;

  /** What of an interrupted write is still there, and verified to be readable; undefined when nothing is. */
  partial(path: string, key: string, options?: OperationOptions): Promise<PartialFile | undefined>;
  /**
   * Makes a copy of the file that stands there the partial file of a write that goes on behind it, and measures that. The file itself
   * stays as it is until the write is committed.
   */
  adopt(path: string, key: string, options?: OperationOptions): Promise<PartialFile>;

  /**
   * Watches one directory, not what is below its own entries: `changed` is called soon after entries came, went or changed, never
   * telling which, at most a few times a second however much happens. What happened before the promise resolved may be told, too.
   * Aborting the signal ends a watch that stands. @throws AppError `unsupported` where nothing can be watched, or no more than is
   */
  watch(path: string, changed: () => void, options?: OperationOptions): Promise<Watch>;

  /** Lanes will be opened soon: what takes time for that may begin. */
  prepareLanes?(): void;
  openReadLane(sink: ReadSink): ReadLane;
  openWriteLane(sink: WriteSink): WriteLane;

  /** Ends everything that is under way with `cancelled`, in order. Idempotent. */
  close(): Promise<void>;
}

export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface Watch {
  /** Never rejects. Undefined: the directory is no longer there, which `changed` has told; else why nothing more is told. */
  readonly ended: Promise<AppError | undefined>;
  /** Nothing is told any more; `ended` settles with `cancelled`. Idempotent. */
  close(): void;
}

export interface CopyOptions extends OperationOptions {
  /** `fail` by default. */
  readonly existing?: WriteExisting | undefined;
  /** Called now and then with the bytes that are copied and compared. */
  readonly progress?: ((bytes: number) => void) | undefined;
}

export interface FileRange {
  readonly bytes: Uint8Array;
  /** What the file was right behind the reading: bytes in it, and milliseconds since 1970, NaN when unknown. */
  readonly size: number;
  readonly modified: number;
}

export interface FileHash {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

export interface ChunkList {
  /** Rows of u32 length and 16 bytes of hash, as chunks.ts tells. */
  readonly list: Uint8Array;
  /** The very file that was listed, as it was: 64 hexadecimal digits that mean nothing elsewhere. */
  readonly identity: string;
}

/**
 * Milliseconds of a round trip from which on contents of several files are sooner there on two lanes than on one: over a link each is a
 * connection, and TCP begins slowly on each.
 */
export const slowStartFrom = 10;

/** Optional abilities; a method whose feature is missing rejects with `unsupported`. */
export interface FileSystemFeatures {
  readonly directories: boolean;
  readonly walk: boolean;
  readonly rename: boolean;
  readonly attributes: boolean;
  readonly space: boolean;
  /** Files are copied here, without their contents going through whoever asks. */
  readonly copy: boolean;
  readonly hash: boolean;
  /** Files are listed by their chunks, and written and read with a basis. */
  readonly delta: boolean;
  /** Milliseconds of a round trip to where the files are; 0 on this computer. */
  readonly roundTrip: number;
  /** Pieces of a file can be read. */
  readonly read: boolean;
  /** Deleted entries can go to a trash. A volume may still have none. */
  readonly trash: boolean;
  /** Changes by anyone can be watched. Some places, such as network drives, take a watch and tell nothing. */
  readonly watch: boolean;
  readonly resume: boolean;
  readonly names: NameRules;
  /** A write can go on behind what stands under a name already. */
  readonly adopt: boolean;
  /** Write lanes give directories their times. */
  readonly directoryTimes: boolean;
  /** Both ends hash and compare: a write ends with a receipt whose `verified` is true. */
  readonly verifiedWrites: boolean;
  readonly writable: boolean;
  /** How many lanes are worth opening at a time. */
  readonly lanes: number;
}

export interface ListingPage {
  readonly entries: readonly Entry[];
  /** Set on the last page, and earlier when it is known. A listing that ends without it was cut short. */
  readonly total: number | undefined;
}

export interface WalkPage {
  /** The directory, relative to the walk's start: empty for the start itself, else `a/b`. A directory may take several pages. */
  readonly directory: string;
  readonly entries: readonly Entry[];
  /** Why (part of) the directory could not be read; the walk goes on with the others. */
  readonly error?: Error | undefined;
}

export interface Attributes {
  /** Milliseconds since 1970, with a fraction. */
  readonly modified?: number | undefined;
  /** Permission bits; anything above 0o777 is masked away. */
  readonly mode?: number | undefined;
}

/** Where a deleted entry is now, as paths of its file system. */
export interface TrashedEntry {
  readonly path: string;
  /** The note of where it was before. */
  readonly note: string;
}

export interface PartialFile {
  /** Bytes that are there; a write may go on behind any whole number of blocks, or behind all of them. */
  readonly size: number;
  readonly blockSize: number;
  /** SHA-256 of the first 1, 2, 3… blocks together, the last of all `size` bytes: what a source compares its own prefixes with. */
  readonly prefixes: readonly Uint8Array[];
}
