import type { Location } from './location.ts';

/** What a file system makes of names. */
export interface NameRules {
  /** Characters, endings and words that Windows does not take are refused. */
  readonly windows: boolean;
  /** White space can't be said. */
  readonly noWhiteSpace: boolean;
  /** Only well-formed text can be said. */
  readonly textOnly: boolean;
  /** Names that differ only in case are one. */
  readonly ignoresCase: boolean;
  /** Names that differ only in their Unicode normalization are one. */
  readonly normalizes: boolean;
  /** A name has up to 255 UTF-16 units, instead of bytes. */
  readonly longInUnits: boolean;
}

export const nameReasons = ['windows', 'white-space', 'not-text', 'long', 'collision'] as const;
export type NameReason = (typeof nameReasons)[number];

/** A name that can't stand at the target as it is. */
export interface TroubledName {
  /** The entry at the source. */
  readonly path: string;
  readonly reason: NameReason;
  /** The name it can have there. */
  readonly safe: string;
}

/** Asked once for a batch, while everything it is not about goes on. */
export type Preflight = {
  readonly id: number;
  readonly batch: number;
  readonly to: Location;
} & (
  | {
      readonly kind: 'names';
      /** All there are so far, and the first hundred. */
      readonly count: number;
      readonly names: readonly TroubledName[];
    }
  | {
      readonly kind: 'space';
      /** Bytes: what the batch has found so far, and what it may use. */
      readonly needed: number;
      readonly available: number;
    }
);

/** `skip` and `rename` are for names, `continue` is for space; `cancel` ends the batch. */
export const preflightAnswers = ['skip', 'rename', 'continue', 'cancel'] as const;
export type PreflightAnswer = (typeof preflightAnswers)[number];
