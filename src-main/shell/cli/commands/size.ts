import type { Command } from 'commander';
import type { FileSystem } from '../../../filesystem/fileSystem.ts';
import { walk } from '../../../transfer/walk.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

export function addSize(program: Command, run: Run): void {
  const command = program.command('size').description('the size in bytes; of a folder, of all files in it').argument('<url>');
  jsonOption(remoteOptions(command)).action((url: string, options: RemoteOptions) =>
    run(options, (context) => size(context, url, options)),
  );
}

async function size(context: CommandContext, text: string, options: RemoteOptions): Promise<void> {
  const argument = remoteArgument(text);
  await withWorkspace(context, options, async (workspace) => {
    const { fileSystem, path } = await openRemote(workspace, argument, context.signal);
    const sum = await measure(fileSystem, path, context.signal);
    const { output } = context;
    if (output.json) output.value({ path, ...sum });
    else output.line(`${sum.exact ? '' : '~'}${sum.size}`);
  });
}

interface Sum {
  readonly size: number;
  readonly files: number;
  /** False when a size in it is rounded (classic). */
  readonly exact: boolean;
}

async function measure(fileSystem: FileSystem, path: string, signal: AbortSignal): Promise<Sum> {
  const entry = await fileSystem.stat(path, { signal });
  if (entry.kind !== 'directory') return { size: entry.size, files: 1, exact: entry.exact !== false };
  let size = 0;
  let files = 0;
  let exact = true;
  for await (const { entries, error } of walk(fileSystem, path, signal)) {
    if (error !== undefined) throw error;
    for (const found of entries) {
      if (found.kind !== 'file') continue;
      size += found.size;
      files += 1;
      if (found.exact === false) exact = false;
    }
  }
  return { size, files, exact };
}
