import type { Command } from 'commander';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { formatCount } from '../figures.ts';
import { remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

interface RemoveOptions extends RemoteOptions {
  readonly recursive?: boolean;
}

export function addRemove(program: Command, run: Run): void {
  const command = program
    .command('rm')
    .description('remove a file or an empty folder')
    .argument('<url>')
    .option('-r, --recursive', 'a folder with everything in it; links are removed, not followed');
  jsonOption(remoteOptions(command)).action((url: string, options: RemoveOptions) =>
    run(options, (context) => remove(context, url, options)),
  );
}

async function remove(context: CommandContext, text: string, options: RemoveOptions): Promise<void> {
  const argument = remoteArgument(text);
  await withWorkspace(context, options, async (workspace) => {
    const { fileSystem, path } = await openRemote(workspace, argument, context.signal);
    const recursive = options.recursive === true;
    const removed = await fileSystem.remove(path, { recursive, signal: context.signal });
    if (context.output.json) context.output.value({ event: 'removed', path, removed });
    else if (recursive) context.output.line(`${formatCount(removed, 'entry', 'entries')} removed`);
  });
}
