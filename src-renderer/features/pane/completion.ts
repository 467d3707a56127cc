import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { isRemoteUrl, type Location } from '../../../src-shared/model/location.ts';
import { fold, naturalKey } from '../../listing/naturalOrder.ts';
import type { PaneSide } from '../../store/state.ts';
import { typedLocation } from './navigation.ts';
import { readFolder } from './readFolder.ts';

const offered = 8;

/** What has been read while one field was open. */
export type Folders = Map<string, Promise<readonly string[]>>;

/**
 * The paths that what was typed may become: folders whose names begin with its last part. Each is what the field would hold.
 * Empty when there are none, or when the folder can't be read.
 */
export async function completions(side: PaneSide, typed: string, folders: Folders): Promise<readonly string[]> {
  if (isRemoteUrl(typed)) return [];
  const split = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\')) + 1;
  const head = typed.slice(0, split);
  const separator = head.endsWith('\\') ? '\\' : '/';
  const tail = fold(typed.slice(split));
  const directory = typedLocation(side, head === '' ? '.' : head);
  if (directory === undefined) return [];
  const key = `${directory.endpoint}\n${directory.path}`;
  const known = folders.get(key) ?? namesOf(directory);
  folders.set(key, known);
  const names = await known;
  return names
    .filter((name) => fold(name).startsWith(tail) && (tail !== '' || !name.startsWith('.')))
    .slice(0, offered)
    .map((name) => `${head}${name}${separator}`);
}

async function namesOf(directory: Location): Promise<readonly string[]> {
  try {
    const names = (await readFolder(directory)).filter(isDirectoryLike).map(({ name }) => ({ name, key: naturalKey(name) }));
    return names.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ name }) => name);
  } catch {
    return [];
  }
}
