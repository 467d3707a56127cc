import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { id } from './id.ts';

/** The catalogues and the source beside each other: nothing is said that nobody uses, and nothing is left out in one language. */

type Message = string | ((...values: never[]) => string);

function messagesOf(value: object, path: readonly string[] = []): Map<string, Message> {
  const all = new Map<string, Message>();
  for (const [key, inner] of Object.entries(value) as [string, Message | object][]) {
    if (typeof inner === 'string' || typeof inner === 'function') all.set([...path, key].join('.'), inner as Message);
    else for (const [name, message] of messagesOf(inner, [...path, key])) all.set(name, message);
  }
  return all;
}

const english = messagesOf(en);
const indonesian = messagesOf(id);
const sources = Object.entries(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../testing/**', '!./en.ts', '!./id.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([, source]) => ({ source, aliases: aliasesIn(source) }));

/** What a message says when each value it is given can be told apart. */
function filled(message: Message): string {
  if (typeof message === 'string') return message;
  return String(Reflect.apply(message, undefined, ['⟦1⟧', '⟦2⟧', '⟦3⟧', '⟦4⟧']));
}

function valuesIn(text: string): string[] {
  return [...new Set(text.match(/⟦\d⟧/g) ?? [])].toSorted();
}

/** Names of its own that a source gives to a group, as in `const words = text.places`. */
function aliasesIn(source: string): (readonly [alias: string, group: string])[] {
  return [...source.matchAll(/\b(\w+) = (?:\w+(?:\(\))?\.)*text\.([\w.]+);/g)].map(([, alias = '', group = '']) => [
    alias,
    group,
  ]);
}

/**
 * `text.pane.up`; `pane.up` after `const { pane } = text`; `words.up` after `const words = text.pane`; and every message of a group
 * that is asked by a computed name, as in `text.errors[code]`.
 */
function isUsed(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return sources.some(({ source, aliases }) => {
    if (!source.includes(last) && !source.includes('[')) return false;
    const ways = [name];
    for (const [alias, group] of aliases) if (name.startsWith(`${group}.`)) ways.push(alias + name.slice(group.length));
    return ways.some((way) => suffixes(way).some((suffix) => isIn(source, suffix)));
  });
}

/** What is left of a name when its outer groups have names of their own: always a group and a message. */
function suffixes(name: string): string[] {
  const parts = name.split('.');
  return parts.slice(0, -1).flatMap((_, from) => {
    const rest = parts.slice(from);
    return [rest.join('.'), ...rest.slice(0, -1).map((__, to) => `${rest.slice(0, to + 1).join('.')}[`)];
  });
}

function isIn(source: string, way: string): boolean {
  for (let at = source.indexOf(way); at >= 0; at = source.indexOf(way, at + 1)) {
    const whole = !/\w/.test(source[at - 1] ?? '') && (way.endsWith('[') || !/\w/.test(source[at + way.length] ?? ''));
    if (whole) return true;
  }
  return false;
}

/** Server, folder, status and the names of things. */
const sameWord: ReadonlySet<string> = new Set([
  'app.name',
  'conflict.folder',
  'download.folder',
  'connect.host',
  'connect.native',
  'pane.folder',
  'server.sharing',
  'sites.folder',
  'status.region',
  'transfers.receipt',
]);

/** Groups of names that belong to no language. */
const namesOfFormats = ['preview.encodings.', 'preview.imageTypes.'];

function isNameOfFormat(name: string): boolean {
  return namesOfFormats.some((group) => name.startsWith(group));
}

describe('the messages', () => {
  it('are the same in both languages', () => {
    expect([...indonesian.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('are all used', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect([...english.keys()].filter((name) => !isUsed(name))).toEqual([]);
  });

  it('tell the same values in both languages', () => {
    const told = (messages: ReadonlyMap<string, Message>) =>
      [...messages].map(([name, message]) => `${name} ${valuesIn(filled(message)).join(' ')}`).toSorted();
    expect(told(indonesian)).toEqual(told(english));
  });

  it('are translated, but for what is the same word in both', () => {
    const same = [...english].filter(([name, message]) => {
      const text = filled(message).replaceAll(/⟦\d⟧/g, '');
      return /[a-z]{3}/i.test(text) && text === filled(indonesian.get(name) ?? '').replaceAll(/⟦\d⟧/g, '');
    });
    expect(same.map(([name]) => name).filter((name) => !sameWord.has(name) && !isNameOfFormat(name))).toEqual([]);
  });
});
