import { splitExtension } from '../../src-shared/model/path.ts';
import { mergeSteps, sortSteps } from './sortSteps.ts';

/** Names whose extensions are looked up between two places where this can be left for a while. */
const piece = 1024;

/** What entries are compared by in the order of types: numbers instead of strings. Made of the names when that order is first asked for. */
export class Extensions {
  private readonly names: readonly string[];
  /** Every extension once, by its number. */
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** The number of each entry's extension. */
  private numberOf = new Uint32Array(0);
  private known = 0;
  private alphabet: Uint32Array = new Uint32Array(0);
  /** Of each number its place in the alphabet. */
  private places = new Uint32Array(0);

  /** @param names of the entries by index; the list may grow */
  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** Takes in the names that have been added. New extensions move others on, but never past each other. */
  *steps(): Generator<void, void> {
    while (this.known < this.names.length) {
      this.takeIn(Math.min(this.known + piece, this.names.length));
      yield;
    }
    const { length } = this.alphabet;
    if (length === this.texts.length) return;
    const compare = (a: number, b: number): number => ((this.texts[a] ?? '') < (this.texts[b] ?? '') ? -1 : 1);
    const added = Uint32Array.from({ length: this.texts.length - length }, (_, at) => length + at);
    this.alphabet = yield* mergeSteps(this.alphabet, yield* sortSteps(added, compare), compare);
    const places = new Uint32Array(this.alphabet.length);
    for (const [place, number] of this.alphabet.entries()) places[number] = place;
    this.places = places;
  }

  /** Of two entries that have been taken in. */
  compare(a: number, b: number): number {
    return (this.places[this.numberOf[a] ?? 0] ?? 0) - (this.places[this.numberOf[b] ?? 0] ?? 0);
  }

  private takeIn(end: number): void {
    if (end > this.numberOf.length) {
      const grown = new Uint32Array(Math.max(this.names.length, Math.ceil(this.numberOf.length * 1.5)));
      grown.set(this.numberOf);
      this.numberOf = grown;
    }
    for (let index = this.known; index < end; index++) {
      const extension = splitExtension(this.names[index] ?? '')[1].toLowerCase();
      let number = this.numbers.get(extension);
      if (number === undefined) {
        number = this.texts.push(extension) - 1;
        this.numbers.set(extension, number);
      }
      this.numberOf[index] = number;
    }
    this.known = end;
  }
}
