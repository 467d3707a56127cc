import type { Entry } from '../../../src-shared/model/entry.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { type Ahead, asker, type CommandContext } from './context.ts';
import { formatBytes, formatCount, groupDigits } from './figures.ts';
import type { RemoteArgument } from './location.ts';
import { policyOf, type TransferOptions } from './options.ts';
import { resolveTarget } from './target.ts';
import { runTransfers, type TransferResult } from './transfers.ts';
import type { Workspace } from './workspace.ts';

/** What a copy asks of its ends, and that contents follow: `openRemote` has it asked for beforehand. */
export const asTarget = { asks: ['stat'], contents: true } as const;
export function asSource({ url }: RemoteArgument): Ahead {
  return { asks: ['stat', url.path === '/' ? 'list' : 'walk'], contents: true };
}

/**
 * Copies one file or folder to where the arguments say, and tells what came of it. `ownName`: what it is called, if not by the end of
 * its path. @throws AppError
 */
export async function copyEntry(
  context: CommandContext,
  workspace: Workspace,
  from: Location,
  to: { readonly location: Location; readonly inside: boolean },
  options: TransferOptions & { readonly move?: boolean },
  ownName?: string,
): Promise<void> {
  const { output, signal } = context;
  const source = workspace.at(from);
  if (from.endpoint !== to.location.endpoint) for (const end of [source, workspace.at(to.location)]) end.prepareLanes?.();
  const entry = await source.stat(from.path, { signal });
  const target = await resolveTarget(workspace.at(to.location), to.location.path, to.inside, signal);
  // The shared folder itself has no name of its own: what is in it is copied.
  const isNameless = from.path === '/' && target.name === undefined;
  const sources =
    isNameless && entry.kind === 'directory' ? await childrenOf(source, from.path, signal) : new Map([[from.path, entry]]);
  workspace.queue.limit(options.limit);
  const result = await runTransfers(
    {
      from: [...sources.keys()].map((path) => ({ endpoint: from.endpoint, path })),
      known: sources,
      to: { ...to.location, path: target.directory },
      name: target.name ?? ownName,
      existing: policyOf(options),
      move: options.move,
      delta: options.delta,
    },
    { workspace, output, signal, ask: asker(context), showProgress: output.errors.isTTY === true },
  );
  if (!output.json) output.line(summary(result));
}

async function childrenOf(source: FileSystem, directory: string, signal: AbortSignal): Promise<Map<string, Entry>> {
  const children = new Map<string, Entry>();
  for await (const page of source.list(directory, { signal })) {
    for (const entry of page.entries) children.set(joinPath(directory, entry.name), entry);
  }
  return children;
}

/** `a.txt  5 B  sha256 2cf24d…  verified`, or `2,000 files  1.2 GB  verified`. */
export function summary({ files, bytes, skipped, unverified, last }: TransferResult): string {
  const parts: string[] = [];
  if (files === 1 && last?.receipt !== undefined) parts.push(last.name, formatBytes(bytes), `sha256 ${last.receipt.sha256}`);
  else parts.push(formatCount(files, 'file', 'files'), formatBytes(bytes));
  if (skipped > 0) parts.push(`${groupDigits(skipped)} skipped`);
  if (files > 0) parts.push(unverified === 0 ? 'verified' : 'unverified: this protocol can not prove what has arrived');
  return parts.join('  ');
}
