import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import type { Entry } from '../../../../src-shared/model/entry.ts';
import { baseName } from '../../../../src-shared/model/path.ts';
import type { FileSystem } from '../../../filesystem/fileSystem.ts';
import { Slice } from '../../../loop/slice.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { formatMode, formatTime } from '../figures.ts';
import { remoteArgument } from '../location.ts';
import { EntriesByName } from '../entriesByName.ts';
import type { Output } from '../output.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

/** So many lines are written before the clock is read. */
const linesAtATime = 256;

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
    const print = options.long === true && !context.output.json ? longPrinter(context.output, entries) : printer(context.output);
    const slice = new Slice();
    for (const [index, entry] of entries.entries()) {
      print(entry);
      if (index % linesAtATime === linesAtATime - 1) await slice.rest();
    }
  });
}

/** What a folder holds, in order; a file stands for itself. */
async function entriesOf(fileSystem: FileSystem, path: string, signal: AbortSignal): Promise<readonly Entry[]> {
  const entries = new EntriesByName();
  try {
    for await (const page of fileSystem.list(path, { signal })) await entries.add(page.entries);
    return await entries.all();
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not-a-directory' && error.code !== 'unsupported')) throw error;
    const entry = await fileSystem.stat(path, { signal });
    return [{ ...entry, name: baseName(path) }];
  }
}

function printer(output: Output): (entry: Entry) => void {
  return (entry) => {
    if (output.json) output.value(entry);
    else output.line(entry.name);
  };
}

/** Sizes are as wide as the widest of `entries`. */
function longPrinter(output: Output, entries: readonly Entry[]): (entry: Entry) => void {
  const width = widestSize(entries);
  const modes = new Map<string, string>();
  const times = new Map<number, string>();
  return (entry) => {
    const mode = known(modes, `${entry.kind}${entry.mode}`, () => formatMode(entry.kind, entry.mode));
    const time = known(times, Math.floor(entry.modified / 60_000), () => formatTime(entry.modified).padEnd(16));
    const target = entry.target === undefined ? '' : ` -> ${entry.target}`;
    output.line(`${mode} ${sizeOf(entry).padStart(width)} ${time} ${entry.name}${target}`);
  };
}

/** As `sizeOf` tells them, without a text for each. */
function widestSize(entries: readonly Entry[]): number {
  let [exact, rounded] = [0, -1];
  for (const { kind, size, exact: isExact } of entries) {
    if (kind !== 'file') continue;
    if (isExact === false) rounded = Math.max(rounded, size);
    else exact = Math.max(exact, size);
  }
  return Math.max(`${exact}`.length, rounded < 0 ? 0 : `~${rounded}`.length);
}

function sizeOf(entry: Entry): string {
  return entry.kind === 'file' ? `${entry.exact === false ? '~' : ''}${entry.size}` : '-';
}

/** Many entries have the same mode, or were changed in the same minute. */
function known<K>(texts: Map<K, string>, key: K, make: () => string): string {
  const text = texts.get(key) ?? make();
  texts.set(key, text);
  return text;
}
