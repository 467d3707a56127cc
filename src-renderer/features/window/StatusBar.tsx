import { Lock, LockOpen, Monitor, Unplug } from 'lucide-react';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { isIdle } from '../../../src-shared/model/transfer.ts';
import { setState, useStore, useWords } from '../../store/store.ts';

/** One line about the focused pane and the queue; what has ended is said here, politely, to screen readers too. */
export function StatusBar() {
  const { text } = useWords();
  const endpoint = useStore((state) => state.panes[state.focused].location?.endpoint);
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === endpoint));
  const connected = session?.state === 'open';
  const remote = endpoint !== undefined && endpoint !== localEndpoint;

  return (
    <footer className="status-bar">
      {remote && !connected ? null : <SelectionWords />}
      <Announcement />
      <span className="grow" />
      <QueueButton />
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

/** Adds up over the whole folder, so it is not for every event of the queue. */
function SelectionWords() {
  const { text, format } = useWords();
  const pane = useStore((state) => state.panes[state.focused]);
  if (pane.location === undefined || pane.phase === 'failed') return null;
  const selected = pane.selection.summary(pane.listing);
  const total = format.count(pane.listing.rows.length);
  return (
    <span className="status-selection">
      {selected.count > 0
        ? text.pane.selected(format.count(selected.count), total, selected.bytes > 0 ? format.size(selected.bytes) : undefined)
        : text.pane.items(pane.listing.rows.length, total)}
    </span>
  );
}

/** Said while a dialog is open, too, which hides everything else behind it; and again when the same happens again. */
function Announcement() {
  const { text } = useWords();
  const announcement = useStore((state) => state.announcement);
  return (
    <span
      role="status"
      aria-label={text.status.region}
      className="status-words"
      data-live-announcer="true"
      data-problem={announcement.problem || undefined}
    >
      <span key={announcement.number}>{announcement.text}</span>
    </span>
  );
}

function QueueButton() {
  const { text, format } = useWords();
  const summary = useStore((state) => state.summary);
  const left = summary.counts.queued + summary.counts.running;
  const idle = isIdle(summary);
  return (
    <button
      type="button"
      className="status-queue"
      onClick={() => setState({ transfersOpen: true, transfersTab: idle ? 'done' : 'running' })}
    >
      {idle
        ? text.status.idle
        : [
            ...(left > 0 ? [text.status.queue(left, format.count(left))] : []),
            summary.planning ? text.status.planning : format.size(summary.bytesTotal - summary.bytesAcknowledged),
            ...(summary.counts.running > 0 && summary.rate > 0 ? [format.rate(summary.rate)] : []),
            ...(summary.limit === undefined ? [] : [text.queue.limitShown(format.rate(summary.limit))]),
          ].join(' · ')}
    </button>
  );
}
