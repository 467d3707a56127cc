import { AppError, type ErrorCode } from '../../../src-shared/errors.ts';

/** The texts of the classic protocol, as the original server sends them. */
export const established = 'Connection established.';
export const fileNotFound = 'File not found.';
export const invalidCommand = 'Invalid command.';
export const downloadNotFound = 'ERROR: File not found.';
export const accepted = 'OK';
export const endOfFile = 'ENDOFFILE';
export const goodbye = 'byebye';

/** What our server answers where the original would crash or do harm. */
export const permissionDenied = 'Permission denied.';
export const fileExists = 'File exists.';
export const notAFile = 'Not a file.';

export function deletedReply(name: string): string {
  return `File ${name} deleted.`;
}

export function sizeReply(name: string, bytes: number): string {
  return `Size of ${name}: ${formatMegabytes(bytes)} MB`;
}

const bytesPerMegabyte = 1024 * 1024;

/** Python's `f"{bytes / 1048576:.2f}"`: exact, and half-way cases go to the even digit. */
export function formatMegabytes(bytes: number): string {
  const scaled = bytes * 100;
  const rest = scaled % bytesPerMegabyte;
  let hundredths = (scaled - rest) / bytesPerMegabyte;
  if (rest * 2 > bytesPerMegabyte || (rest * 2 === bytesPerMegabyte && hundredths % 2 === 1)) hundredths += 1;
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** The size a reply tells, in bytes, off by up to half a hundredth of a megabyte; undefined when it is no such reply. */
export function parseSizeReply(name: string, text: string): number | undefined {
  const prefix = `Size of ${name}: `;
  if (!text.startsWith(prefix)) return undefined;
  const match = /^(\d{1,12}\.\d\d) MB$/.exec(text.slice(prefix.length));
  return match === null ? undefined : Math.round(Number(match[1]) * bytesPerMegabyte);
}

const refusals: ReadonlyMap<string, ErrorCode> = new Map([
  [fileNotFound, 'not-found'],
  [permissionDenied, 'permission-denied'],
  [fileExists, 'already-exists'],
  [notAFile, 'not-a-file'],
]);

/** The error that a server's sentence stands for, with or without `ERROR: ` before it; undefined for any other text. */
export function refusal(text: string): AppError | undefined {
  const sentence = text.startsWith('ERROR: ') ? text.slice('ERROR: '.length) : text;
  const code = refusals.get(sentence);
  return code === undefined ? undefined : new AppError(code, `the server says “${sentence}”`);
}

/** Text of a peer for an error message: short, and nothing in it that a terminal would obey. */
export function quote(text: string): string {
  const clean = text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?');
  return `“${clean.length > 80 ? `${clean.slice(0, 80)}…` : clean}”`;
}
