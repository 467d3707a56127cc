/** The commands of `buildProgram`, which the entry does not read in yet. */
export const commandNames = ['serve', 'ls', 'stat', 'size', 'hash', 'rm', 'mkdir', 'mv', 'get', 'put', 'cp', 'connect'] as const;

/**
 * The folder beside the program where V8's code for a command is kept, relative to the program: whoever can write there can change the program
 * itself. Each command has its own, because Node keeps the functions that the first run has used and adds none later.
 */
export function codeCache(command: string | undefined): string {
  return `.cache/${commandNames.find((name) => name === command) ?? 'other'}/`;
}
