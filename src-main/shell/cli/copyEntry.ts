import type { Location } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { asker, type CommandContext } from './context.ts';
import { formatBytes, formatCount, groupDigits } from './figures.ts';
import { policyOf, type TransferOptions } from './options.ts';
import { resolveTarget } from './target.ts';
import { runTransfers, type TransferResult } from './transfers.ts';
import type { Workspace } from './workspace.ts';

/** What a copy asks of its ends, and that contents follow: `openRemote` has it asked for beforehand. */
export const asSource = { asks: ['stat', 'walk'], contents: true } as const;
export const asTarget = { asks: ['stat'], contents: true } as const;

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
  const known = new Map([[from.path, entry]]);
  const sources = isNameless && entry.kind === 'directory' ? await childrenOf(source, from, signal) : [from];
  workspace.queue.limit(options.limit);
  const result = await runTransfers(
    {
      from: sources,
      known,
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

async function childrenOf(source: FileSystem, { endpoint, path }: Location, signal: AbortSignal): Promise<Location[]> {
  const children: Location[] = [];
  for await (const page of source.list(path, { signal })) {
    for (const { name } of page.entries) children.push({ endpoint, path: joinPath(path, name) });
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
