import { toErrorRecord } from '../../../src-shared/errors.ts';
import { mostLocations } from '../../../src-shared/ipc/contract.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName, isWithin, joinPath, parentPath } from '../../../src-shared/model/path.ts';
import type { ExistingPolicy } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, notify, otherSide } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { shownLocation } from '../pane/places.ts';

export interface CopySource {
  readonly from: readonly Location[];
  /** Those of the paths that are known to be folders'. */
  readonly folders: ReadonlySet<string>;
}

/** What of a source can be copied or moved into a directory, and the first reason, in words, why something can't. */
export interface Fitting {
  readonly from: readonly Location[];
  readonly problem: string | undefined;
}

export function fitting({ from, folders }: CopySource, to: Location, move = false): Fitting {
  const { text } = currentWords();
  const session = getState().sessions.find((candidate) => candidate.id === to.endpoint);
  if (to.endpoint !== localEndpoint && session?.features.writable === false) return { from: [], problem: text.drag.readOnly };
  const problemOf = (location: Location): string | undefined => {
    if (session?.features.directories === false && folders.has(location.path)) return text.drag.classicFolders;
    if (location.endpoint !== to.endpoint) return undefined;
    if (isWithin(to.path, location.path)) {
      const name = visibleName(baseName(location.path));
      return move ? text.drag.movedIntoItself(name) : text.drag.intoItself(name);
    }
    return parentPath(location.path) === to.path ? text.drag.notHere : undefined;
  };
  const problems = from.map(problemOf);
  return {
    from: from.filter((_, at) => problems[at] === undefined),
    problem: problems.find((problem) => problem !== undefined),
  };
}

/**
 * Puts the copies, or the moves, into the queue. What is wrong with some shows in the pane they were to go to, and the others go.
 * Resolves to whether anything went.
 */
export async function copyEntries(source: CopySource, to: Location, side: PaneSide, move = false): Promise<boolean> {
  const { text, format } = currentWords();
  const { from, problem } = fitting(source, to, move);
  const left = source.from.length - from.length;
  if (problem === undefined) notify(side, undefined);
  else
    notify(side, { tone: 'problem', text: from.length === 0 ? problem : text.drag.leftOut(left, format.count(left), problem) });
  return from.length > 0 && (await enqueue(from, to, side, existingFor(from[0], to), move));
}

/** Copies entries beside themselves, under names that are free. */
export async function copyBeside(from: readonly Location[], to: Location, side: PaneSide): Promise<boolean> {
  return await enqueue(from, to, side, 'both', false);
}

async function enqueue(
  from: readonly Location[],
  to: Location,
  side: PaneSide,
  existing: ExistingPolicy,
  move: boolean,
): Promise<boolean> {
  if (from.length > mostLocations) {
    const { text, format } = currentWords();
    notify(side, { tone: 'problem', text: text.drag.tooMany(format.count(mostLocations)) });
    return false;
  }
  try {
    await request('transfer.enqueue', { from, to, existing, ...(move ? { move } : {}) });
    return true;
  } catch (error) {
    notify(side, { tone: 'problem', text: errorSentence(currentWords(), toErrorRecord(error)) });
    return false;
  }
}

/** What the user has settled for taken names, by where the copies come from and go to. */
function existingFor(from: Location | undefined, to: Location): ExistingPolicy {
  const { existingUpload, existingDownload, existingOther } = getState().settings;
  const isFromHere = from?.endpoint === localEndpoint;
  if (isFromHere === (to.endpoint === localEndpoint)) return existingOther;
  return isFromHere ? existingUpload : existingDownload;
}

/** The selected entries of a pane, or the one under the cursor. */
export function copySource(side: PaneSide): CopySource {
  const { listing, selection } = getState().panes[side];
  const directory = shownLocation(side);
  if (directory === undefined) return { from: [], folders: new Set() };
  const entries = selection.targets(listing);
  const pathOf = (name: string): string => joinPath(directory.path, name);
  return {
    from: entries.map(({ name }) => ({ endpoint: directory.endpoint, path: pathOf(name) })),
    folders: new Set(entries.filter(isDirectoryLike).map(({ name }) => pathOf(name))),
  };
}

export async function copyToOtherPane(side: PaneSide, move = false): Promise<void> {
  const target = otherSide(side);
  const to = shownLocation(target);
  const source = copySource(side);
  if (to === undefined || source.from.length === 0) return;
  await copyEntries(source, to, target, move);
}
