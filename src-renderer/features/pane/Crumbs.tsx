import { ChevronRight } from 'lucide-react';
import { useRef } from 'react';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { splitPath } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, updatePane, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { HiddenCrumbs } from './HiddenCrumbs.tsx';
import { openLocation } from './loading.ts';
import { useFittingCrumbs } from './useFittingCrumbs.ts';

/** Pixels beside the folders that are always left for going over to the text field. */
const leastRest = 16;

/** The folders from the root to where the pane is. Those that find no room are behind one button before the others. */
export function Crumbs({ side, location }: { readonly side: PaneSide; readonly location: Location }) {
  const { text } = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const crumbs = [rootName(location, text.pane.thisComputer), ...splitPath(location.path)];
  const hidden = useFittingCrumbs(bar, crumbs.join('/'), leastRest);

  const open = (at: number): void => {
    const path = `/${crumbs.slice(1, at + 1).join('/')}`;
    void openLocation(side, { ...location, path }, crumbs[at + 1]);
  };
  return (
    <div className="path-bar" ref={bar}>
      <nav className="crumbs" aria-label={text.pane.breadcrumbs(side === 'left' ? text.pane.left : text.pane.right)}>
        <ol className="crumb-list" data-alone={hidden === crumbs.length - 1 || undefined}>
          {hidden === 0 ? null : (
            <li className="crumb-item">
              <HiddenCrumbs side={side} names={crumbs.slice(0, hidden).map(visibleName)} onOpen={open} />
            </li>
          )}
          {crumbs.map((name, at) =>
            at < hidden ? null : (
              // The same folder at the same depth keeps its place, and the focus with it.
              <li key={`${at} ${name}`} className="crumb-item" data-crumb>
                {at === 0 ? null : <ChevronRight size={12} className="faint" aria-hidden="true" />}
                <button
                  type="button"
                  className="crumb"
                  {...(at === 0 ? { 'aria-label': text.pane.root } : {})}
                  {...(at === crumbs.length - 1 ? { 'aria-current': 'location' as const } : {})}
                  onClick={() => open(at)}
                >
                  <VisibleName name={name} />
                </button>
              </li>
            ),
          )}
        </ol>
      </nav>
      <button
        type="button"
        className="path-rest"
        style={{ minWidth: leastRest }}
        tabIndex={-1}
        aria-label={text.pane.editPath}
        onClick={() => updatePane(side, { editingPath: true })}
      />
    </div>
  );
}

function rootName({ endpoint }: Location, thisComputer: string): string {
  return endpoint === localEndpoint && getState().app?.platform === 'win32' ? thisComputer : '/';
}
