import { opcodes } from './opcodes.ts';

/** Bits of `features`: what the sender understands. A receiver ignores those it doesn't know. */
export const featureBits = {
  /** HOLE among the contents of a file. */
  holes: 0x1,
  /** CHUNKS; BASIS on read lanes, BASED on write lanes, and REUSE among contents. */
  delta: 0x2,
  /** READ. */
  read: 0x4,
  /** WATCH. */
  watch: 0x8,
  /** ADOPT. */
  adopt: 0x10,
  /** JOIN_LANE, and STRIPED among contents. */
  stripes: 0x20,
  /** DIRECTORY_TIMES on write lanes. */
  directoryTimes: 0x40,
} as const;

/** What a client of this program announces: requests go to the server only, and so do their bits the other way. */
export const clientFeatures = featureBits.holes | featureBits.delta;

const requestBits: ReadonlyMap<number, number> = new Map<number, number>([
  [opcodes.chunks, featureBits.delta],
  [opcodes.read, featureBits.read],
  [opcodes.watch, featureBits.watch],
  [opcodes.adopt, featureBits.adopt],
  [opcodes.joinLane, featureBits.stripes],
]);

/** Whether a server that announced `features` takes a request of this kind. */
export function takesRequest(features: number, opcode: number): boolean {
  const bit = requestBits.get(opcode);
  return bit === undefined || (features & bit) !== 0;
}
