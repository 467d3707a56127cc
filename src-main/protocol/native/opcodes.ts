import { limits } from '../limits.ts';

/** The kinds of frames. Numbers are part of the protocol; see docs/protocol.md. */
export const opcodes = {
  hello: 0x01,
  welcome: 0x02,
  goodbye: 0x03,

  list: 0x10,
  walk: 0x11,
  stat: 0x12,
  makeDirectory: 0x13,
  rename: 0x14,
  remove: 0x15,
  setAttributes: 0x16,
  space: 0x17,
  partial: 0x18,
  ping: 0x19,
  copy: 0x1a,
  hash: 0x1b,
  read: 0x1c,
  watch: 0x1d,
  adopt: 0x1e,
  chunks: 0x1f,
  openReadLane: 0x20,
  openWriteLane: 0x21,
  joinLane: 0x22,
  cancel: 0x2f,

  records: 0x40,
  content: 0x41,
  window: 0x42,

  page: 0x80,
  done: 0x81,
  error: 0x82,
} as const;

export type Opcode = (typeof opcodes)[keyof typeof opcodes];

const known: ReadonlySet<number> = new Set(Object.values(opcodes));

/**
 * Whether a request takes one of the places for requests under way. Those do not that are answered at once: no folder of a tree waits a round
 * trip for its time. Nor does a watch, which stays.
 */
export function isCounted(opcode: number): boolean {
  return opcode !== opcodes.ping && opcode !== opcodes.watch && opcode !== opcodes.setAttributes;
}

/** The largest payload of a frame on an authenticated connection; undefined for a kind that does not exist. */
export function payloadLimit(opcode: number): number | undefined {
  if (opcode === opcodes.records || opcode === opcodes.content) return limits.bulkPayload;
  if (opcode === opcodes.hello) return limits.helloPayload;
  return known.has(opcode) ? limits.controlPayload : undefined;
}

/** The same before that: only the few frames that open a connection, and none of them large. */
export function greetingLimit(opcode: number): number | undefined {
  const greets = opcode === opcodes.hello || opcode === opcodes.welcome || opcode === opcodes.goodbye;
  return greets ? limits.helloPayload : undefined;
}
