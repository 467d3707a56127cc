import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { encodeName, hasRawBytes, isEncodable } from '../../src-shared/model/nameBytes.ts';
import { splitExtension } from '../../src-shared/model/path.ts';
import type { NameReason, NameRules } from '../../src-shared/model/preflight.ts';
import type { PlanRequest } from './plan.ts';

/**
 * Names as a target takes them. A name that it does not take is written with `%` and two hexadecimal digits for each byte that is in
 * the way, and `%25` for each `%`: undoing that gives the name back. Only one that is too long loses its end, to a hash of it.
 */

const longest = 255;
const hashDigits = 8;

// oxlint-disable-next-line no-control-regex -- these are the characters Windows forbids
const windowsForbidden = /[<>:"|?*\\\u0000-\u001f]/;
const windowsReserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** What Python's `str.isspace` takes for white space, by which classic servers split their commands. */
// oxlint-disable-next-line no-control-regex -- some of it is control characters
const whiteSpace = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Why a name can't stand alone at the target, or undefined when it can. */
export function nameReason(name: string, rules: NameRules): NameReason | undefined {
  if (rules.windows && (windowsForbidden.test(name) || /[. ]$/.test(name) || windowsReserved.test(name))) return 'windows';
  if (rules.noWhiteSpace && whiteSpace.test(name)) return 'white-space';
  if (!isEncodable(name) || (rules.textOnly && hasRawBytes(name))) return 'not-text';
  return lengthOf(name, rules) > longest ? 'long' : undefined;
}

/** The name with which it can. */
export function safeName(name: string, rules: NameRules): string {
  const characters = [...name];
  const last = characters.length - 1;
  const escaped = characters.map((character, at) => {
    if (character === '%') return escape(character);
    if (rules.windows && windowsForbidden.test(character)) return escape(character);
    if (rules.windows && at === last && /[. ]/.test(character)) return escape(character);
    if (rules.noWhiteSpace && whiteSpace.test(character)) return escape(character);
    if (!isEncodable(character) || (rules.textOnly && hasRawBytes(character))) return escape(character);
    return character;
  });
  if (rules.windows && windowsReserved.test(name)) escaped[0] = escape(characters[0] ?? '');
  return shorten(escaped.join(''), rules);
}

/** The names that a batch brings to the directories of its target, so that two of them never become one. */
export class TargetNames {
  readonly #rules: NameRules;
  readonly #taken = new Map<string, Set<string>>();

  constructor(rules: NameRules) {
    this.#rules = rules;
  }

  /** The name an entry can have there, and why it is not its own. */
  place(directory: string, name: string): { readonly name: string; readonly reason: NameReason | undefined } {
    const rules = this.#rules;
    let reason = nameReason(name, rules);
    let placed = reason === undefined ? name : safeName(name, rules);
    if (!rules.ignoresCase && !rules.normalizes) return { name: placed, reason };
    const taken = this.#taken.get(directory) ?? new Set();
    this.#taken.set(directory, taken);
    const characters = [...name];
    for (let count = 1; taken.has(this.#fold(placed)) && count <= characters.length; count++) {
      reason ??= 'collision';
      const rest = characters.slice(count).join('');
      placed = shorten(characters.slice(0, count).map(escape).join('') + safeName(rest, { ...rules, windows: false }), rules);
      if (nameReason(placed, rules) !== undefined) placed = shorten(characters.map(escape).join(''), rules);
    }
    taken.add(this.#fold(placed));
    return { name: placed, reason };
  }

  #fold(name: string): string {
    const normal = this.#rules.normalizes ? name.normalize('NFC') : name;
    // Some letters have more than one small form.
    return this.#rules.ignoresCase ? normal.toUpperCase().toLowerCase() : normal;
  }
}

/** Where nobody is asked, two names that are one at the target are refused: one would replace the other, and a move would lose it. */
export function placeUnasked(rules: NameRules): NonNullable<PlanRequest['place']> {
  const names = new TargetNames(rules);
  return (pair, _sourceName, name) => {
    const { reason } = names.place(pair.to, name);
    return reason === undefined ? { name, isTroubled: false } : describeReason(reason);
  };
}

/** In words, for a log or the command line. */
export function describeReason(reason: NameReason): string {
  switch (reason) {
    case 'windows':
      return 'Windows does not allow this name';
    case 'white-space':
      return 'the classic protocol can not carry a name with white space';
    case 'not-text':
      return 'the name is not well-formed text';
    case 'long':
      return 'the name is too long';
    case 'collision':
      return 'another entry has the same name there but for case or accents';
  }
}

function escape(character: string): string {
  return [...encodeName(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function lengthOf(name: string, rules: NameRules): number {
  return rules.longInUnits ? name.length : name.length > longest ? longest + 1 : encodeName(name).length;
}

function shorten(name: string, rules: NameRules): string {
  if (lengthOf(name, rules) <= longest) return name;
  const [stem, extension] = splitExtension(name);
  const hash = createHash('sha256')
    .update(Buffer.from(encodeName(name)))
    .digest('hex')
    .slice(0, hashDigits);
  const end = `~${hash}${lengthOf(extension, rules) < longest / 2 ? extension : ''}`;
  let out = '';
  // An escape is kept whole or left out.
  for (const piece of stem.match(/%[0-9A-F]{2}|[\s\S]/gu) ?? []) {
    if (lengthOf(out + piece + end, rules) > longest) break;
    out += piece;
  }
  return out + end;
}
