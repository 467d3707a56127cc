/** Electron's command line: switches, then the application and its own arguments. */
export interface CommandLine {
  /** Modules to load before the application (`-r`), as Playwright does with its own. */
  readonly required: readonly string[];
  readonly switches: ReadonlyMap<string, string>;
  /** Path of the application's folder or entry file. */
  readonly application: string;
}

/** @param words without the executable */
export function readCommandLine(words: readonly string[]): CommandLine {
  const required: string[] = [];
  const switches = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-r' || word === '--require') {
      at += 1;
      required.push(words[at] ?? '');
    } else if (word.startsWith('--')) {
      const [name = '', ...value] = word.slice(2).split('=');
      switches.set(name, value.join('='));
    } else if (!word.startsWith('-')) {
      return { required, switches, application: word };
    }
  }
  throw new Error('no application given');
}
