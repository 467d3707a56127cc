import type { PlatformPath } from '../platformPath.ts';

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
  /** Creates small files and writes them whole, their contents one behind the other in the memory. */
  | { readonly kind: 'make'; readonly files: readonly NewFile[]; readonly memory: ArrayBuffer }
  /** Gives files their names. */
  | { readonly kind: 'place'; readonly files: readonly Placing[] }
  /** Reads small files whole into the memory, one behind the other. */
  | { readonly kind: 'fetch'; readonly paths: readonly PlatformPath[]; readonly flags: number; readonly memory: ArrayBuffer }
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

export interface NewFile {
  readonly path: PlatformPath;
  readonly length: number;
  /** Permission bits, of which the user's mask leaves some. */
  readonly mode: number;
  /** Milliseconds since 1970; NaN leaves the time. */
  readonly modified: number;
  /** Permission bits that it shall have in the end; undefined leaves them. */
  readonly finalMode: number | undefined;
}

export interface Placing {
  readonly from: PlatformPath;
  readonly to: PlatformPath;
  /** Whether what has the name may go. */
  readonly replace: boolean;
}

/** What is done for one file with a running hash. */
export type ContentWork = Extract<
  ThreadRequest,
  { readonly file: number; readonly kind: 'read' | 'write' | 'reuse' | 'zeros' | 'digest' }
>;

/** An errno error, as far as it can be cloned. */
export interface Problem {
  readonly message: string;
  readonly code: string | undefined;
}

export interface ThreadReply {
  /** Bytes read, written or hashed; when reading, fewer than asked for at the end of the file. */
  readonly count: number;
  readonly memory?: ArrayBuffer | undefined;
  /** For each path: mode with the kind (NaN when nothing is there, or it was not read), size, milliseconds of the last change. */
  readonly figures?: Float64Array<ArrayBuffer> | undefined;
  readonly sha256?: Uint8Array | undefined;
  /** For each file 32 bytes, one behind the other. */
  readonly hashes?: Uint8Array | undefined;
  readonly problem?: Problem | undefined;
  /** For each file that was made or placed: what went wrong. */
  readonly problems?: readonly (Problem | undefined)[] | undefined;
}
