/**
 * What a disk thread is asked, and answers in the order of the requests. Memory travels there and back with its request, transferred and
 * not copied. (Shared memory would need no transfer, but V8 fills it word by word: 4.8 GiB/s instead of 32.)
 */
export type ThreadRequest =
  /** Reads `length` bytes at `position` into the memory and adds them to the file's hash. */
  | (ContentRequest & { readonly kind: 'read' })
  /** Adds the first `length` bytes of the memory to the file's hash and writes all of them at `position`. */
  | (ContentRequest & { readonly kind: 'write' })
  /** Reads `length` bytes at `from` of another descriptor into the memory, and goes on as for `write`. */
  | (ContentRequest & { readonly kind: 'reuse'; readonly basis: number; readonly from: number })
  /** Adds so many zeros to the file's hash, and writes nothing. */
  | { readonly kind: 'zeros'; readonly file: number; readonly length: number }
  /** The SHA-256 of everything that was read or written so far. */
  | { readonly kind: 'digest'; readonly file: number }
  /** Looks at each path, without following a link at its end. */
  | { readonly kind: 'stat'; readonly paths: readonly string[] }
  /** Forgets a file. Not answered. */
  | { readonly kind: 'close'; readonly file: number };

interface ContentRequest {
  /** The caller's number for a file; a hash of its own begins with its first request. */
  readonly file: number;
  readonly descriptor: number;
  readonly memory: ArrayBuffer;
  readonly length: number;
  readonly position: number;
}

/** What is done for a file. */
export type ContentWork = Exclude<ThreadRequest, { readonly kind: 'close' | 'stat' }>;

export interface ThreadReply {
  /** Bytes read, written or hashed; when reading, fewer than asked for at the end of the file. */
  readonly count: number;
  readonly memory?: ArrayBuffer | undefined;
  /** For each path: mode with the kind (NaN when nothing is there), size, milliseconds of the last change. */
  readonly figures?: Float64Array<ArrayBuffer> | undefined;
  readonly sha256?: Uint8Array | undefined;
  /** An errno error, as far as it can be cloned. */
  readonly problem?: { readonly message: string; readonly code: string | undefined } | undefined;
}
