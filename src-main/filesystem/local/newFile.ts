import { constants, fchmodSync, futimesSync } from 'node:fs';

/** What the user's mask leaves of it. */
export const newFileMode = 0o666;

export const createFlags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export interface WrittenAttributes {
  /** Milliseconds since 1970; NaN when unknown. */
  readonly modified: number;
  /** Permission bits; undefined leaves them. */
  readonly mode: number | undefined;
}

/** @throws errno */
export function attribute(descriptor: number, { modified, mode }: WrittenAttributes): void {
  if (mode !== undefined) fchmodSync(descriptor, mode);
  if (Number.isFinite(modified)) futimesSync(descriptor, modified / 1000, modified / 1000);
}
