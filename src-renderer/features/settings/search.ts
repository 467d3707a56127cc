import { createContext, useContext } from 'react';
import { fold } from '../../listing/naturalOrder.ts';

export interface Part {
  readonly text: string;
  readonly matched: boolean;
}

/** What is looked for in the settings: every typed word, without regard to case and accents. */
export class Search {
  readonly #words: readonly string[];

  constructor(typed: string) {
    this.#words = fold(typed.trim())
      .split(/\s+/)
      .filter((word) => word !== '');
  }

  fits(texts: readonly string[]): boolean {
    const folded = fold(texts.join(' '));
    return this.#words.every((word) => folded.includes(word));
  }

  /** The text in pieces, those that were looked for told apart. */
  parts(text: string): readonly Part[] {
    if (this.#words.length === 0) return [{ text, matched: false }];
    const letters = [...text];
    const matched = letters.map(() => false);
    // A letter may fold to several, or to none.
    const folded = letters.map((letter) => fold(letter));
    const owners = folded.flatMap((piece, at) => [...piece].map(() => at));
    const line = [...folded.join('')].join('');
    for (const word of this.#words) {
      for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
        for (let inner = at; inner < at + word.length; inner++) matched[owners[inner] ?? -1] = true;
      }
    }
    const parts: { text: string; matched: boolean }[] = [];
    for (const [at, letter] of letters.entries()) {
      const last = parts.at(-1);
      if (last !== undefined && last.matched === matched[at]) last.text += letter;
      else parts.push({ text: letter, matched: matched[at] === true });
    }
    return parts;
  }
}

export const SearchContext = createContext(new Search(''));

export const useSearch = (): Search => useContext(SearchContext);
