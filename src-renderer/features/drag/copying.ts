import { toErrorRecord } from '../../../src-shared/errors.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { isWithin, joinPath, parentPath } from '../../../src-shared/model/path.ts';
import type { ExistingPolicy } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, notify, otherSide } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { shownLocation } from '../pane/places.ts';

export interface CopySource {
  readonly from: readonly Location[];
  /** Whether folders are known to be among them. */
  readonly folders: boolean;
}

/** Why entries can't be copied or moved into a directory, in words; undefined when they can. */
export function copyProblem({ from, folders }: CopySource, to: Location, move = false): string | undefined {
  const { text } = currentWords();
  const session = getState().sessions.find((candidate) => candidate.id === to.endpoint);
  if (to.endpoint !== localEndpoint && session?.features.writable === false) return text.drag.readOnly;
  if (folders && session?.features.directories === false) return text.drag.classicFolders;
  for (const location of from) {
    if (location.endpoint !== to.endpoint) continue;
    const name = visibleName(location.path.split('/').pop() ?? '');
    if (isWithin(to.path, location.path)) return move ? text.drag.movedIntoItself(name) : text.drag.intoItself(name);
    if (parentPath(location.path) === to.path) return text.drag.notHere;
  }
  return undefined;
}

/** Puts the copies, or the moves, into the queue; what is wrong shows in the pane they were to go to. */
export async function copyEntries(source: CopySource, to: Location, side: PaneSide, move = false): Promise<void> {
  const problem = copyProblem(source, to, move);
  notify(side, problem === undefined ? undefined : { tone: 'problem', text: problem });
  if (problem !== undefined) return;
  try {
    await request('transfer.enqueue', { from: source.from, to, existing: existingAt(to), ...(move ? { move } : {}) });
  } catch (error) {
    notify(side, { tone: 'problem', text: errorSentence(currentWords(), toErrorRecord(error)) });
  }
}

/** What the user has settled for taken names there. */
function existingAt(to: Location): ExistingPolicy {
  const { existingUpload, existingDownload } = getState().settings;
  return to.endpoint === localEndpoint ? existingDownload : existingUpload;
}

/** The selected entries of a pane, or the one under the cursor. */
export function copySource(side: PaneSide): CopySource {
  const { listing, selection } = getState().panes[side];
  const directory = shownLocation(side);
  if (directory === undefined) return { from: [], folders: false };
  const entries = selection.targets(listing);
  return {
    from: entries.map((entry) => ({ endpoint: directory.endpoint, path: joinPath(directory.path, entry.name) })),
    folders: entries.some(isDirectoryLike),
  };
}

export async function copyToOtherPane(side: PaneSide, move = false): Promise<void> {
  const target = otherSide(side);
  const to = shownLocation(target);
  const source = copySource(side);
  if (to === undefined || source.from.length === 0) return;
  await copyEntries(source, to, target, move);
}
