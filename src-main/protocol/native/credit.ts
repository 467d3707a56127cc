import type { Buffer } from 'node:buffer';
import { ByteReader, ByteWriter } from '../bytes.ts';

/** The payload of a WINDOW frame: u32, bytes that may be sent in addition. */
export function encodeCredit(bytes: number): Buffer {
  return new ByteWriter(4).u32(bytes).finish();
}

/** @throws AppError `protocol-violation` */
export function decodeCredit(payload: Buffer): number {
  const reader = new ByteReader(payload);
  const credit = reader.u32();
  reader.end();
  return credit;
}
