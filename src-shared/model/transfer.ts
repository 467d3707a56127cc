import type { ErrorCode, ErrorRecord } from '../errors.ts';
import type { EntryKind } from './entry.ts';
import type { Location } from './location.ts';

/**
 * What to do when the target's name is taken. `ask` stops that one transfer, not the queue, until there is an answer. `size`: overwrite
 * when the sizes differ, else skip. `resume`: go on where the target is the beginning of the source, else ask.
 */
export const existingPolicies = ['ask', 'overwrite', 'newer', 'size', 'resume', 'both', 'skip'] as const;
export type ExistingPolicy = (typeof existingPolicies)[number];

/**
 * Whether only the differences of a file travel that replaces another one; `auto`: when the way there is longer than reading both files.
 */
export const deltaPolicies = ['auto', 'always', 'never'] as const;
export type DeltaPolicy = (typeof deltaPolicies)[number];

export const transferStates = ['queued', 'running', 'asking', 'paused', 'failed', 'done', 'skipped', 'cancelled'] as const;
export type TransferState = (typeof transferStates)[number];

/**
 * The tabs of the Transfers panel. `running` holds running and asking; `queued` queued and paused; `failed` failed and cancelled, which
 * can both be tried again; `done` done and skipped.
 */
export const transferGroups = ['queued', 'running', 'failed', 'done'] as const;
export type TransferGroup = (typeof transferGroups)[number];

/** Waiting transfers go by priority, and in their order within one. */
export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** By one place, or to an end of those of the same priority. */
export const queueMoves = ['up', 'down', 'top', 'bottom'] as const;
export type QueueMove = (typeof queueMoves)[number];

/** The most transfers side by side that can be asked for. */
export const mostSlots = 8;

/** The verified end of a transfer. `verified`: both ends hashed and agreed; false on the classic protocol, which can't tell. */
export interface Receipt {
  readonly size: number;
  /** SHA-256 of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly verified: boolean;
}

export type Direction = 'upload' | 'download' | 'remote' | 'local';

/** One file (or one directory with nothing in it) on its way. */
export interface Transfer {
  readonly id: number;
  /** The request of the user it belongs to. */
  readonly batch: number;
  readonly name: string;
  readonly from: Location;
  readonly to: Location;
  readonly direction: Direction;
  readonly state: TransferState;
  /** Bytes; `acknowledged` counts only what the receiving side has confirmed. */
  readonly size: number;
  readonly acknowledged: number;
  /** Bytes a second over the last seconds; 0 unless running. */
  readonly rate: number;
  /** Normal when it is not told. */
  readonly priority?: Priority | undefined;
  /** Seconds until it is done, steady enough to be read; undefined when nothing can be said. */
  readonly secondsLeft?: number | undefined;
  readonly error?: ErrorRecord | undefined;
  readonly receipt?: Receipt | undefined;
}

/** The queue as a whole. `revision` grows with every change: a mirror that has it is up to date. */
export interface TransferSummary {
  readonly revision: number;
  readonly counts: Readonly<Record<TransferGroup, number>>;
  /** Bytes of everything not yet ended, what of it is acknowledged, and the present rate in bytes a second. */
  readonly bytesTotal: number;
  readonly bytesAcknowledged: number;
  readonly rate: number;
  /** Folders are still being read: totals will grow. */
  readonly planning: boolean;
  readonly paused: boolean;
  /** The most bytes a second, for all transfers together; undefined: no limit. */
  readonly limit?: number | undefined;
  /** Until everything is done; undefined when nothing can be said. */
  readonly secondsLeft?: number | undefined;
  /** The reasons of what stands in `failed`, in its order: those of one reason stand together there. */
  readonly failures: readonly FailureGroup[];
}

/** Nothing is left to do. While folders are read there may be no row yet. */
export function isIdle({ counts, planning }: Pick<TransferSummary, 'counts' | 'planning'>): boolean {
  return counts.queued + counts.running === 0 && !planning;
}

export interface FailureGroup {
  /** `cancelled` is of the user's will. */
  readonly code: ErrorCode;
  readonly count: number;
}

/** Bytes acknowledged in each of the last seconds, the present one last. */
export interface Throughput {
  readonly bytes: readonly number[];
}

/** Both sides of a taken name, for the person who decides. */
export interface Conflict {
  readonly id: number;
  readonly transfer: number;
  readonly batch: number;
  readonly from: Location;
  readonly to: Location;
  readonly source: SideOfConflict;
  readonly target: SideOfConflict;
  readonly match: ContentMatch;
  /** The contents can be compared when that is asked for. */
  readonly comparable: boolean;
  /** What can be done with it; nothing replaces a folder. */
  readonly answers: readonly ConflictAnswer[];
  /** How many more transfers of the batch are waiting to ask. */
  readonly waiting: number;
}

/** What is known of the contents of both sides. `beginning`: the target holds the first bytes of the source and nothing else. */
export type ContentMatch = 'unknown' | 'beginning' | 'different';

export interface SideOfConflict {
  readonly kind: EntryKind;
  readonly size: number;
  /** Milliseconds since 1970; NaN when unknown. */
  readonly modified: number;
}

export const conflictAnswers = ['overwrite', 'newer', 'size', 'resume', 'both', 'skip', 'cancel'] as const;
export type ConflictAnswer = (typeof conflictAnswers)[number];
