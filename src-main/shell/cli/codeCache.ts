import type { CommandName } from './commandNames.ts';

/**
 * The folder beside the program where V8's code for a command is kept, relative to the program: whoever can write there can change the program
 * itself. Each command has its own, because Node keeps the functions that the first run has used and adds none later.
 */
export function codeCache(command: CommandName | undefined): string {
  return `.cache/${command ?? 'other'}/`;
}
