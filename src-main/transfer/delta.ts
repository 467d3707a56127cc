import type { DeltaPolicy } from '../../src-shared/model/transfer.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import type { WriteExisting } from '../filesystem/lane.ts';

/** Bytes: a smaller file travels whole. */
export const worthDelta = 1024 * 1024;
/** Milliseconds of a round trip. What is nearer takes a file faster than both sides read and cut theirs. */
const farAway = 2;

export interface DeltaQuestion {
  readonly policy: DeltaPolicy;
  readonly existing: WriteExisting;
  readonly size: number;
  readonly source: FileSystem;
  readonly target: FileSystem;
}

/** Whether a file may be replaced by sending what differs, and whether that is wanted or pays. */
export function sendsDelta({ policy, existing, size, source, target }: DeltaQuestion): boolean {
  if (policy === 'never' || size < worthDelta) return false;
  if (existing !== 'overwrite' && existing !== 'newer') return false;
  if (!source.features.delta || !target.features.delta) return false;
  return policy === 'always' || Math.max(source.features.roundTrip, target.features.roundTrip) > farAway;
}
