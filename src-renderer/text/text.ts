import type { Language } from '../../src-shared/commands.ts';
import { createFormats, type Formats } from './format.ts';
import { type Catalogue, en } from './en.ts';
import { id } from './id.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = { en, id };

export interface Words {
  readonly language: Language;
  readonly text: Catalogue;
  readonly format: Formats;
}

const words = new Map<Language, Words>();

export function wordsFor(language: Language): Words {
  const known = words.get(language);
  if (known !== undefined) return known;
  const made = { language, text: catalogues[language], format: createFormats(language) };
  words.set(language, made);
  return made;
}

/** The interface's language for a system language such as `id-ID`. */
export function languageFor(systemLanguage: string): Language {
  return /^(id|in)\b/i.test(systemLanguage) ? 'id' : 'en';
}
