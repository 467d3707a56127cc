import { Lock, LockOpen, Monitor, Unplug } from 'lucide-react';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { setState, useStore, useWords } from '../../store/store.ts';

/** One line about the focused pane and the queue; what has ended is said here, politely, to screen readers too. */
export function StatusBar() {
  const { text, format } = useWords();
  const pane = useStore((state) => state.panes[state.focused]);
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === pane.location?.endpoint));
  const summary = useStore((state) => state.summary);
  const announcement = useStore((state) => state.announcement);

  const selected = pane.selection.summary(pane.listing);
  const left = summary.counts.queued + summary.counts.running;
  const connected = session?.state === 'open';
  const remote = pane.location !== undefined && pane.location.endpoint !== localEndpoint;
  const total = format.count(pane.listing.rows.length);

  return (
    <footer className="status-bar">
      {pane.location === undefined || pane.phase === 'failed' || (remote && !connected) ? null : (
        <span className="status-selection">
          {selected.count > 0
            ? text.pane.selected(
                format.count(selected.count),
                total,
                selected.bytes > 0 ? format.size(selected.bytes) : undefined,
              )
            : text.pane.items(pane.listing.rows.length, total)}
        </span>
      )}
      <span
        role="status"
        aria-label={text.status.region}
        className="status-words"
        data-problem={announcement.problem || undefined}
      >
        {announcement.text}
      </span>
      <span className="grow" />
      <button
        type="button"
        className="status-queue"
        onClick={() => setState({ transfersOpen: true, transfersTab: left > 0 ? 'running' : 'done' })}
      >
        {left === 0
          ? text.status.idle
          : [
              text.status.queue(left, format.count(left)),
              summary.planning ? text.status.planning : format.size(summary.bytesTotal - summary.bytesAcknowledged),
              ...(summary.counts.running > 0 && summary.rate > 0 ? [format.rate(summary.rate)] : []),
              ...(summary.limit === undefined ? [] : [text.queue.limitShown(format.rate(summary.limit))]),
            ].join(' · ')}
      </button>
      <span
        className="status-lock"
        {...(remote && connected ? { title: session.encrypted ? text.pane.encryptedHint : text.pane.unencryptedHint } : {})}
      >
        {!remote ? (
          <>
            <Monitor size={12} aria-hidden="true" />
            {text.status.local}
          </>
        ) : connected && session.encrypted ? (
          <>
            <Lock size={12} className="good" aria-hidden="true" />
            {text.status.encrypted}
          </>
        ) : (
          <>
            {connected ? <LockOpen size={12} className="warn" aria-hidden="true" /> : <Unplug size={12} aria-hidden="true" />}
            {connected ? text.status.unencrypted : text.status.notConnected}
          </>
        )}
      </span>
    </footer>
  );
}
