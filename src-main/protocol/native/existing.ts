import { type ByteReader, violation } from '../bytes.ts';

/** What the receiver does when a name is taken; the place in the list is the number on the wire. */
export const existingKinds = ['fail', 'overwrite', 'newer', 'skip'] as const;
export type Existing = (typeof existingKinds)[number];

export function readExisting(reader: ByteReader): Existing {
  const existing = existingKinds[reader.u8()];
  if (existing === undefined) throw violation('unknown rule for an existing name');
  return existing;
}
