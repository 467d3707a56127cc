import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeName } from '../../src-shared/model/nameBytes.ts';
import { nameProblem } from '../../src-shared/model/path.ts';
import { bytesAsNames, nameRulesOf } from '../filesystem/nameRules.ts';
import { nameReason, safeName, TargetNames } from './targetNames.ts';

const windows = nameRulesOf('win32');
const mac = nameRulesOf('darwin');
const linux = nameRulesOf('linux');
const classic = { ...bytesAsNames, noWhiteSpace: true, textOnly: true };
const allRules = [windows, mac, linux, classic];

/** Undoes the escapes, to bytes. */
function original(safe: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < safe.length; ) {
    const [, digits] = /^%([0-9A-F]{2})/.exec(safe.slice(at)) ?? [];
    if (digits === undefined) {
      const character = String.fromCodePoint(safe.codePointAt(at) ?? 0);
      bytes.push(...encodeName(character));
      at += character.length;
    } else {
      bytes.push(Number.parseInt(digits, 16));
      at += 3;
    }
  }
  return Buffer.from(bytes).toString('hex');
}
const bytesOf = (name: string): string => Buffer.from(encodeName(name)).toString('hex');

describe('a name at the target', () => {
  it.each([
    ['a:b.txt', windows, 'windows', 'a%3Ab.txt'],
    ['what?', windows, 'windows', 'what%3F'],
    ['ends with a dot.', windows, 'windows', 'ends with a dot%2E'],
    ['ends with a space ', windows, 'windows', 'ends with a space%20'],
    ['CON', windows, 'windows', '%43ON'],
    ['nul.txt', windows, 'windows', '%6Eul.txt'],
    ['50% : half', windows, 'windows', '50%25 %3A half'],
    ['tab\there', windows, 'windows', 'tab%09here'],
    ['a b\u00a0c.txt', classic, 'white-space', 'a%20b%C2%A0c.txt'],
    ['raw \udcff', mac, 'not-text', 'raw %FF'],
    ['raw\udcff', classic, 'not-text', 'raw%FF'],
  ] as const)('%j', (name, rules, reason, safe) => {
    expect(nameReason(name, rules)).toBe(reason);
    expect(safeName(name, rules)).toBe(safe);
    expect(original(safe)).toBe(bytesOf(name));
  });

  it('stays as it is where it is allowed', () => {
    for (const name of ['a:b', 'CON', 'dot.', 'a b', 'raw \udcff', '100%', 'é'.repeat(127)]) {
      expect(new TargetNames(linux).place('/', name)).toEqual({ name, reason: undefined });
    }
    for (const name of ['COM10', 'console.log', '.hidden', 'con air', 'é'.repeat(255)])
      expect(nameReason(name, windows)).toBeUndefined();
  });

  it('is cut to 255 bytes, or UTF-16 units on Windows, when it is longer, and stays apart from its neighbours', () => {
    const long = `${'長'.repeat(200)}.tar.gz`;
    expect(nameReason(long, windows)).toBeUndefined();
    expect(nameReason(long, linux)).toBe('long');
    const safe = safeName(long, linux);
    expect(encodeName(safe).length).toBeLessThanOrEqual(255);
    expect(safe).toMatch(/^長+~[0-9a-f]{8}\.gz$/);
    expect(safeName(`${'長'.repeat(200)}2.tar.gz`, linux)).not.toBe(safe);
  });

  it('never becomes one with another of the batch, by case or by normalization', () => {
    const names = new TargetNames(windows);
    const placed = ['README.md', 'readme.md', 'Readme.md', 'other'].map((name) => names.place('/d', name));
    expect(placed).toEqual([
      { name: 'README.md', reason: undefined },
      { name: '%72eadme.md', reason: 'collision' },
      { name: '%52eadme.md', reason: 'collision' },
      { name: 'other', reason: undefined },
    ]);
    expect(names.place('/e', 'readme.md').reason).toBeUndefined();
    const onMac = new TargetNames(mac);
    expect(onMac.place('/', 'é').reason).toBeUndefined();
    expect(onMac.place('/', 'e\u0301')).toEqual({ name: '%65\u0301', reason: 'collision' });
  });

  it('whatever it is, is allowed when it is placed, has no twin, and can be had back unless it was cut', () => {
    const letters = fc.constantFrom(
      'a',
      'A',
      'é',
      'e\u0301',
      'ß',
      'İ',
      ' ',
      '.',
      ':',
      '%',
      '\udc80',
      'CON',
      '\u3000',
      '😀',
      '2',
      'F',
    );
    const name = fc
      .array(letters, { minLength: 1, maxLength: 8 })
      .map((parts) => parts.join(''))
      .filter((text) => nameProblem(text) === undefined);
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 30 }), fc.constantFrom(...allRules), (given, rules) => {
        const names = new TargetNames(rules);
        const seen = new Set<string>();
        for (const one of given) {
          const placed = names.place('/', one);
          expect(nameReason(placed.name, rules)).toBeUndefined();
          if (placed.reason === undefined) expect(placed.name).toBe(one);
          else expect(original(placed.name)).toBe(bytesOf(one));
          const normal = rules.normalizes ? placed.name.normalize('NFC') : placed.name;
          const folded = rules.ignoresCase ? normal.toUpperCase().toLowerCase() : normal;
          expect(seen.has(folded), `${JSON.stringify(one)} as ${placed.name}`).toBe(false);
          seen.add(folded);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
