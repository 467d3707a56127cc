import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors.ts';
import { type CommandContext, openRemote, type OpenedRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { isSameServer, type RemoteArgument, remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';
import { errorLine } from '../output.ts';

export function addHash(program: Command, run: Run): void {
  const command = program
    .command('hash')
    .description('the SHA-256 of files, computed on the server; lines as sha256sum writes them, for a check in the shared folder')
    .argument('<urls...>');
  jsonOption(remoteOptions(command)).action((urls: string[], options: RemoteOptions) =>
    run(options, (context) => hash(context, urls, options)),
  );
}

/** Goes on after a failure. @throws AppError the only failure, or one that sums them up */
async function hash(context: CommandContext, texts: readonly string[], options: RemoteOptions): Promise<void> {
  const files = texts.map(remoteArgument);
  const { output, signal } = context;
  const failures: AppError[] = [];
  await withWorkspace(context, options, async (workspace) => {
    const opened: { readonly argument: RemoteArgument; readonly remote: OpenedRemote }[] = [];
    for (const argument of files) {
      const { path } = argument.url;
      try {
        const known = opened.find((one) => isSameServer(one.argument, argument));
        const remote = known?.remote ?? (await openRemote(workspace, argument, signal));
        if (known === undefined) opened.push({ argument, remote });
        const { size, sha256 } = await remote.fileSystem.hash(path, { signal });
        if (output.json) output.value({ path, size, sha256 });
        else output.line(checksumLine(sha256, path));
      } catch (error) {
        if (signal.aborted || !(error instanceof AppError)) throw error;
        failures.push(error);
      }
    }
  });
  const [first] = failures;
  if (first === undefined) return;
  if (failures.length === 1) throw first;
  for (const failure of failures) output.note(errorLine(failure));
  throw new AppError(first.code, `${failures.length} files could not be read`);
}

/** As sha256sum does: a name that would break the line is escaped, and a backslash in front of the line says so. */
export function checksumLine(sha256: string, path: string): string {
  const name = path.slice(1);
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}`;
}
