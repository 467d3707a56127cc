import { encodeName, shortenName } from '../../../src-shared/model/nameBytes.ts';
import { splitExtension } from '../../../src-shared/model/path.ts';

/** The texts and names of the freedesktop.org trash specification, version 1.0. */

export const infoExtension = '.trashinfo';
const longestName = 255 - infoExtension.length;

/** @param path of the entry before: absolute, or relative to the top of its volume. The time is told as the clock on the wall shows it. */
export function trashInfo(path: string, deleted: Date): string {
  return `[Trash Info]\nPath=${percentEncoded(path)}\nDeletionDate=${localTime(deleted)}\n`;
}

/** Every byte but those of RFC 2396's unreserved characters and the `/`. */
function percentEncoded(path: string): string {
  let out = '';
  for (const byte of encodeName(path)) {
    const character = String.fromCharCode(byte);
    out += /[A-Za-z0-9\-_.!~*'()/]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function localTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** The name for the n-th entry of this name in a trash: `report.txt`, `report.2.txt`; short enough for its `.trashinfo`. */
export function trashName(name: string, number: number): string {
  const [stem, extension] = splitExtension(name);
  const suffix = number < 2 ? '' : `.${number}`;
  const tail = encodeName(extension).length > longestName / 2 ? '' : extension;
  const head = tail === '' ? name : stem;
  return shortenName(head, longestName - encodeName(suffix + tail).length) + suffix + tail;
}
