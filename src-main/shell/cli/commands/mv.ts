import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import { baseName, joinPath } from '../../../../src-shared/model/path.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { asSource, asTarget, copyEntry } from '../copyEntry.ts';
import { isSameServer, remoteArgument } from '../location.ts';
import { jsonOption, limitOption, type Run, remoteOptions } from '../options.ts';
import { resolveTarget } from '../target.ts';

interface MoveOptions extends RemoteOptions {
  readonly force?: boolean;
  /** Bytes a second. */
  readonly limit?: number;
}

export function addMove(program: Command, run: Run): void {
  const command = program
    .command('mv')
    .description('rename on one server, or move to another; into the target when it is a folder or ends with “/”')
    .argument('<from>', 'a URL')
    .argument('<to>', 'a URL; on another server each file is copied, verified, and only then removed here')
    .option('-f, --force', 'replace a file that has the name');
  limitOption(jsonOption(remoteOptions(command))).action((from: string, to: string, options: MoveOptions) =>
    run(options, (context) => move(context, from, to, options)),
  );
}

async function move(context: CommandContext, fromText: string, toText: string, options: MoveOptions): Promise<void> {
  const fromArgument = remoteArgument(fromText);
  const toArgument = remoteArgument(toText);
  const { signal, output } = context;
  await withWorkspace(context, options, async (workspace) => {
    const isSame = isSameServer(fromArgument, toArgument);
    const from = await openRemote(workspace, fromArgument, signal, isSame ? {} : asSource(fromArgument));
    if (from.path === '/') throw new AppError('permission-denied', 'the shared folder itself can not be moved');
    if (!isSame) {
      const to = await openRemote(workspace, toArgument, signal, asTarget);
      const overwrite = options.force === true ? 'always' : 'ask';
      await copyEntry(context, workspace, from.location, to, { ...options, overwrite, delta: 'auto', move: true });
      return;
    }
    const { directory, name } = await resolveTarget(from.fileSystem, toArgument.url.path, toArgument.inside, signal);
    const target = joinPath(directory, name ?? baseName(from.path));
    await from.fileSystem.rename(from.path, target, { overwrite: options.force === true, signal });
    if (output.json) output.value({ event: 'moved', from: from.path, path: target });
  });
}
