const names = ['serve', 'ls', 'stat', 'size', 'hash', 'rm', 'mkdir', 'mv', 'get', 'put', 'cp', 'connect'] as const;

export type CommandName = (typeof names)[number];

/** The command that a word names. It stands apart, for who has not read in the commands yet. */
export function commandNamed(word: string | undefined): CommandName | undefined {
  return names.find((name) => name === word);
}
