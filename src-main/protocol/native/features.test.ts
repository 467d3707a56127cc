import { describe, expect, it } from 'vitest';
import { bytesAsNames, nameRulesOf } from '../../filesystem/nameRules.ts';
import { decodeWelcome, encodeWelcome } from './hello.ts';
import { clientFeatures, featureBits, takesRequest } from './features.ts';
import { decodeNameRules, encodeNameRules, nameBits } from './nameBits.ts';
import { opcodes } from './opcodes.ts';

describe('features', () => {
  it('have a bit each', () => {
    const bits = Object.values(featureBits);
    expect(bits.reduce((sum, bit) => sum + bit, 0)).toBe(2 ** bits.length - 1);
  });

  it.each([
    [opcodes.read, featureBits.read],
    [opcodes.watch, featureBits.watch],
    [opcodes.adopt, featureBits.adopt],
    [opcodes.joinLane, featureBits.stripes],
    [opcodes.chunks, featureBits.delta],
  ])('request %i is taken with its bit, whatever else is announced', (opcode, bit) => {
    expect([0, 0xffff_ffff & ~bit].map((features) => takesRequest(features, opcode))).toEqual([false, false]);
    expect([bit, 0xffff_ffff].map((features) => takesRequest(features, opcode))).toEqual([true, true]);
  });

  it('every other request is taken by everyone', () => {
    for (const opcode of [opcodes.list, opcodes.stat, opcodes.partial, opcodes.copy, opcodes.hash, opcodes.openWriteLane]) {
      expect(takesRequest(0, opcode)).toBe(true);
    }
  });

  it('a client announces what may be sent to it, and no requests', () => {
    expect(clientFeatures).toBe(featureBits.holes | featureBits.delta);
  });
});

describe('rules for names', () => {
  const sent = (bits: number): number =>
    decodeWelcome(encodeWelcome({ version: 1, features: 0, names: bits, window: 1, readOnly: false })).names;

  it.each(['linux', 'darwin', 'win32'] as const)('those of %s arrive, with the length a name has on the wire', (platform) => {
    const rules = nameRulesOf(platform);
    expect(decodeNameRules(sent(encodeNameRules(rules)))).toEqual({ ...rules, longInUnits: false });
  });

  it('each stands for itself, in any combination', () => {
    for (let bits = 0; bits < 2 ** Object.keys(nameBits).length; bits++) {
      expect(encodeNameRules(decodeNameRules(sent(bits)))).toBe(bits);
    }
  });

  it('those that are not known are ignored', () => {
    const known = Object.values(nameBits).reduce((all, bit) => all | bit, 0);
    expect(decodeNameRules(sent(0xffff & ~known))).toEqual(bytesAsNames);
    expect(decodeNameRules(sent(0xffff))).toEqual(decodeNameRules(known));
  });
});
