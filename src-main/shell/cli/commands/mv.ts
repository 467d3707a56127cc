import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import { baseName, joinPath } from '../../../../src-shared/model/path.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';
import { resolveTarget } from '../target.ts';

interface MoveOptions extends RemoteOptions {
  readonly force?: boolean;
}

export function addMove(program: Command, run: Run): void {
  const command = program
    .command('mv')
    .description('rename or move on one server; into the target when it is a folder or ends with “/”')
    .argument('<from>', 'a URL')
    .argument('<to>', 'a URL on the same server')
    .option('-f, --force', 'replace a file that has the name');
  jsonOption(remoteOptions(command)).action((from: string, to: string, options: MoveOptions) =>
    run(options, (context) => move(context, from, to, options)),
  );
}

async function move(context: CommandContext, fromText: string, toText: string, options: MoveOptions): Promise<void> {
  const fromArgument = remoteArgument(fromText);
  const toArgument = remoteArgument(toText);
  const { signal, output } = context;
  await withWorkspace(context, options, async (workspace) => {
    const from = await openRemote(workspace, fromArgument, signal);
    const sameServer = isSameServer(fromArgument.url.endpoint, toArgument.url.endpoint);
    if (!sameServer) throw new AppError('unsupported', 'entries are moved on one server only; between two, use cp and then rm');
    if (from.path === '/') throw new AppError('permission-denied', 'the shared folder itself can not be moved');
    const { directory, name } = await resolveTarget(from.fileSystem, toArgument.url.path, toArgument.inside, signal);
    const target = joinPath(directory, name ?? baseName(from.path));
    await from.fileSystem.rename(from.path, target, { overwrite: options.force === true, signal });
    if (output.json) output.value({ event: 'moved', from: from.path, path: target });
  });
}

function isSameServer(a: Address, b: Address): boolean {
  return a.kind === b.kind && a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;
}

interface Address {
  readonly kind: string;
  readonly host: string;
  readonly port: number;
}
