import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { pathForFile } from '../../bridge/bridge.ts';
import type { PaneSide } from '../../store/state.ts';
import { currentWords, getState, notify } from '../../store/store.ts';
import { fromNativePath } from '../pane/nativePath.ts';
import { copyEntries } from './copying.ts';
import { handedOut } from './handedOut.ts';

interface ForeignWords {
  /** Where the shell can't know the files' paths. */
  readonly unknown: string;
  /** When none of them has one. */
  readonly none: string;
}

/** Copies what another program hands over, which may be what was dragged out of this window. What has no path on this computer, such as a picture of a page, is left out and told of. */
export function copyForeignFiles(side: PaneSide, to: Location, files: readonly File[], words: ForeignWords): void {
  const { text, format } = currentWords();
  const { app } = getState();
  if (app === undefined) return;
  if (app.shell === 'browser') return notify(side, { tone: 'note', text: words.unknown });
  const from: Location[] = [];
  const folders = new Set<string>();
  for (const file of files) {
    const path = pathForFile(file);
    if (path === undefined || path === '') continue;
    const own = handedOut(path);
    from.push(own?.location ?? { endpoint: localEndpoint, path: fromNativePath(path, app.platform) });
    if (own?.isFolder === true) folders.add(own.location.path);
  }
  const ignored = files.length - from.length;
  if (from.length === 0) return notify(side, { tone: 'note', text: words.none });
  void copyEntries({ from, folders }, to, side);
  if (ignored > 0) notify(side, { tone: 'note', text: text.drag.someIgnored(ignored, format.count(ignored)) });
}
