import { type Entry, isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { nameProblem, splitExtension } from '../../../src-shared/model/path.ts';
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

/** How much of a name is selected when it is edited: a folder's whole name, a file's without its extension. */
export function stemLength(entry: Pick<Entry, 'name' | 'kind' | 'targetKind'>): number {
  return isDirectoryLike(entry) ? entry.name.length : splitExtension(entry.name)[0].length;
}

/** What a field of one line shows of a name: line breaks have no place in it. */
export function asFieldText(name: string): string {
  return name.replaceAll(/[\r\n]/g, '');
}
