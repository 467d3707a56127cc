import { ChevronRight } from 'lucide-react';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { splitPath } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, updatePane, useStore, useWords } from '../../store/store.ts';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { openLocation } from './loading.ts';
import { PathField } from './PathField.tsx';

/** Where the pane is: folders to press, or (Ctrl+L) a text field. */
export function PathBar({ side }: { readonly side: PaneSide }) {
  const location = useStore((state) => state.panes[side].location);
  const editing = useStore((state) => state.panes[side].editingPath);
  if (location === undefined && !editing) return <div className="path-bar" />;
  return (
    <div className="path-bar">
      {editing || location === undefined ? <PathField side={side} /> : <Crumbs side={side} location={location} />}
    </div>
  );
}

function Crumbs({ side, location }: { readonly side: PaneSide; readonly location: Location }) {
  const { text } = useWords();
  const parts = splitPath(location.path);
  const root = location.endpoint === localEndpoint && getState().app?.platform === 'win32' ? text.pane.thisComputer : '/';
  const paths = parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`);
  return (
    <>
      <nav className="crumbs" aria-label={text.pane.breadcrumbs(side === 'left' ? text.pane.left : text.pane.right)}>
        <ol className="crumb-list">
          <li className="crumb-item">
            <button
              type="button"
              className="crumb"
              aria-label={text.pane.root}
              {...(parts.length === 0 ? { 'aria-current': 'location' as const } : {})}
              onClick={() => void openLocation(side, { ...location, path: '/' }, parts[0])}
            >
              {root}
            </button>
          </li>
          {parts.map((part, at) => (
            <li key={paths[at]} className="crumb-item">
              <ChevronRight size={12} className="faint" aria-hidden="true" />
              <button
                type="button"
                className="crumb"
                {...(at === parts.length - 1 ? { 'aria-current': 'location' as const } : {})}
                onClick={() => void openLocation(side, { ...location, path: paths[at] ?? '/' }, parts[at + 1])}
              >
                <VisibleName name={part} />
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        className="path-rest"
        tabIndex={-1}
        aria-label={text.pane.editPath}
        onClick={() => updatePane(side, { editingPath: true })}
      />
    </>
  );
}
