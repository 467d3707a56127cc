import type { Command } from 'commander';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

interface MakeOptions extends RemoteOptions {
  readonly parents?: boolean;
}

export function addMakeDirectory(program: Command, run: Run): void {
  const command = program
    .command('mkdir')
    .description('make a folder')
    .argument('<url>')
    .option('-p, --parents', 'missing folders above it too; one that is there is no error');
  jsonOption(remoteOptions(command)).action((url: string, options: MakeOptions) =>
    run(options, (context) => makeDirectory(context, url, options)),
  );
}

async function makeDirectory(context: CommandContext, text: string, options: MakeOptions): Promise<void> {
  const argument = remoteArgument(text);
  await withWorkspace(context, options, async (workspace) => {
    const { fileSystem, path } = await openRemote(workspace, argument, context.signal);
    await fileSystem.makeDirectory(path, { parents: options.parents === true, signal: context.signal });
    if (context.output.json) context.output.value({ event: 'made', path });
  });
}
