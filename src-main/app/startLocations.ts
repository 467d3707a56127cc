import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, type ErrorRecord, toErrorRecord } from '../../src-shared/errors.ts';
import { isRemoteUrl, type Location, localEndpoint, parseRemoteUrl } from '../../src-shared/model/location.ts';
import { toLocalPath } from '../filesystem/local/platformPath.ts';
import type { Sessions } from '../sessions/sessions.ts';

export interface StartLocations {
  readonly left: Location | undefined;
  readonly right: Location | undefined;
  readonly errors: readonly ErrorRecord[];
}

/** A window waits for its panes no longer than this. */
const longestWait = 8000;

/** Where the panes begin, from what was given as LOCATION: a local path, relative to `directory`, or a URL whose session is opened. */
export async function openStartLocations(
  sessions: Sessions,
  given: { readonly left?: string | undefined; readonly right?: string | undefined },
  directory: string,
): Promise<StartLocations> {
  const errors: ErrorRecord[] = [];
  const open = async (text: string | undefined): Promise<Location | undefined> => {
    if (text === undefined) return undefined;
    try {
      return isRemoteUrl(text) ? await openRemote(sessions, text) : await openLocal(resolve(directory, text));
    } catch (error) {
      errors.push(toErrorRecord(error));
      return undefined;
    }
  };
  const [left, right] = await Promise.all([open(given.left), open(given.right)]);
  return { left, right, errors };
}

async function openRemote(sessions: Sessions, text: string): Promise<Location> {
  const { endpoint, path, token } = parseRemoteUrl(text);
  const session = await sessions.open({ endpoint, token, timeoutMs: longestWait, first: [{ ask: 'list', path }] });
  return { endpoint: session.id, path };
}

async function openLocal(folder: string): Promise<Location> {
  const path = toLocalPath(folder);
  const found = await stat(folder).catch((cause: unknown) => {
    throw new AppError('not-found', `${folder} can not be opened`, { path, cause });
  });
  if (!found.isDirectory()) throw new AppError('not-a-directory', `${folder} is not a folder`, { path });
  return { endpoint: localEndpoint, path };
}
