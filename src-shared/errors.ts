/** Every error that crosses the wire, the bridge or the command line carries one of these codes. They are public. */
export const errorCodes = [
  // entry
  'not-found',
  'already-exists',
  'not-a-directory',
  'is-a-directory',
  'directory-not-empty',
  'permission-denied',
  'name-invalid',
  'no-space',
  'not-a-file',
  // resume
  'offset-conflict',
  'source-changed',
  'integrity-mismatch',
  // peer
  'auth-failed',
  'identity-unknown',
  'identity-changed',
  'version-unsupported',
  'busy',
  'unsupported',
  // link
  'unreachable',
  'timeout',
  'connection-lost',
  // wire
  'protocol-violation',
  'frame-too-large',
  // ours
  'cancelled',
  'invalid-request',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What a code means for the session it happened in, and whether trying again can help. */
export interface ErrorTraits {
  readonly session: 'lives' | 'ends';
  /** `backoff`: the same request later; `restart`: once, from the start or from a newly asked offset. */
  readonly retry: 'no' | 'backoff' | 'restart';
}

const lives: ErrorTraits = { session: 'lives', retry: 'no' };
const livesRestart: ErrorTraits = { session: 'lives', retry: 'restart' };
const ends: ErrorTraits = { session: 'ends', retry: 'no' };
const endsBackoff: ErrorTraits = { session: 'ends', retry: 'backoff' };

const traits: Readonly<Record<ErrorCode, ErrorTraits>> = {
  'not-found': lives,
  'already-exists': lives,
  'not-a-directory': lives,
  'is-a-directory': lives,
  'directory-not-empty': lives,
  'permission-denied': lives,
  'name-invalid': lives,
  'no-space': lives,
  'not-a-file': lives,
  'offset-conflict': livesRestart,
  'source-changed': livesRestart,
  'integrity-mismatch': livesRestart,
  'auth-failed': ends,
  'identity-unknown': ends,
  'identity-changed': ends,
  'version-unsupported': ends,
  busy: { session: 'lives', retry: 'backoff' },
  unsupported: lives,
  unreachable: endsBackoff,
  timeout: endsBackoff,
  'connection-lost': endsBackoff,
  'protocol-violation': ends,
  'frame-too-large': ends,
  cancelled: lives,
  'invalid-request': lives,
  internal: lives,
};

export function errorTraits(code: ErrorCode): ErrorTraits {
  return traits[code];
}

export interface AppErrorOptions {
  /** The entry the error is about, as its file system names it. */
  readonly path?: string | undefined;
  /** Why, for logs; it never crosses the wire or the bridge. */
  readonly cause?: unknown;
  /** The identity a server showed, for `identity-unknown` and `identity-changed`. */
  readonly pin?: string | undefined;
  /** The identity that was trusted before, for `identity-changed`. */
  readonly expectedPin?: string | undefined;
}

/** The one error class. `message` is a short English sentence for logs and the command line; the interface words its own. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly path: string | undefined;
  readonly pin: string | undefined;
  readonly expectedPin: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.path = options.path;
    this.pin = options.pin;
    this.expectedPin = options.expectedPin;
  }
}

/** An error as plain data: what crosses the bridge. A stack never does. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: string | undefined;
  readonly pin?: string | undefined;
  readonly expectedPin?: string | undefined;
}

export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, path: error.path, pin: error.pin, expectedPin: error.expectedPin };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export function fromErrorRecord(record: ErrorRecord): AppError {
  return new AppError(record.code, record.message, { path: record.path, pin: record.pin, expectedPin: record.expectedPin });
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (errorCodes as readonly string[]).includes(value);
}

/** For the default branch of an exhaustive switch. */
export function assertNever(value: never): never {
  throw new AppError('internal', `unexpected value: ${JSON.stringify(value)}`);
}
