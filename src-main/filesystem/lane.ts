import { Buffer } from 'node:buffer';
import type { Receipt } from '../../src-shared/model/transfer.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { limits } from '../protocol/limits.ts';

/**
 * A lane carries the contents of many files one behind the other, with no wait between them: requests go in, contents or
 * receipts come out later, in any number of files at a time. A copy joins a read lane of one file system to a write lane of
 * another. Lanes call back instead of returning promises, because a promise per small file costs more than the file.
 *
 * A ticket is the caller's number for a file. It is unique in its lane, for good.
 */

/** What the source knows of a file when it is opened. */
export interface FileAttributes {
  /** Bytes in the file at that moment. */
  readonly size: number;
  /** Milliseconds since 1970, with a fraction; NaN when unknown. */
  readonly modified: number;
  readonly mode?: number | undefined;
  /** False: `size` is rounded or unknown, good for a progress bar only; the file ends where its contents end. */
  readonly exact?: boolean | undefined;
}

export interface ReadRequest {
  readonly ticket: number;
  readonly path: string;
  /**
   * The contents begin behind the longest prefix that source and point share (0 without one). The bytes before are read and hashed,
   * not given, so that `ended` still tells the SHA-256 of the whole file.
   */
  readonly resume?: ResumePoint | undefined;
  /**
   * What else the other side has: the list of a file's chunks (chunks.ts). The sink's `reuse` then stands for what is in it. A lane that
   * can't do that gives all contents.
   */
  readonly basis?: Uint8Array | undefined;
}

/** What the other side already has; as PartialFile. */
export interface ResumePoint {
  readonly size: number;
  readonly blockSize: number;
  readonly prefixes: readonly Uint8Array[];
}

/** Called by a read lane; in order within a ticket, and tickets never interleave: one file ends before the next is opened. */
export interface ReadSink {
  /** `offset`: where the contents begin that follow (see ReadRequest.resume). */
  opened(ticket: number, attributes: FileAttributes, offset: number): void;
  /**
   * With a `release`, `bytes` belongs to the receiver until he calls it, which gives the buffer back for the next contents; when he never does,
   * it stays his. Without one, `bytes` is only lent: what comes next may overwrite it as soon as the call returns.
   */
  data(ticket: number, bytes: Uint8Array, release?: () => void): void;
  /** In place of `data`: so many zeros follow of which nothing is stored. Only of a file that is sparse at its source. */
  hole(ticket: number, length: number): void;
  /** In place of `data`: so many bytes follow that are those from `offset` of the request's basis. */
  reuse(ticket: number, offset: number, length: number): void;
  /** All bytes were given. `sha256` is of the whole file; undefined when the source can't tell (classic). */
  ended(ticket: number, sha256: Uint8Array | undefined): void;
  /** The file could not be read, or changed while it was (`source-changed`), or was cancelled. Nothing more comes of it. */
  failed(ticket: number, error: AppError): void;
  /** The lane itself broke; every ticket not yet ended has failed with `error` before this is called. Not called by close(). */
  broken(error: AppError): void;
}

export interface ReadLane {
  /** Never blocks and never throws; what is wrong comes to the sink. */
  request(request: ReadRequest): void;
  /** Stops the flow soon; some data may still come. */
  pause(): void;
  resume(): void;
  /** The ticket ends with `failed(cancelled)`, unless it has ended already. */
  cancel(ticket: number): void;
  /** Ends every open ticket with `cancelled` and releases everything. Idempotent. */
  close(): Promise<void>;
}

/** The receiver's decision when the name is taken. The others (ask, keep both) are the queue's. */
export type WriteExisting = 'fail' | 'overwrite' | 'newer' | 'skip';

