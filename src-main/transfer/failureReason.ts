import { errorCodes, type ErrorCode } from '../../src-shared/errors.ts';

interface Failed {
  readonly reason: ErrorCode | undefined;
  readonly rank: number;
}

/** What the user has ended himself comes last. */
export function reasonOrder(code: ErrorCode | undefined): number {
  return code === undefined || code === 'cancelled' ? errorCodes.length : errorCodes.indexOf(code);
}

/** Those of one reason stand together, in the order in which they failed. */
export function failsBefore(one: Failed, other: Failed): boolean {
  return one.reason === other.reason ? one.rank < other.rank : reasonOrder(one.reason) < reasonOrder(other.reason);
}
