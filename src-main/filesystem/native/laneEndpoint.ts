import type { Buffer } from 'node:buffer';
import type { AppError } from '../../../src-shared/errors.ts';

/** One side of an open lane, as the connection it runs on sees it. */
export interface LaneEndpoint {
  records(payload: Buffer): void;
  content(bytes: Buffer): void;
  credit(bytes: number): void;
  drained(): void;
  /** The lane is over: the other side closed it, or the connection ended. */
  ended(reason: AppError): void;
}
