import type { Buffer } from 'node:buffer';

/**
 * The envelope of everything on a native connection (docs/protocol.md, Frames).
 *
 *     0               4               8       9      10      12
 *     +---------------+---------------+-------+-------+-------+----------------
 *     | payload length| id            | opcode| flags | zero  | payload…
 *     +---------------+---------------+-------+-------+-------+----------------
 */
export const headerLength = 12;

export interface FrameHeader {
  readonly length: number;
  readonly id: number;
  readonly opcode: number;
  readonly flags: number;
}

export function writeHeader(into: Buffer, at: number, header: FrameHeader): void {
  into.writeUInt32BE(header.length, at);
  into.writeUInt32BE(header.id, at + 4);
  into.writeUInt8(header.opcode, at + 8);
  into.writeUInt8(header.flags, at + 9);
  into.writeUInt16BE(0, at + 10);
}
