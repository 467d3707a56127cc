import type { Command } from 'commander';
import { formatRemoteUrl } from '../../../../src-shared/model/location.ts';
import { type CommandContext, openRemote, type RemoteOptions, withWorkspace } from '../context.ts';
import { formatBytes, formatMode, formatTime } from '../figures.ts';
import { remoteArgument } from '../location.ts';
import { jsonOption, type Run, remoteOptions } from '../options.ts';

export function addStat(program: Command, run: Run): void {
  const command = program.command('stat').description('what is known of a file or folder').argument('<url>');
  jsonOption(remoteOptions(command)).action((url: string, options: RemoteOptions) =>
    run(options, (context) => stat(context, url, options)),
  );
}

async function stat(context: CommandContext, text: string, options: RemoteOptions): Promise<void> {
  const argument = remoteArgument(text);
  await withWorkspace(context, options, async (workspace) => {
    const { fileSystem, path } = await openRemote(workspace, argument, context.signal, { asks: ['stat'] });
    const entry = await fileSystem.stat(path, { signal: context.signal });
    const { output } = context;
    if (output.json) return output.value({ path, ...entry });
    const about = entry.exact === false ? 'about ' : '';
    output.line(`location  ${formatRemoteUrl(argument.url.endpoint, path)}`);
    output.line(`kind      ${entry.kind}`);
    if (entry.kind === 'file') output.line(`size      ${about}${entry.size} bytes (${formatBytes(entry.size)})`);
    output.line(`modified  ${formatTime(entry.modified)}`);
    if (entry.mode !== undefined) output.line(`mode      ${formatMode(entry.kind, entry.mode)}`);
    if (entry.target !== undefined) output.line(`target    ${entry.target}`);
  });
}
