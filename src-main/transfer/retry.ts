import { type ErrorCode, errorTraits } from '../../src-shared/errors.ts';

/** Milliseconds before the first, second… automatic retry; there are as many retries as delays. */
export const retryDelays: readonly number[] = [1000, 2000, 5000, 10_000, 20_000];

export type RetryDecision = 'no' | 'later' | 'restart';

export interface RetryHistory {
  /** Automatic retries since the user last asked for the transfer. */
  readonly tries: number;
  readonly restarted: boolean;
}

/**
 * What to do with a transfer that failed: `later`, after the next delay; `restart`, at once and from the beginning, which is worth
 * it one time only.
 */
export function decideRetry(code: ErrorCode, history: RetryHistory, mostTries: number): RetryDecision {
  const { retry } = errorTraits(code);
  if (retry === 'restart') return history.restarted ? 'no' : 'restart';
  return retry === 'backoff' && history.tries < mostTries ? 'later' : 'no';
}
