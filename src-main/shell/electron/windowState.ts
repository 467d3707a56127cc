import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a window was and how large, in the user-data folder. */

const coordinate = z.number().int().min(-100_000).max(100_000);

const schema = z.object({
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  x: coordinate.optional(),
  y: coordinate.optional(),
  maximized: z.boolean(),
});

export type WindowState = z.infer<typeof schema>;

const initial: WindowState = { width: 1240, height: 800, maximized: false };

export function readWindowState(folder: string): WindowState {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    // The first start, or a file that something else has written.
    return initial;
  }
}

/** Synchronous, since the window is closing. A failure costs the user a resize and is not worth a word. */
export function writeWindowState(folder: string, state: WindowState): void {
  const file = fileIn(folder);
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    return;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'window.json');
}
