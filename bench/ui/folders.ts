import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is listed and moved: folders of files in memory (tmpfs). */

const stems = ['IMG_', 'Invoice ', 'notes-', 'scan ', 'Übersicht '];
const endings = ['jpg', 'pdf', 'md', 'tiff', 'ods'];

/** The name that stands last when all are sorted. */
export function lastName(count: number): string {
  return nameOf(count - 1);
}

export function nameOf(number: number): string {
  const kind = number % stems.length;
  return `${stems[kind] ?? ''}${number}.${endings[kind] ?? ''}`;
}

/** Empty files, in an order that is not the one of their names. @param count coprime to 7,919 */
export function makeEmptyFiles(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) closeSync(openSync(join(folder, nameOf((index * 7919) % count)), 'wx'));
}

export function makeSmallFiles(folder: string, count: number, bytes: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) writeFileSync(join(folder, nameOf(index)), Buffer.alloc(bytes, index));
}
