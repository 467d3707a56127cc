import { type Location, formatRemoteUrl, encodePath, localEndpoint } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { putText } from '../../store/putText.ts';
import { currentWords, getState } from '../../store/store.ts';
import { toNativePath } from '../pane/nativePath.ts';
import { shownLocation } from '../pane/places.ts';

/** A path as it is written where it is. */
export function textOfLocation({ endpoint, path }: Location): string {
  const platform = endpoint === localEndpoint ? getState().app?.platform : undefined;
  return platform === undefined ? path : toNativePath(path, platform);
}

export function endpointLabel(endpoint: string): string {
  const { text } = currentWords();
  if (endpoint === localEndpoint) return text.pane.thisComputer;
  return getState().sessions.find((session) => session.id === endpoint)?.label ?? text.errorSubjects.server;
}

/** The link that opens an entry: without pin or key, so it is no secret. */
function linkOf(location: Location): string {
  const session = getState().sessions.find(({ id }) => id === location.endpoint);
  if (session !== undefined) return formatRemoteUrl(session.endpoint, location.path);
  return `file://${encodePath(location.path)}`;
}

/** Puts the names, paths or links of the selected entries into the clipboard, a line each. */
export async function copyText(side: PaneSide, what: 'name' | 'path' | 'link'): Promise<void> {
  const { text, format } = currentWords();
  const { listing, selection } = getState().panes[side];
  const directory = shownLocation(side);
  if (directory === undefined) return;
  const lines = selection.targets(listing).map(({ name }) => {
    const location = { ...directory, path: joinPath(directory.path, name) };
    return what === 'name' ? name : what === 'path' ? textOfLocation(location) : linkOf(location);
  });
  await putText(lines.join('\n'), text.status.textCopied(lines.length, format.count(lines.length)));
}
