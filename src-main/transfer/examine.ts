import { AppError } from '../../src-shared/errors.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { localEndpoint } from '../../src-shared/model/location.ts';
import type { ConflictAnswer, ContentMatch } from '../../src-shared/model/transfer.ts';
import type { FileSystem, OperationOptions } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import type { Item } from './item.ts';
import type { Resolve } from './route.ts';
import { haveSameContents, isBeginning, type Side } from './sameContents.ts';
import { worksWithin } from './withinLane.ts';

/** What settles a taken name without a question. */
export type Finding =
  /** By something else, and another name shall be tried. */
  | { readonly finding: 'taken' }
  /** The target holds the same bytes: there is nothing to ask and nothing to do. */
  | { readonly finding: 'same' }
  /** The policy leaves what is there. */
  | { readonly finding: 'left' }
  /** The policy replaces what is there; or the target has what an earlier attempt brought there and could not confirm. */
  | { readonly finding: 'replaced' }
  /** The policy goes on behind what is there. */
  | { readonly finding: 'resumed' }
  /** The source is gone. */
  | { readonly finding: 'hopeless'; readonly error: AppError }
  /** The name is free by now. */
  | { readonly finding: 'free' }
  /** It can't be told now. */
  | { readonly finding: 'unknown'; readonly error: AppError };

/** Both sides of a name about which somebody must be asked. */
export interface Found {
  readonly source: Entry;
  readonly target: Entry;
  readonly match: ContentMatch;
  readonly comparable: boolean;
  readonly answers: readonly ConflictAnswer[];
}

/** A second or so of hashing where the file is, and a moment of a link from where it can't be hashed. */
const mostComparedLocally = 1024 ** 3;
const mostCompared = 1024 ** 2;

interface Sides {
  readonly source: FileSystem;
  readonly target: FileSystem;
}

/** Looks at both sides of a taken name, and settles by the transfer's policy what can be settled. */
export async function examine(item: Item, resolve: Resolve): Promise<Finding | Found> {
  let hasSource = false;
  try {
    const sides = await bothSides(item, resolve);
    const source = await sides.source.stat(item.sourcePath);
    hasSource = true;
    const found = { source, target: await sides.target.stat(item.targetPath) };
    return (await decide(item, sides, found)) ?? (await describe(item, sides, found));
  } catch (cause) {
    const error = asAppError(cause);
    if (error.code !== 'not-found') return { finding: 'unknown', error };
    return hasSource ? { finding: 'free' } : { finding: 'hopeless', error };
  }
}

/** Compares the contents of both sides, however long that takes. @throws AppError */
export async function compare(
  item: Item,
  found: Pick<Found, 'source' | 'target'>,
  resolve: Resolve,
  options: OperationOptions,
): Promise<ContentMatch | 'same'> {
  return await matchOf(item, await bothSides(item, resolve), found, options);
}

async function bothSides(item: Item, resolve: Resolve): Promise<Sides> {
  const source = await resolve(item.endpoints.from);
  const target = await resolve(item.endpoints.to);
  if (source === undefined || target === undefined) throw new AppError('connection-lost', 'the session is closed');
  return { source, target };
}

async function decide(
  item: Item,
  sides: Sides,
  { source, target }: Pick<Found, 'source' | 'target'>,
): Promise<Finding | undefined> {
  if (target.kind === 'directory') return item.policy === 'both' ? { finding: 'taken' } : undefined;
  if (item.unconfirmed && looksTheSame(source, target)) return { finding: 'replaced' };
  switch (item.policy) {
    case 'both':
      return { finding: 'taken' };
    case 'size':
      if (!areExact(source, target)) return undefined;
      return { finding: source.size === target.size ? 'left' : 'replaced' };
    case 'resume':
      return mayGoOn(item, sides, source, target) ? { finding: 'resumed' } : undefined;
    default:
      return undefined;
  }
}

/** What is known without a long look, for whoever decides. Nobody is asked about files that are the same. */
async function describe(item: Item, sides: Sides, found: Pick<Found, 'source' | 'target'>): Promise<Finding | Found> {
  const { source, target } = found;
  if (target.kind === 'directory') return { ...found, match: 'unknown', comparable: false, answers: ['both', 'skip', 'cancel'] };
  const comparable = canBeCompared(item, sides, source, target);
  let match: ContentMatch | 'same' = item.isOther ? 'different' : 'unknown';
  if (match === 'unknown' && comparable && costsLittle(item, sides, source, target)) {
    // When that fails the user decides.
    match = await matchOf(item, sides, found, {}).catch(() => 'unknown' as const);
  }
  if (match === 'same') return { finding: 'same' };
  if (areExact(source, target) && target.size > source.size) match = 'different';
  const answers: ConflictAnswer[] = ['overwrite', 'newer'];
  if (areExact(source, target)) answers.push('size');
  if (match !== 'different' && mayGoOn(item, sides, source, target)) answers.push('resume');
  return { ...found, match, comparable: comparable && match === 'unknown', answers: [...answers, 'both', 'skip', 'cancel'] };
}

async function matchOf(
  item: Item,
  { source, target }: Sides,
  found: Pick<Found, 'source' | 'target'>,
  options: OperationOptions,
): Promise<ContentMatch | 'same'> {
  const from: Side = { fileSystem: source, path: item.sourcePath };
  const to: Side = { fileSystem: target, path: item.targetPath };
  const { size } = found.target;
  if (size > found.source.size) return 'different';
  if (size < found.source.size) return (await isBeginning(to, from, size, options)) ? 'beginning' : 'different';
  const fromNear = item.endpoints.from === localEndpoint;
  const same = await (fromNear ? haveSameContents(from, to, size, options) : haveSameContents(to, from, size, options));
  return same ? 'same' : 'different';
}

/** One side hashes its file, and the other compares by itself. */
function canBeCompared(item: Item, { source, target }: Sides, from: Entry, to: Entry): boolean {
  if (from.kind !== 'file' || to.kind !== 'file' || !areExact(from, to) || to.size > from.size) return false;
  const asked = to.size < from.size || item.endpoints.from !== localEndpoint ? source : target;
  return asked.features.resume;
}

function costsLittle(item: Item, { source, target }: Sides, from: Entry, to: Entry): boolean {
  const hashed = to.size < from.size || item.endpoints.from !== localEndpoint ? target : source;
  const most = hashed.features.hash || item.endpoints.to === localEndpoint ? mostComparedLocally : mostCompared;
  return to.size <= most;
}

/** Whether the target can go on behind what it has, when that turns out to be the beginning of the source. */
function mayGoOn(item: Item, { source, target }: Sides, from: Entry, to: Entry): boolean {
  if (item.isOther || from.kind !== 'file' || to.kind !== 'file' || !areExact(from, to)) return false;
  if (!source.features.resume || !target.features.adopt || (source === target && worksWithin(source))) return false;
  return to.size > 0 && to.size < from.size;
}

function areExact(source: Entry, target: Entry): boolean {
  return source.exact !== false && target.exact !== false;
}

/** The receiver sets the source's time, exact to its file system's grain (2 s at worst). */
function looksTheSame(source: Entry, target: Entry): boolean {
  return source.size === target.size && Math.abs(source.modified - target.modified) <= 2000;
}
