import type { Command } from 'commander';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { asSource, asTarget, copyEntry } from '../copyEntry.ts';
import { isSameServer, remoteArgument } from '../location.ts';
import { type Run, type TransferOptions, transferOptions } from '../options.ts';

type CopyOptions = RemoteOptions & TransferOptions;

export function addCopy(program: Command, run: Run): void {
  const command = program
    .command('cp')
    .description('copy between two servers, or on one')
    .argument('<from>', 'a URL')
    .argument('<to>', 'a URL: into it when it is a folder or ends with “/”');
  transferOptions(command).action((from: string, to: string, options: CopyOptions) =>
    run(options, (context) => copy(context, from, to, options)),
  );
}

async function copy(context: CommandContext, fromText: string, toText: string, options: CopyOptions): Promise<void> {
  const fromArgument = remoteArgument(fromText);
  const toArgument = remoteArgument(toText);
  await withWorkspace(context, options, async (workspace) => {
    // One session for both ends: the server copies by itself, and nothing passes through here.
    const isSame = isSameServer(fromArgument, toArgument);
    const from = await openRemote(workspace, fromArgument, context.signal, isSame ? { asks: ['stat'] } : asSource(fromArgument));
    const to = isSame
      ? { location: { ...from.location, path: toArgument.url.path }, inside: toArgument.inside }
      : await openRemote(workspace, toArgument, context.signal, asTarget);
    await copyEntry(context, workspace, from.location, to, options);
  });
}
