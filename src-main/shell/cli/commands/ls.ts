import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import type { Entry } from '../../../../src-shared/model/entry.ts';
import { baseName } from '../../../../src-shared/model/path.ts';
import type { FileSystem } from '../../../filesystem/fileSystem.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { formatMode, formatTime } from '../figures.ts';
import { remoteArgument } from '../location.ts';
import type { Output } from '../output.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

interface ListOptions extends RemoteOptions {
  readonly long?: boolean;
}

export function addList(program: Command, run: Run): void {
  const command = program
    .command('ls')
    .description('list a folder')
    .argument('<url>', 'ferry://host:port/path or classic://host:port/')
    .option('-l, --long', 'with mode, size and time');
  jsonOption(remoteOptions(command)).action((url: string, options: ListOptions) =>
    run(options, (context) => list(context, url, options)),
  );
}

async function list(context: CommandContext, text: string, options: ListOptions): Promise<void> {
  const argument = remoteArgument(text);
  await withWorkspace(context, options, async (workspace) => {
    const { fileSystem, path } = await openRemote(workspace, argument, context.signal, { asks: ['list'] });
    const entries = await entriesOf(fileSystem, path, context.signal);
    entries.sort(byName);
    if (options.long === true && !context.output.json) printLong(context.output, entries);
    else for (const entry of entries) print(context.output, entry);
  });
}

function byName(a: Entry, b: Entry): number {
  if (a.name < b.name) return -1;
  return a.name > b.name ? 1 : 0;
}

/** What a folder holds, each page sorted while the next is on its way: sorting it all goes by such runs. A file stands for itself. */
async function entriesOf(fileSystem: FileSystem, path: string, signal: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const page of fileSystem.list(path, { signal })) entries.push(...page.entries.toSorted(byName));
    return entries;
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not-a-directory' && error.code !== 'unsupported')) throw error;
    const entry = await fileSystem.stat(path, { signal });
    return [{ ...entry, name: baseName(path) }];
  }
}

function print(output: Output, entry: Entry): void {
  if (output.json) output.value(entry);
  else output.line(entry.name);
}

function printLong(output: Output, entries: readonly Entry[]): void {
  const sizes = entries.map((entry) => (entry.kind === 'file' ? `${entry.exact === false ? '~' : ''}${entry.size}` : '-'));
  const width = sizes.reduce((most, size) => Math.max(most, size.length), 0);
  const modes = new Map<string, string>();
  const times = new Map<number, string>();
  for (const [index, entry] of entries.entries()) {
    const mode = known(modes, `${entry.kind}${entry.mode}`, () => formatMode(entry.kind, entry.mode));
    const time = known(times, Math.floor(entry.modified / 60_000), () => formatTime(entry.modified).padEnd(16));
    const target = entry.target === undefined ? '' : ` -> ${entry.target}`;
    output.line(`${mode} ${(sizes[index] ?? '').padStart(width)} ${time} ${entry.name}${target}`);
  }
}

/** Many entries have the same mode, or were changed in the same minute. */
function known<K>(texts: Map<K, string>, key: K, make: () => string): string {
  const text = texts.get(key) ?? make();
  texts.set(key, text);
  return text;
}
