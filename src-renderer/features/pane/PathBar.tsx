import type { PaneSide } from '../../store/state.ts';
import { useStore } from '../../store/store.ts';
import { Crumbs } from './Crumbs.tsx';
import { PathField } from './PathField.tsx';

/** Where the pane is: folders to press, or (Ctrl+L) a text field. */
export function PathBar({ side }: { readonly side: PaneSide }) {
  const location = useStore((state) => state.panes[side].location);
  const editing = useStore((state) => state.panes[side].editingPath);
  if (location === undefined && !editing) return <div className="path-bar" />;
  if (!editing && location !== undefined) return <Crumbs side={side} location={location} />;
  return (
    <div className="path-bar">
      <PathField side={side} />
    </div>
  );
}
