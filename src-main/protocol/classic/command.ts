import { maximumCommand } from './names.ts';
import { splitWords } from './whiteSpace.ts';

/** What a client asked for, as our server understands one read. `invalid` is answered, and never anything worse. */
export type Command =
  | { readonly name: 'ls' | 'connme' | 'invalid' }
  | { readonly name: 'byebye' }
  | { readonly name: 'rm' | 'size'; readonly file: string }
  | { readonly name: 'download' | 'upload'; readonly file: string };

const invalid: Command = { name: 'invalid' };
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses one read as the original does: the words between white space, `download…` and `upload…` by their beginning. Where the
 * original dies (nothing but blanks, bytes that are not UTF-8, a missing name) or acts on half of a name (`rm a b`), the
 * command is invalid.
 */
export function parseCommand(bytes: Uint8Array): Command {
  const words = wordsOf(bytes);
  const [word = '', first = '', second = ''] = words ?? [];
  switch (word) {
    case 'ls':
    case 'connme':
      return { name: word };
    case 'byebye':
      return { name: word };
    case 'rm':
    case 'size':
      return words?.length === 2 ? { name: word, file: first } : invalid;
    default:
      if (word.startsWith('download') && words?.length === 2) return { name: 'download', file: first };
      if (word.startsWith('upload') && words?.length === 3) return { name: 'upload', file: second };
      return invalid;
  }
}

/** Whether the bytes can only be the beginning of a command whose rest is still on its way (`downl`, `rm `, `upload a`). */
export function isPartialCommand(bytes: Uint8Array): boolean {
  if (bytes.length > maximumCommand) return false;
  const words = wordsOf(bytes);
  if (words === undefined) return isCutCharacter(bytes);
  const [word = ''] = words;
  if (words.length === 0) return true;
  if (word === 'rm' || word === 'size' || word === 'download') return words.length === 1;
  if (word === 'upload') return words.length < 3;
  return words.length === 1 && commandWords.some((known) => known !== word && known.startsWith(word));
}

const commandWords = ['ls', 'rm', 'download', 'upload', 'size', 'byebye', 'connme'];

function wordsOf(bytes: Uint8Array): string[] | undefined {
  if (bytes.length > maximumCommand) return undefined;
  try {
    return splitWords(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Whether the only fault is a character that is not whole yet. */
function isCutCharacter(bytes: Uint8Array): boolean {
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    if ((bytes[bytes.length - cut] ?? 0) >= 0xc0) return wordsOf(bytes.subarray(0, bytes.length - cut)) !== undefined;
  }
  return false;
}
