import { AppError } from '../../../src-shared/errors.ts';

/** What the program ends with. They are public. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;

/** The arguments make no sense: the fault of who typed them, before anything was tried. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a check of arguments; what it throws is wrong use. */
export function checkArgument<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}
