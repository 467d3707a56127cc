import type { NameRules } from '../../../src-shared/model/preflight.ts';

/** The rules that are told of names, as bits of WELCOME's `names`. Each stands for itself. */
export const nameBits = {
  windows: 0x1,
  noWhiteSpace: 0x2,
  textOnly: 0x4,
  ignoresCase: 0x8,
  normalizes: 0x10,
} as const;

/** How long a name may be is not told: on the wire it has `limits.name` bytes at most, whatever the disk. */
export function encodeNameRules(rules: NameRules): number {
  let bits = 0;
  for (const [rule, bit] of Object.entries(nameBits) as [keyof typeof nameBits, number][]) if (rules[rule]) bits |= bit;
  return bits;
}

/** Bits that are not known are ignored. */
export function decodeNameRules(bits: number): NameRules {
  const has = (bit: number): boolean => (bits & bit) !== 0;
  return {
    windows: has(nameBits.windows),
    noWhiteSpace: has(nameBits.noWhiteSpace),
    textOnly: has(nameBits.textOnly),
    ignoresCase: has(nameBits.ignoresCase),
    normalizes: has(nameBits.normalizes),
    longInUnits: false,
  };
}
