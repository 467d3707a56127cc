import type { FileSystem } from '../filesystem/fileSystem.ts';

export interface PartialName {
  readonly path: string;
  readonly key: string;
}

/** Removes partial files: each is taken up from its beginning and dropped. Resolves when the target has answered for all. */
export async function discardPartials(target: FileSystem, partials: readonly PartialName[]): Promise<void> {
  let open = partials.length;
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const ended = (): void => {
    open -= 1;
    if (open === 0) finish();
  };
  const lane = target.openWriteLane({
    acknowledged: () => {},
    committed: ended,
    skipped: ended,
    failed: ended,
    drained: () => {},
    broken: finish,
  });
  for (const [ticket, { path, key }] of partials.entries()) {
    lane.open({ ticket, path, attributes: { size: 0, modified: Number.NaN }, existing: 'overwrite', key });
    lane.abort(ticket, false);
  }
  lane.flush();
  await finished;
  await lane.close();
}
