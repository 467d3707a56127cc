import { AppError } from '../../src-shared/errors.ts';

/** File systems throw AppError only; anything else is a defect, and is told as one. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