export interface WriteRequest {
  readonly ticket: number;
  readonly path: string;
  readonly attributes: FileAttributes;
  /** `fail`: the ticket fails with `already-exists`; `newer`: replaced when the existing one is older; `skip`: ends as skipped. */
  readonly existing: WriteExisting;
  /** The name of the partial file, when an interrupted write shall be resumable; 32 hexadecimal digits. */
  readonly key?: string | undefined;
  /** Goes on behind the first `offset` bytes of the partial file `key`, which the source has compared. */
  readonly offset?: number | undefined;
  /**
   * Some of the contents may be in the file that has the name now: its identity, as `FileSystem.chunks` told it. When it is another file
   * by now, the ticket fails with `offset-conflict`.
   */
  readonly basis?: string | undefined;
}

/** How many a lane is told at a time, and how long their paths may be, in UTF-16 units: all of them fit into one frame beside others. */
export const directoryTimesLimits = { count: limits.directoryTimes, path: 512 };

/** The time that a directory shall have: milliseconds since 1970, with a fraction. */
export interface DirectoryTime {
  readonly path: string;
  readonly modified: number;
}

/** Called by a write lane; each ticket ends with exactly one of committed, skipped and failed. */
export interface WriteSink {
  /** The receiving side has all bytes up to `bytes` (an offset in the file). Given for files of more than one chunk. */
  acknowledged(ticket: number, bytes: number): void;
  /** The file stands under its name, whole, verified as far as the receipt says, and synced. */
  committed(ticket: number, receipt: Receipt): void;
  skipped(ticket: number): void;
  failed(ticket: number, error: AppError): void;
  /** There is room again: `congested` is false. */
  drained(): void;
  /** The lane itself broke; every ticket not yet ended has failed with `error` before this is called. Not called by close(). */
  broken(error: AppError): void;
}

/**
 * Files are written one behind the other: open, write…, then commit or abort, before the next open. Missing parent directories are
 * made. The receiver writes to a hidden temporary file, hashes, compares with the source's hash, syncs and renames.
 */
export interface WriteLane {
  /** True: hold back until `drained`. A few more calls do no harm; many pile up in memory. */
  readonly congested: boolean;
  open(request: WriteRequest): void;
  /** `bytes` and `release` as ReadSink.data has them. Ignored for a ticket that has failed. */
  write(ticket: number, bytes: Uint8Array, release?: () => void): void;
  /** In place of `write`: so many zeros, which need not be stored where the receiver can leave a hole. */
  hole(ticket: number, length: number): void;
  /** In place of `write`: so many bytes, those from `offset` of the request's basis. Beyond its end the ticket fails. */
  reuse(ticket: number, offset: number, length: number): void;
  /** All bytes were given. The receiver's own hash must equal `sha256` (`integrity-mismatch`); undefined: it can't be compared. */
  commit(ticket: number, sha256: Uint8Array | undefined): void;
  /** Drops the ticket; it ends with `failed(cancelled)`. With `keep`, what has arrived stays as a partial file (needs a key). */
  abort(ticket: number, keep: boolean): void;
  /** A directory and its missing parents, in order with the files; an existing one is no error. Ends like a file, with no hash. */
  makeDirectory(ticket: number, path: string): void;
  /**
   * From now on, whatever comes to stand under its name and changes directories by that gives these their times back before its ticket ends, as far
   * as that goes. Each call replaces the one before. Ignored without the feature `directoryTimes`.
   */
  directoryTimes(times: readonly DirectoryTime[]): void;
  /** Nothing follows soon: end what was held back for company (batched receipts, grouped syncs). */
  flush(): void;
  /** Ends every open ticket with `cancelled` and releases everything. Idempotent. */
  close(): Promise<void>;
}

/**
 * Contents as they may be kept beyond the call that brought them: as they are where a `release` came with them, which tells that they
 * are the receiver's, else a copy (see ReadSink.data).
 */
export function kept(bytes: Uint8Array, release: (() => void) | undefined): Uint8Array {
  return release === undefined ? Buffer.from(bytes) : bytes;
}

/** The `release` of contents that nobody wants back. */
export const forGood = (): void => {};
