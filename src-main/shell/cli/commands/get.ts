import type { Command } from 'commander';
import { localEndpoint } from '../../../../src-shared/model/location.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { asSource, copyEntry } from '../copyEntry.ts';
import { localArgument, remoteArgument } from '../location.ts';
import { type Run, type TransferOptions, transferOptions } from '../options.ts';

type GetOptions = RemoteOptions & TransferOptions;

export function addGet(program: Command, run: Run): void {
  const command = program
    .command('get')
    .description('copy a file, or a folder with everything in it, from a server')
    .argument('<url>')
    .argument('[local]', 'where to: into it when it is a folder or ends with “/”; here by default');
  transferOptions(command).action((url: string, local: string | undefined, options: GetOptions) =>
    run(options, (context) => get(context, url, local ?? '.', options)),
  );
}

async function get(context: CommandContext, urlText: string, localText: string, options: GetOptions): Promise<void> {
  const argument = remoteArgument(urlText);
  const target = localArgument(localText);
  await withWorkspace(context, options, async (workspace) => {
    const source = await openRemote(workspace, argument, context.signal, asSource(argument));
    const to = { location: { endpoint: localEndpoint, path: target.path }, inside: target.inside };
    await copyEntry(context, workspace, source.location, to, options);
  });
}
