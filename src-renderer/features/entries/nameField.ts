import { nameProblem } from '../../../src-shared/model/path.ts';
import type { Catalogue } from '../../text/en.ts';

/** Longest name in UTF-8 bytes that every common file system takes. */
const longestName = 255;

/** What is wrong with a typed name, in words; undefined when nothing is. */
export function typedNameProblem(name: string, text: Catalogue): string | undefined {
  if (name.trim() === '') return text.entries.nameEmpty;
  if (name.includes('/') || name.includes('\0')) return text.entries.nameSlash;
  if (nameProblem(name) !== undefined) return text.entries.nameDots;
  if (new TextEncoder().encode(name).length > longestName) return text.entries.nameLong;
  return undefined;
}
