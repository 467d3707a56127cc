import { LockOpen } from 'lucide-react';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import type { PaneSide } from '../../store/state.ts';
import { SyncMark } from './SyncMark.tsx';
import { useStore, useWords } from '../../store/store.ts';

/** How many entries there are, what kind of place it is, and the free space. */
export function PaneFooter({ side }: { readonly side: PaneSide }) {
  const { text, format } = useWords();
  const pane = useStore((state) => state.panes[side]);
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === pane.location?.endpoint));
  const { listing, location } = pane;
  const count = format.count(listing.rows.length);
  const remote = location !== undefined && location.endpoint !== localEndpoint;
  if (remote && session?.state !== 'open') return <footer className="pane-footer" />;
  return (
    <footer className="pane-footer">
      <span>
        {pane.phase === 'loading'
          ? text.pane.reading(count)
          : pane.phase === 'failed'
            ? ''
            : !listing.complete
              ? text.pane.stopped(count)
              : pane.filter === ''
                ? text.pane.items(listing.rows.length, count)
                : text.pane.filtered(count, format.count(listing.visibleCount))}
      </span>
      {listing.hiddenCount > 0 && pane.phase === 'ready' ? (
        <span className="faint">{text.pane.hiddenCount(format.count(listing.hiddenCount))}</span>
      ) : null}
      <SyncMark />
      <span className="grow" />
      {remote && session?.encrypted === false ? (
        <span className="warn footer-mark" title={text.pane.unencryptedHint}>
          <LockOpen size={12} aria-hidden="true" />
          {text.pane.unencrypted}
        </span>
      ) : null}
      {remote && session?.features.writable === false ? <span className="badge">{text.pane.readOnly}</span> : null}
      {pane.space === undefined ? null : <span>{text.pane.free(format.size(pane.space.available))}</span>}
    </footer>
  );
}
