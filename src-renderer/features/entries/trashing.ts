import type { EntryFailure } from '../../../src-shared/ipc/contract.ts';
import { localEndpoint, type Location } from '../../../src-shared/model/location.ts';
import { request } from '../../bridge/bridge.ts';
import { getState } from '../../store/store.ts';
import { refreshLocation } from '../pane/loading.ts';
import { fromNativePath } from '../pane/nativePath.ts';
import { textOfLocation } from './copyText.ts';
import { parentPath } from '../../../src-shared/model/path.ts';

/** Whether deleted entries of an endpoint can go to a trash; a volume of it may still have none. */
export function hasTrash(endpoint: string): boolean {
  return endpoint === localEndpoint && getState().app?.trash !== undefined;
}

/** Moves entries of one directory to the trash; what stayed has its failure. @throws AppError */
export async function moveToTrash(locations: readonly Location[]): Promise<readonly EntryFailure[]> {
  const { app } = getState();
  if (app?.trash !== 'shell') return (await request('entry.trash', { locations })).failures;
  const { failures } = await request('shell.trash', { paths: locations.map(textOfLocation) });
  // The engine has not seen it; other panes that show the directory are told here.
  const [first] = locations;
  if (first !== undefined) refreshLocation({ ...first, path: parentPath(first.path) });
  return failures.map(({ path, error }) => ({ path: fromNativePath(path, app.platform), error }));
}
