import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDirectoryLike } from '../../../../src-shared/model/entry.ts';
import type { FileSystem } from '../../../filesystem/fileSystem.ts';
import { visibleText } from '../visibleText.ts';
import { splitLine, quoteName } from './words.ts';

export const commandWords = ['ls', 'rm', 'download', 'upload', 'size', 'byebye', 'connme', 'help', 'history'];

/** Which side the names of a command's arguments are on. */
const argumentSides: Readonly<Record<string, readonly ('here' | 'there')[]>> = {
  ls: ['there'],
  rm: ['there'],
  size: ['there'],
  download: ['there', 'here'],
  upload: ['here', 'there'],
};

export type Completion = [candidates: string[], fragment: string];

export interface Names {
  /** The names in a folder that begins with `fragment`'s folder; a folder's name ends with `/`. Never rejects. */
  there(folder: string): Promise<string[]>;
  here(folder: string): Promise<string[]>;
}

/** What the line up to the cursor may go on with. */
export async function complete(line: string, names: Names): Promise<Completion> {
  const words = splitLine(line);
  const last = words.at(-1);
  const open = last?.end === line.length ? last : { text: '', start: line.length };
  const index = open === last ? words.length - 1 : words.length;
  const fragment = line.slice(open.start);
  if (index === 0) return [commandWords.filter((word) => word.startsWith(open.text)).map((word) => `${word} `), fragment];
  const side = argumentSides[words[0]?.text ?? '']?.[index - 1];
  if (side === undefined) return [[], fragment];
  const cut = open.text.lastIndexOf('/') + 1;
  const folder = open.text.slice(0, cut);
  const found = await (side === 'here' ? names.here(folder) : names.there(folder));
  // What a terminal would obey is not given to it, whoever has named it so.
  const fitting = found.filter((name) => name.startsWith(open.text.slice(cut)) && visibleText(name) === name);
  return [fitting.sort().map((name) => quoteName(folder + name)), fragment];
}

export function namesOf(fileSystem: () => FileSystem, pathOf: (name: string) => string): Names {
  return {
    async there(folder) {
      try {
        const names: string[] = [];
        for await (const page of fileSystem().list(pathOf(folder))) {
          for (const entry of page.entries) names.push(isDirectoryLike(entry) ? `${entry.name}/` : entry.name);
        }
        return names;
      } catch {
        return [];
      }
    },
    async here(folder) {
      try {
        const entries = await readdir(resolve(folder === '' ? '.' : folder), { withFileTypes: true });
        return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
      } catch {
        return [];
      }
    },
  };
}
