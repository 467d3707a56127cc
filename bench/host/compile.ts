import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasProgram } from './packages.ts';

const programs = fileURLToPath(new URL('../programs', import.meta.url));

/** Compiles the C programs. @returns the folder they are in; empty of them when there is no compiler */
export function compilePrograms(scratch: string, say: (line: string) => void): string {
  const folder = join(scratch, 'compiled');
  mkdirSync(folder);
  if (!hasProgram('gcc')) return folder;
  for (const name of ['rawPipe', 'linkEmulator']) {
    const args = ['-O2', '-Wall', '-o', join(folder, name), join(programs, `${name}.c`)];
    const done = spawnSync('gcc', args, { encoding: 'utf8' });
    if (done.status !== 0) say(`${name}.c does not compile: ${done.stderr.trim()}`);
  }
  return folder;
}

/** Path of a program that is run as a process of its own. */
export function programPath(name: string): string {
  return join(programs, name);
}
