import { realpath } from 'node:fs/promises';
import type { Command } from 'commander';
import { localEndpoint } from '../../../../src-shared/model/location.ts';
import { baseName } from '../../../../src-shared/model/path.ts';
import { toLocalPath, toPlatformText } from '../../../filesystem/local/platformPath.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { asTarget, copyEntry } from '../copyEntry.ts';
import { localArgument, remoteArgument } from '../location.ts';
import { type Run, type TransferOptions, transferOptions } from '../options.ts';

type PutOptions = RemoteOptions & TransferOptions;

export function addPut(program: Command, run: Run): void {
  const command = program
    .command('put')
    .description('copy a file, or a folder with everything in it, to a server')
    .argument('<local>')
    .argument('<url>', 'where to: into it when it is a folder or ends with “/”');
  transferOptions(command).action((local: string, url: string, options: PutOptions) =>
    run(options, (context) => put(context, local, url, options)),
  );
}

async function put(context: CommandContext, localText: string, urlText: string, options: PutOptions): Promise<void> {
  const source = localArgument(localText);
  const argument = remoteArgument(urlText);
  await withWorkspace(context, options, async (workspace) => {
    // A missing file is told before anybody is connected to. A link that is named here is followed; one in a folder is not.
    const { kind } = await workspace.local.stat(source.path);
    const path = kind === 'symlink' ? toLocalPath(await realpath(toPlatformText(source.path))) : source.path;
    const ownName = kind === 'symlink' ? baseName(source.path) : undefined;
    const to = await openRemote(workspace, argument, context.signal, asTarget);
    await copyEntry(context, workspace, { endpoint: localEndpoint, path }, to, options, ownName);
  });
}
