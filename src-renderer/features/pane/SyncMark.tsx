import { Link2, X } from 'lucide-react';
import { useStore, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { stopSync } from './synchronized.ts';

/** Says in the footer of both panes that they move together, and ends it. */
export function SyncMark() {
  const { text } = useWords();
  const roots = useStore((state) => state.sync?.roots);
  if (roots === undefined) return null;
  return (
    <span className="sync-mark" title={text.sync.hint(visibleName(roots.left.path), visibleName(roots.right.path))}>
      <Link2 size={12} aria-hidden="true" />
      {text.sync.on}
      <button type="button" className="sync-stop" aria-label={text.sync.stop} title={text.sync.stop} onClick={stopSync}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
