import { splitExtension } from '../../../src-shared/model/path.ts';
import { type TextForm, textForm } from './encoding.ts';

export type View = 'text' | 'image' | 'hex';
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/bmp' | 'image/svg+xml';

/** What a file is, seen by its beginning. */
export interface Contents {
  /** How it is shown first. */
  readonly view: View;
  readonly form: TextForm;
  /** The media type of a picture that Chromium decodes. */
  readonly imageType: ImageType | undefined;
}

/** @param whole whether `head` is the whole file */
export function contentsOf(name: string, head: Uint8Array, whole: boolean): Contents {
  const form = textForm(head, whole);
  const text = isText(head, form);
  const imageType = imageTypeOf(head) ?? (text && isSvg(name, head) ? 'image/svg+xml' : undefined);
  return { form, imageType, view: imageType !== undefined ? 'image' : text ? 'text' : 'hex' };
}

/** A file with other controls than those of text, but for few of them, is none: terminals' colours are text. */
function isText(head: Uint8Array, { encoding }: TextForm): boolean {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return true;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (
      (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) ||
      (encoding === 'latin-1' && byte >= 0x80 && byte < 0xa0)
    )
      controls++;
  }
  return controls <= head.length / 50;
}

function imageTypeOf(head: Uint8Array): ImageType | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, 40))) return 'image/avif';
  // A bitmap tells its length, and zeros behind it: two letters alone begin many a text.
  if (text(0, 2) === 'BM' && head[6] === 0 && head[7] === 0 && head[8] === 0 && head[9] === 0) return 'image/bmp';
  return undefined;
}

function isSvg(name: string, head: Uint8Array): boolean {
  return splitExtension(name)[1].toLowerCase() === '.svg' && new TextDecoder().decode(head.subarray(0, 4096)).includes('<svg');
}
