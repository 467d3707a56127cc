import { AppError } from '../../src-shared/errors.ts';
import { limits } from '../protocol/limits.ts';

/** @throws AppError `invalid-request` for a range no file system reads at once */
export function checkRange(path: string, offset: number, length: number): void {
  const sound = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0;
  if (!sound || length > limits.readRange) throw new AppError('invalid-request', 'no such piece of a file can be read', { path });
}
